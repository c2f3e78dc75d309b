"""Which kecamatan has a PPKS/Satyagatra (BKKBN) centre at work: map, table, and the history of one centre."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from bahtera.areas import api as area_api
from bahtera.directory import api as directory
from bahtera.directory.api import CentreStatus, Tier
from bahtera.pictures.maps import Ground, Klass, Spot, area_map, swatch
from bahtera.web import numbers, places
from bahtera.web.presenters.parts import Option, Tab, Tag
from bahtera.web.presenters.services import words

_NAME: Final = "cakupan"
_WORKING: Final = frozenset({CentreStatus.ACTIVE, CentreStatus.REACTIVATED})
_TIERS: Final = {
    Tier.PROVINCE: gettext_noop("of the province"),
    Tier.REGENCY: gettext_noop("of the regency or city"),
    Tier.DISTRICT: gettext_noop("of the kecamatan"),
}


@dataclass(frozen=True)
class CoverageLine:
    """A kecamatan and how its centre stands; ``tag`` says "not known" where nothing was recorded."""

    code: str
    name: str
    place: str
    centre: str
    url: str
    tag: Tag
    since: date | None
    decree: str
    decreed_on: date | None


@dataclass(frozen=True)
class LegendLine:
    """One class of the map."""

    sample: SafeString
    label: str
    count: int


@dataclass(frozen=True)
class CoveragePage:
    """The centres of an area on a day."""

    tabs: tuple[Tab, ...]
    areas: tuple[Option, ...]
    place: str
    day: date
    sentence: str
    lines: tuple[CoverageLine, ...]
    above: tuple[CoverageLine, ...]
    drawing: SafeString
    legend: tuple[LegendLine, ...]
    sources: tuple[str, ...]
    query: str
    without_unit: int
    synthetic: bool


@dataclass(frozen=True)
class StatusLine:
    """A status of a centre that counts. ``take_back_url``: "" for who may not."""

    tag: Tag
    since: date
    decree: str
    decreed_on: date | None
    note: str
    take_back_url: str


@dataclass(frozen=True)
class CentrePage:
    """One centre: its history, and the form of what comes next."""

    unit_id: UUID
    name: str
    unit_url: str
    place: str
    tier: str
    now: Tag
    lines: tuple[StatusLine, ...]
    next: tuple[Option, ...]
    may_keep: bool
    problem: str
    typed: dict[str, str]
    record_url: str
    synthetic: bool


def coverage_lines(districts: Iterable[directory.DistrictCoverage]) -> tuple[CoverageLine, ...]:
    """Return kecamatan as lines, in the order given."""
    found = list(districts)
    known = places.names_of(one.code for one in found)
    return tuple(
        _line(one.code, one.name, ", ".join(_above(one.code, known)), one.centre, one.status) for one in found
    )


def above_lines(centres: Iterable[directory.CentreAt]) -> tuple[CoverageLine, ...]:
    """Return the centres of regency and province as lines."""
    return tuple(
        _line(one.area, gettext(_TIERS[one.tier]), "", one, one.row.status if one.row else None)
        for one in centres
    )


def _line(
    code: str, name: str, place: str, centre: directory.CentreAt | None, status: CentreStatus | None
) -> CoverageLine:
    row = centre.row if centre else None
    return CoverageLine(
        code=code,
        name=name,
        place=place,
        centre=centre.name if centre else "",
        url=reverse("web:centre", args=[centre.unit_id]) if centre else "",
        tag=words.status_tag(status),
        since=row.since if row else None,
        decree=row.decree if row else "",
        decreed_on=row.decreed_on if row else None,
    )


def _above(code: str, known: words.Known) -> list[str]:
    return [known[up].name for up in reversed(area_api.ancestors_of(code)) if up in known][:1]


def sentence_of(found: directory.Coverage) -> str:
    """Say how many kecamatan have a centre known to be at work, and of how many nothing is known."""
    unknown = found.counts.get(None, 0)
    text = gettext(
        "In {working} of {all} kecamatan a centre is known to be at work; of {unknown} nothing is known."
    )
    return text.format(
        working=numbers.integer(found.working),
        all=numbers.integer(len(found.districts)),
        unknown=numbers.integer(unknown),
    )


def _klasses() -> tuple[Klass, ...]:
    def label(status: CentreStatus) -> str:
        return capfirst(words.status_tag(status).label)

    working = f"{label(CentreStatus.ACTIVE)} / {words.status_tag(CentreStatus.REACTIVATED).label}"
    return (
        Klass(working, "klass-tinggi", "up"),
        Klass(label(CentreStatus.DORMANT), "klass-sedang", "disc"),
        Klass(label(CentreStatus.CLOSED), "klass-rendah", "down"),
    )


def _place_of(status: CentreStatus) -> int:
    return 0 if status in _WORKING else 1 if status is CentreStatus.DORMANT else 2


def drawn(found: directory.Coverage, name: str) -> tuple[SafeString, tuple[str, ...]]:
    """Return the map of kecamatan by status, "" where none has a boundary or position; and where outlines are from."""
    outlines = area_api.drawn([one.code for one in found.districts])
    known = area_api.find(one.code for one in found.districts)
    spots = [_spot(one, known.get(one.code), outlines.outlines.get(one.code)) for one in found.districts]
    if not any(spot.polygons or spot.at for spot in spots):
        return SafeString(""), ()
    made = area_map(
        spots,
        _klasses(),
        name=_NAME,
        title=gettext("PPKS/Satyagatra (BKKBN) centres, {area}").format(area=name),
        description=sentence_of(found),
        ground=Ground(),
    )
    return mark_safe(made), tuple(one.source for one in outlines.origins)  # noqa: S308 - our own drawing


def _spot(
    one: directory.DistrictCoverage, area: area_api.Area | None, outline: area_api.Outlined | None
) -> Spot:
    status = one.status
    at = (
        (area.longitude, area.latitude)
        if area and area.longitude is not None and area.latitude is not None
        else None
    )
    return Spot(
        one.code,
        one.name,
        words.status_tag(status).label,
        "shown" if status else "missing",
        klass=_place_of(status) if status else 0,
        polygons=outline.polygons if outline else (),
        at=at,
    )


def legend_of(found: directory.Coverage) -> tuple[LegendLine, ...]:
    """Return the classes of the map with their counts; what is not known stands last and never looks like none."""
    counts = [0, 0, 0]
    for status, count in found.counts.items():
        if status is not None:
            counts[_place_of(status)] += count
    lines = [
        LegendLine(mark_safe(swatch(klass, "shown", name=_NAME)), klass.label, counts[at])  # noqa: S308
        for at, klass in enumerate(_klasses())
    ]
    unknown = capfirst(words.status_tag(None).label)
    sample = mark_safe(swatch(None, "missing", name=_NAME))  # noqa: S308 - drawn from our own classes
    return (*lines, LegendLine(sample, unknown, found.counts.get(None, 0)))


def table_of(lines: Sequence[CoverageLine]) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the table of a file: kecamatan, centre, status, since when, by which decree."""
    head = [
        gettext("Area code"),
        gettext("Kecamatan"),
        gettext("Centre"),
        gettext("Status"),
        gettext("Since"),
        gettext("Decree (SK)"),
        gettext("Date of the decree"),
    ]
    rows: list[tuple[object, ...]] = [
        (
            *(one.code, one.name, one.centre, one.tag.label),
            one.since.isoformat() if one.since else "",
            one.decree,
            one.decreed_on.isoformat() if one.decreed_on else "",
        )
        for one in lines
    ]
    return head, rows


def status_lines(rows: Iterable[directory.StatusRow], *, may_keep: bool) -> tuple[StatusLine, ...]:
    """Return the statuses of a centre, the newest first."""
    return tuple(
        StatusLine(
            tag=words.status_tag(row.status),
            since=row.since,
            decree=row.decree,
            decreed_on=row.decreed_on,
            note=row.note,
            take_back_url=reverse("web:take_back_status", args=[row.id]) if may_keep else "",
        )
        for row in rows
    )


def next_options(now: CentreStatus | None, chosen: str) -> tuple[Option, ...]:
    """Offer what may follow the status that holds, and what else could be written in hindsight."""
    first = [one for one in CentreStatus if one in directory.STEPS[now]]
    rest = [one for one in CentreStatus if one not in first]
    return tuple(
        Option(one.value, words.status_tag(one).label, one.value == chosen) for one in (*first, *rest)
    )


def tier_words(area: str) -> str:
    """Return on which level a centre of an area works."""
    by_length = {2: Tier.PROVINCE, 5: Tier.REGENCY, 8: Tier.DISTRICT}
    tier = by_length.get(len(area))
    return gettext(_TIERS[tier]) if tier else ""
