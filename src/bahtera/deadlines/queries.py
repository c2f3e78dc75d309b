"""Calendars of areas, out of the lists that ship and those that offices handed in."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from bahtera.areas import api as areas
from bahtera.deadlines.errors import UnknownList
from bahtera.deadlines.models import DayList, ListedDay
from bahtera.deadlines.rules.calendars import calendar_of
from bahtera.deadlines.rules.declaring import office_hours
from bahtera.deadlines.rules.reading import read_days
from bahtera.deadlines.values import DayKind, KeptList, SpecialDay
from bahtera.foundation import clock
from bahtera.foundation.ramadan import ramadans
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.shipped import definitions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bahtera.deadlines.values import Calendar, OfficeHours

CAPITAL_ZONE: Final = "Asia/Jakarta"
"""The zone of what belongs to no area."""
_SHIPPED_LIMITS: Final = Limits(megabytes=1, lines=400, cells=10)
_FEWEST_NATIONAL: Final = 10
_YEARS_BACK, _YEARS_AHEAD = 2, 11


def calendar(area: str, *, hours: OfficeHours | None = None, closed: Iterable[date] = ()) -> Calendar:
    """Return the calendar by which an office in an area works.

    ``area``: code of any level, "" for an office of the whole country. ``hours``: the office's own, otherwise those of
    the regulation. ``closed``: days on which this office alone is closed. Raises ValueError for a code of no province.
    """
    scopes = ["", *(code for code in (*areas.ancestors_of(area), area) if code)] if area else [""]
    kept = ListedDay.objects.filter(area_code__in=scopes, counts=True).order_by("day_list_id", "day")
    days = [*shipped_days(), *map(_day, kept)]
    year = clock.today(CAPITAL_ZONE).year
    return calendar_of(
        area,
        days,
        zone=areas.zone_of(area) if area else CAPITAL_ZONE,
        listed=_listed(days),
        years=range(year - _YEARS_BACK, year + _YEARS_AHEAD),
        ramadan=ramadans(),
        hours=hours or office_hours(),
        closed=closed,
    )


def listed_years() -> frozenset[int]:
    """Return the years whose national days off are known."""
    kept = ListedDay.objects.filter(area_code="", counts=True).order_by("day_list_id", "day")
    return _listed([*shipped_days(), *map(_day, kept)])


def day_lists() -> tuple[KeptList, ...]:
    """Return the lists that were handed in, the latest first."""
    return tuple(_kept(row) for row in DayList.objects.order_by("-id"))


def get_list(number: int) -> KeptList:
    """Return one list; raises UnknownList."""
    row = DayList.objects.filter(pk=number).order_by("pk").first()
    if row is None:
        raise UnknownList(number)
    return _kept(row)


def days_of(number: int) -> tuple[SpecialDay, ...]:
    """Return the days of a list that was handed in, the earliest first."""
    return tuple(map(_day, ListedDay.objects.filter(day_list_id=number).order_by("day", "area_code")))


@cache
def shipped_days() -> tuple[SpecialDay, ...]:
    """Return the days off that ship with the product, year by year."""
    found: list[SpecialDay] = []
    for path in sorted(definitions("holidays").glob("*.csv")):
        read = read_days(read_lines(path.read_bytes(), _SHIPPED_LIMITS), ())
        if read.faults:
            message = f"{path.name}: {read.faults[0].message}"
            raise ValueError(message)
        found += read.days
    return tuple(found)


def _listed(days: Iterable[SpecialDay]) -> frozenset[int]:
    """Return the years of which enough national days off are told to be the whole list."""
    count = Counter(one.day.year for one in days if one.kind is DayKind.NATIONAL and not one.area)
    return frozenset(year for year, found in count.items() if found >= _FEWEST_NATIONAL)


def _day(row: ListedDay) -> SpecialDay:
    return SpecialDay(row.day, DayKind(row.kind), row.name, row.area_code, row.decree, row.decreed_on)


def _kept(row: DayList) -> KeptList:
    days = row.days.order_by("day")
    first, last = days.first(), days.last()
    return KeptList(
        number=row.pk,
        file_name=row.file_name,
        sha256=row.file_sha256,
        kept_at=row.kept_at,
        kept_by=row.kept_by,
        count=days.count(),
        first=first.day if first else None,
        last=last.day if last else None,
        areas=tuple(days.order_by("area_code").values_list("area_code", flat=True).distinct()),
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
        reason=row.reason,
    )
