"""The page of an area's needs: three worst indicators, who answers for them, what it would take; then the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as areas
from bahtera.needs import api as needs
from bahtera.web import charts, numbers, places, wording
from bahtera.web.money import rupiah, rupiah_near, rupiah_short
from bahtera.web.presenters import measured
from bahtera.web.presenters.needs_estimates import estimates_of
from bahtera.web.presenters.needs_place import Where, families_url, label, plan_url
from bahtera.web.presenters.parts import Option, options_of

PAGE_LENGTH: Final = 15
ORDERS: Final = {
    needs.Order.FAMILIES: gettext_noop("Most families"),
    needs.Order.DEPTH: gettext_noop("Deepest under 75"),
    needs.Order.REACHED: gettext_noop("Most families reached"),
    needs.Order.COST_PER_FAMILY: gettext_noop("Least cost a family"),
    needs.Order.COST: gettext_noop("Least cost"),
}
ORDER_NOTES: Final = {
    needs.Order.FAMILIES: gettext_noop("Sorted by how many families lack it, the most first."),
    needs.Order.DEPTH: gettext_noop(
        "Sorted by how many points the share of the village lies under 75, the deepest first, whether many families "
        "lack it or few."
    ),
    needs.Order.REACHED: gettext_noop(
        "Sorted by how many families one round of work reaches, the most first: those who lack it times the reach of "
        "the service."
    ),
    needs.Order.COST_PER_FAMILY: gettext_noop(
        "Sorted by rupiah for a family reached, the least first; the fixed cost of the village is shared out."
    ),
    needs.Order.COST: gettext_noop(
        "Sorted by rupiah for one round of work in the village, the least first; little money may mean few families."
    ),
}


@dataclass(frozen=True)
class Responsible:
    """Who answers for an indicator: the office, its unit here, the service, who helps."""

    agency: str
    units: tuple[str, ...]
    service: str
    other_services: tuple[str, ...]
    helpers: tuple[str, ...]
    own: bool


@dataclass(frozen=True)
class WorstCard:
    """One of the three worst indicators in the first view."""

    at: int
    code: str
    label: str
    share: Fraction | None
    x: str
    under: bool
    lacking: str
    where: str
    responsible: Responsible | None
    cost: str
    takes: str
    try_url: str
    mapping_url: str
    list_url: str
    plan_url: str
    families_url: str
    estimate: str


@dataclass(frozen=True)
class PriorityRow:
    """One village and indicator of the list."""

    village: str
    village_url: str
    code: str
    label: str
    lacking: int
    share: Fraction
    depth: Fraction
    agency: str
    reached: int
    reach: int
    cost: str
    per_family: str
    try_url: str
    plan_url: str
    families_url: str


@dataclass(frozen=True)
class NeedsPage:
    """Everything the page of needs shows."""

    place: Where
    found: needs.Needs | None
    worst: tuple[WorstCard, ...]
    rows: tuple[PriorityRow, ...]
    rows_all: int
    first: int
    previous_url: str
    next_url: str
    orders: tuple[Option, ...]
    order_note: str
    indicators: tuple[Option, ...]
    agencies: tuple[Option, ...]
    below_cut: bool
    downloads: tuple[tuple[str, str], ...]
    hidden: int
    mapping_note: str
    cost_note: str
    definition_note: str
    speaks: str
    part: str
    data_state: str
    papers_url: str
    without_service: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Filter:
    """How the list is sorted and narrowed."""

    order: needs.Order = needs.Order.FAMILIES
    indicator: str = ""
    agency: str = ""
    below_cut: bool = False
    first: int = 0

    @property
    def asked(self) -> dict[str, str]:
        found = {"urut": self.order.value, "butir": self.indicator, "instansi": self.agency}
        return {**found, "bawah": "1" if self.below_cut else ""}


def chosen_rows(found: needs.Needs, asked: Filter) -> tuple[needs.Priority, ...]:
    """Return the list as an address asks for it."""
    rows = needs.narrow(
        found.priorities, indicator=asked.indicator, agency=asked.agency, below_cut=asked.below_cut
    )
    return needs.sort_priorities(rows, asked.order)


def needs_page(place: Where, found: needs.Needs | None, asked: Filter, actor: Actor) -> NeedsPage:
    """Return the page of a place."""
    rows = chosen_rows(found, asked) if found else ()
    shown = rows[asked.first : asked.first + PAGE_LENGTH]
    known = places.names_of(row.village_code for row in shown)
    codes = [code for code in (found.villages if found else ()) if len(code) > len(place.code)]
    return NeedsPage(
        place=place,
        found=found,
        worst=worst_cards(place, found, actor) if found else (),
        rows=tuple(_row(each, place, known, actor) for each in shown),
        rows_all=len(rows),
        first=asked.first,
        previous_url=_turned(place, asked, asked.first - PAGE_LENGTH) if asked.first else "",
        next_url=_turned(place, asked, asked.first + PAGE_LENGTH)
        if asked.first + PAGE_LENGTH < len(rows)
        else "",
        order_note=gettext(ORDER_NOTES[asked.order]),
        orders=options_of({one.value: text for one, text in ORDERS.items()}, asked.order.value),
        indicators=_indicators(found, asked),
        agencies=_agencies(found, asked),
        below_cut=asked.below_cut,
        downloads=_downloads(place, asked) if rows else (),
        hidden=sum(each.hidden_villages for each in found.indicators) if found and codes else 0,
        mapping_note=mapping_note(found.mapping) if found else "",
        cost_note=label(found.mapping.cost_source) if found else "",
        definition_note=definition_note(found) if found else "",
        speaks=wording.say(measured.SPEAKS, found.speaks)
        if found and found.speaks in measured.SPEAKS
        else "",
        part=measured.part_words(place.round, place.code, found.scored, found.visited)
        if found and place.round
        else "",
        data_state=wording.say(measured.DATA_STATES, found.data_state) if found else "",
        papers_url=_papers(place, actor),
        without_service=_without_service(found) if found else (),
    )


def _without_service(found: needs.Needs) -> tuple[tuple[str, str, str], ...]:
    """Return code, words and reason of the indicators that no service answers: they are on no list of needs."""
    reasons = needs.load_book().unanswered
    return tuple(
        (each.indicator, label(each.label), label(reasons[found.index.id, each.indicator]))
        for each in sorted(found.indicators, key=lambda one: one.indicator)
        if each.line is None and (found.index.id, each.indicator) in reasons
    )


def _papers(place: Where, actor: Actor) -> str:
    """Return the way to the papers of a place in its round; "" for whoever reads none."""
    if not may(actor, "document.read", area=place.code):
        return ""
    asked = {"wilayah": place.code, "putaran": str(place.round.id) if place.round else ""}
    return f"{reverse('web:documents')}?{urlencode({name: text for name, text in asked.items() if text})}"


def worst_cards(place: Where, found: needs.Needs, actor: Actor) -> tuple[WorstCard, ...]:
    """Return the weakest indicators of a place with who answers for them."""
    units = needs.units_for(place.code)
    estimated = estimates_of(place, [each.indicator for each in found.worst], actor)
    return tuple(
        _card(at, each, place, units, actor, estimate=estimated.get(each.indicator, ""))
        for at, each in enumerate(found.worst, 1)
    )


def responsible_of(line: needs.Line, units: Mapping[str, Sequence[needs.UnitRef]]) -> Responsible:
    """Return who answers for a line, with units of the office here."""
    book = needs.load_book()
    names = [label(book.services[name]) for name in line.services]
    return Responsible(
        agency=label(book.agencies[line.agency].label),
        units=tuple(dict.fromkeys(one.name for one in units.get(line.agency, ()))),
        service=names[0],
        other_services=tuple(names[1:]),
        helpers=tuple(label(book.agencies[name].label) for name in line.helpers),
        own=not line.is_default,
    )


def mapping_note(ref: needs.MappingRef) -> str:
    """Return which list of services stands behind a page."""
    text = gettext("List of services {version} ({status}), fingerprint {hash}.")
    return text.format(version=ref.version, status=wording.say(STATUSES, ref.status), hash=ref.hash[:12])


def definition_note(found: needs.Needs) -> str:
    """Return which index stands behind a page."""
    text = gettext("Definition {id} {version} ({status}), fingerprint {hash}.")
    ref = found.index
    return text.format(
        id=ref.id, version=ref.version, status=wording.say(STATUSES, ref.status), hash=ref.hash[:12]
    )


STATUSES: Final = {"official": gettext_noop("official"), "working": gettext_noop("not official yet")}


def _card(
    at: int,
    each: needs.AreaNeed,
    place: Where,
    units: Mapping[str, Sequence[needs.UnitRef]],
    actor: Actor,
    *,
    estimate: str,
) -> WorstCard:
    line, counted = each.line, len(each.villages)
    share = each.share
    return WorstCard(
        at=at,
        code=each.indicator,
        label=label(each.label),
        share=share,
        x=charts.pct(share) if share is not None else "",
        under=bool(each.below_cut),
        lacking=_lacking(each),
        where=""
        if place.is_village or not counted
        else ngettext("in {n} village", "in {n} villages", counted).format(n=numbers.integer(counted)),
        responsible=responsible_of(line, units) if line else None,
        cost=rupiah_short(each.cost) if counted else "",
        takes=_takes(each) if counted else "",
        try_url=_try(place, each.indicator, line.reach) if line and counted else "",
        mapping_url=f"{reverse('web:needs_mapping')}?{urlencode({**place.asked, 'butir': each.indicator})}"
        if line and needs.regency_of(place.code) and may(actor, "results.read", area=place.code)
        else "",
        list_url=f"{reverse('web:needs')}?{urlencode({**place.asked, 'butir': each.indicator})}#daftar",
        plan_url=plan_url(place, place.code, each.indicator, actor) if place.is_village and line else "",
        families_url=families_url(place, place.code, each.indicator, actor)
        if place.is_village and counted
        else "",
        estimate=estimate,
    )


def _lacking(each: needs.AreaNeed) -> str:
    if each.lacking is None:
        return gettext("how many families is hidden: too few, or it would give others away")
    return ngettext("{n} family lacks this", "{n} families lack this", each.lacking).format(
        n=numbers.integer(each.lacking)
    )


def _takes(each: needs.AreaNeed) -> str:
    """Say how many families a cost reaches, and which part of those without it that is."""
    reaches = {one.line.reach for one in each.villages}
    if len(reaches) > 1:
        return gettext("to reach {n} families").format(n=numbers.integer(each.reached))
    text = gettext("to reach {n} families ({reach} percent of those without it)")
    return text.format(n=numbers.integer(each.reached), reach=next(iter(reaches)))


def _try(place: Where, indicator: str, reach: int, village: str = "") -> str:
    """Return where an indicator is tried out at the reach of its service; "" for one that is not."""
    if indicator in needs.not_simulated(place.index_id):
        return ""
    asked = {**place.asked, "wilayah": village or place.code, "butir": indicator}
    asked["capai"] = str(needs.offered_reach(reach))
    return f"{reverse('web:whatif')}?{urlencode(asked)}"


def _row(each: needs.Priority, place: Where, known: Mapping[str, areas.Area], actor: Actor) -> PriorityRow:
    book = needs.load_book()
    asked = {**place.asked, "wilayah": each.village_code}
    name = known[each.village_code].name if each.village_code in known else each.village_code
    return PriorityRow(
        village=name,
        village_url=f"{reverse('web:needs')}?{urlencode(asked)}",
        code=each.indicator,
        label=label(each.label),
        lacking=each.lacking,
        share=each.share,
        depth=each.depth,
        agency=label(book.agencies[each.line.agency].label),
        reached=each.reached,
        reach=each.line.reach,
        cost=rupiah(each.cost),
        per_family=rupiah(None) if each.gain_cost is None else rupiah_near(float(each.gain_cost)),
        try_url=_try(place, each.indicator, each.line.reach, each.village_code),
        plan_url=plan_url(place, each.village_code, each.indicator, actor),
        families_url=families_url(place, each.village_code, each.indicator, actor),
    )


def _indicators(found: needs.Needs | None, asked: Filter) -> tuple[Option, ...]:
    rows = sorted(found.indicators, key=lambda each: each.indicator) if found else []
    return tuple(
        Option(each.indicator, f"{each.indicator} · {label(each.label)}", each.indicator == asked.indicator)
        for each in rows
        if each.line
    )


def _agencies(found: needs.Needs | None, asked: Filter) -> tuple[Option, ...]:
    used = {each.line.agency for each in found.priorities} if found else set()
    return tuple(
        Option(name, label(each.label), name == asked.agency)
        for name, each in needs.load_book().agencies.items()
        if name in used
    )


def _turned(place: Where, asked: Filter, first: int) -> str:
    query = {**place.asked, **asked.asked, "mulai": str(max(first, 0)) if first > 0 else ""}
    return f"{reverse('web:needs')}?{urlencode({name: text for name, text in query.items() if text})}#daftar"


def _downloads(place: Where, asked: Filter) -> tuple[tuple[str, str], ...]:
    query = urlencode({name: text for name, text in {**place.asked, **asked.asked}.items() if text})
    return tuple(
        (kind.upper(), f"{reverse('web:needs_file', args=[kind])}?{query}") for kind in ("csv", "xlsx")
    )
