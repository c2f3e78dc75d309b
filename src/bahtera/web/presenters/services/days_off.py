"""Days off as a page tells them: which years are known, which lack a list, and the lists that were handed in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor
from bahtera.deadlines import api as deadlines
from bahtera.deadlines.api import DayKind
from bahtera.web import places
from bahtera.web.presenters.parts import Tab, Tag
from bahtera.web.presenters.services.tiles import tabs_of

_AHEAD: Final = 2
KINDS: Final = {
    DayKind.NATIONAL: gettext_noop("national day off"),
    DayKind.JOINT_LEAVE: gettext_noop("joint leave"),
    DayKind.LOCAL: gettext_noop("local day off"),
    DayKind.WORKED: gettext_noop("given back to work"),
}


@dataclass(frozen=True)
class YearLine:
    """A year, and whether its national list is known."""

    year: int
    tag: Tag


@dataclass(frozen=True)
class ListLine:
    """A list that was handed in."""

    number: int
    name: str
    kept_at: datetime
    count: int
    first: date | None
    last: date | None
    areas: str
    taken_back_at: datetime | None
    reason: str


@dataclass(frozen=True)
class DayLine:
    """One day of a list."""

    day: date
    kind: str
    name: str
    place: str
    decree: str


@dataclass(frozen=True)
class DaysOffPage:
    """The lists and the years they cover."""

    tabs: tuple[Tab, ...]
    years: tuple[YearLine, ...]
    missing: tuple[int, ...]
    lists: tuple[ListLine, ...]
    shipped: tuple[DayLine, ...]
    zone: str


def page_of(actor: Actor, zone: str, this_year: int) -> DaysOffPage:
    """Return the page; of this year and the next two those without a list are named."""
    listed = deadlines.listed_years()
    years = sorted({*listed, *range(this_year, this_year + _AHEAD + 1)})
    return DaysOffPage(
        tabs=tabs_of(actor, "web:days_off"),
        years=tuple(YearLine(year, _year_tag(year in listed)) for year in years),
        missing=tuple(year for year in years if year not in listed),
        lists=tuple(_list_line(one) for one in deadlines.day_lists()),
        shipped=day_lines(deadlines.shipped_days()),
        zone=zone,
    )


def day_lines(days: Iterable[deadlines.SpecialDay]) -> tuple[DayLine, ...]:
    """Return days as lines, the earliest first."""
    found = sorted(days, key=lambda one: (one.day, one.area))
    known = places.names_of(one.area for one in found)
    return tuple(
        DayLine(
            one.day,
            gettext(KINDS[one.kind]),
            one.name,
            places.village_line(one.area, known) if one.area else gettext("All of Indonesia"),
            one.decree,
        )
        for one in found
    )


def table_of(days: Iterable[deadlines.SpecialDay]) -> Iterator[tuple[str, ...]]:
    """Return days as the lines of the table that is read in (`deadlines.COLUMNS`)."""
    for one in days:
        decreed = one.decreed_on.isoformat() if one.decreed_on else ""
        yield (one.day.isoformat(), "", one.kind.value, one.name, one.area, one.decree, decreed)


def _year_tag(known: bool) -> Tag:
    return (
        Tag(gettext("list known"), "tinggi", "ok")
        if known
        else Tag(gettext("no list yet"), "sedang", "warning")
    )


def _list_line(one: deadlines.KeptList) -> ListLine:
    known, everywhere = places.names_of(one.areas), gettext("All of Indonesia")
    return ListLine(
        number=one.number,
        name=one.file_name,
        kept_at=one.kept_at,
        count=one.count,
        first=one.first,
        last=one.last,
        areas=", ".join(places.village_line(code, known) if code else everywhere for code in one.areas),
        taken_back_at=one.taken_back_at,
        reason=one.reason,
    )
