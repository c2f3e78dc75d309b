"""The parts of the first page beside duties: the reader's area in three lines, and what their role often opens."""

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may, reach
from bahtera.areas import api as areas
from bahtera.web import wording
from bahtera.web.presenters import measured
from bahtera.web.presenters.lists import Picture, WorstLine
from bahtera.web.presenters.needs import WorstCard, worst_cards
from bahtera.web.presenters.needs_place import COUNTRY, READ, Where, needs_of, where

# Who decides by the figures of an area; whoever works with families sees villages and visits instead.
_SEE_THE_WHOLE: Final = frozenset(
    {"tpk2d", "desa_officer", "agency_officer", "statistician", "administrator"}
)
_MOST: Final = 6
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
    return tuple(dict.fromkeys(found))[:_MOST]


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
    if may(actor, "document.read"):
        query = urlencode({"wilayah": place.code})
        links.append((gettext("Reports to print (PDF)"), f"{reverse('web:documents')}?{query}"))
    return Picture(
        area=place.name,
        round_name=place.round_name,
        speaks=wording.say(measured.SPEAKS, found.speaks) if found.speaks in measured.SPEAKS else "",
        lines=tuple(_line(card) for card in worst_cards(place, found, actor)),
        links=tuple(links),
        inside=_inside(place),
    )


def _line(card: WorstCard) -> WorstLine:
    agency = card.responsible.agency if card.responsible else ""
    takes = f"{card.cost} {card.takes}" if card.cost else ""
    return WorstLine(card.label, card.share, card.under, agency, takes, card.list_url)


def _inside(place: Where) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.label, f"{reverse('web:needs')}?{urlencode({**place.asked, 'wilayah': one.value})}")
        for one in place.inside
    )
