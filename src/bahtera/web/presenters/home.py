"""The parts of the first page beside duties: the reader's area in three lines, and what their role often opens."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may, reach
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.documents import api as documents
from bahtera.web import numbers, wording
from bahtera.web.presenters import measured
from bahtera.web.presenters.documents import KINDS
from bahtera.web.presenters.lists import Picture, WorstLine
from bahtera.web.presenters.needs import WorstCard, worst_cards
from bahtera.web.presenters.needs_place import COUNTRY, READ, Where, needs_of, where

# Who decides by the figures of an area; whoever works with families sees villages and visits instead.
_SEE_THE_WHOLE: Final = frozenset(
    {"tpk2d", "desa_officer", "agency_officer", "statistician", "administrator"}
)
_MOST: Final = 6
# The paper that tells of an area as a whole, by its level.
_PAPERS: Final = {
    "village": documents.Kind.VILLAGE_SHEET,
    "regency": documents.Kind.REGENCY_BOOK,
    "province": documents.Kind.PROVINCE_SUMMARY,
}
_KADER_APP: Final = "/app/"
# By role, in the order of its work: words, address and what one must be allowed to do there.
_SHORTCUTS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "coordinator": (
        (gettext_noop("Share out tasks"), "web:share_out", "assignment.manage"),
        (gettext_noop("Print forms"), "web:paper", "paper.print"),
        (gettext_noop("Village reports"), "web:reports", "report.read"),
    ),
    "supervisor": (
        (gettext_noop("Share out tasks"), "web:share_out", "assignment.manage"),
        (gettext_noop("Village reports"), "web:reports", "report.read"),
    ),
    "typist": ((gettext_noop("Type in paper forms"), "web:keying", "submission.key"),),
    "desa_officer": ((gettext_noop("Village reports"), "web:reports", "report.read"),),
    "tpk2d": (
        (gettext_noop("Village reports"), "web:reports", "report.read"),
        (gettext_noop("Try out what if"), "web:whatif", "results.read"),
        (gettext_noop("Who is responsible"), "web:needs_mapping", "results.read"),
    ),
    "statistician": (
        (gettext_noop("Rounds"), "web:rounds", "round.read"),
        (gettext_noop("Requests for micro-data"), "web:microdata_requests", "microdata.read"),
    ),
    "administrator": (
        (gettext_noop("People"), "web:people", "person.read"),
        (gettext_noop("Decrees"), "web:decrees", "decree.read"),
        (gettext_noop("Rounds"), "web:rounds", "round.read"),
    ),
    "data_protection_officer": (
        (gettext_noop("Data protection"), "web:privacy", "privacy.read"),
        (gettext_noop("Audit"), "web:audit", "audit.read"),
    ),
    "auditor": ((gettext_noop("Audit"), "web:audit", "audit.read"),),
}


def shortcuts_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return what the reader's roles often open, as words and address, at most six."""
    found = [(gettext("The kader's app"), _KADER_APP)] if "kader" in actor.roles else []
    for role, places in _SHORTCUTS.items():
        if role in actor.roles:
            found += [(gettext(text), reverse(name)) for text, name, action in places if may(actor, action)]
    shown = list(dict.fromkeys(found))[: _MOST - 1]
    # The service wing has no place in the bar: this is everybody's way to it.
    if may(actor, "directory.read"):
        shown.append((gettext("Services of offices"), reverse("web:services")))
    return tuple(shown)


def picture_of(actor: Actor) -> Picture | None:
    """Return the weakest indicators of the reader's own area; None for other roles and where nothing was measured."""
    if not actor.roles & _SEE_THE_WHOLE or not may(actor, READ):
        return None
    if not may(actor, READ, area=COUNTRY) and not areas.find(reach(actor, READ)):
        return None
    place = where({}, actor, "needs")
    found = needs_of(place, actor)
    if found is None or not found.worst:
        return None
    links = [(gettext("All needs"), f"{reverse('web:needs')}?{place.query}")]
    links += _papers(place, actor)
    return Picture(
        area=place.name,
        round_name=place.round_name,
        speaks=wording.say(measured.SPEAKS, found.speaks) if found.speaks in measured.SPEAKS else "",
        lines=_lines(place, worst_cards(place, found, actor), actor),
        links=tuple(links),
        inside=_inside(place),
    )


def _lines(place: Where, cards: Sequence[WorstCard], actor: Actor) -> tuple[WorstLine, ...]:
    reads = may(actor, "plan.read", area=place.code)
    codes = [card.code for card in cards]
    plans = actions.planned_for(place.code, place.index_id, codes, actor=actor) if reads else {}
    return tuple(
        WorstLine(
            label=card.label,
            share=card.share,
            under=card.under,
            agency=card.responsible.agency if card.responsible else "",
            takes=f"{card.cost} {card.takes}" if card.cost else "",
            url=card.list_url,
            try_url=card.try_url,
            planned=_planned(plans.get(card.code)) if reads else "",
            plans_url=_plans_url(place, card.code) if card.code in plans else "",
        )
        for card in cards
    )


def _planned(found: actions.Planned | None) -> str:
    if found is None:
        return gettext("no plan of action yet")
    words = ngettext("{n} plan of action", "{n} plans of action", found.plans)
    text = words.format(n=numbers.integer(found.plans))
    if not found.done:
        return text
    return gettext("{plans}, {n} done").format(plans=text, n=numbers.integer(found.done))


def _plans_url(place: Where, indicator: str) -> str:
    asked = {"wilayah": place.code, "indikator": indicator}
    return f"{reverse('web:plans')}?{urlencode({name: text for name, text in asked.items() if text})}"


def _papers(place: Where, actor: Actor) -> Iterator[tuple[str, str]]:
    """Return the ways to papers: the newest one that tells of the place as a whole, and all of them."""
    if not may(actor, "document.read", area=place.code):
        return
    kind = _PAPERS.get(place.level)
    if kind and place.round:
        row = documents.latest(kind, place.code, place.round.id, place.index_id)
        if row is not None:
            words = gettext("{paper} (PDF)").format(paper=gettext(KINDS[kind]))
            yield words, reverse("web:document_file", args=[row.id])
    query = urlencode({"wilayah": place.code})
    yield gettext("Reports to print (PDF)"), f"{reverse('web:documents')}?{query}"


def _inside(place: Where) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.label, f"{reverse('web:needs')}?{urlencode({**place.asked, 'wilayah': one.value})}")
        for one in place.inside
    )
