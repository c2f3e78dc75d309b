"""The calendar of one area, out of lists that name the country, provinces and regencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.deadlines.rules.declaring import fixed_days, office_hours
from bahtera.deadlines.values import Calendar, SpecialDay

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from bahtera.deadlines.values import OfficeHours
    from bahtera.foundation.ramadan import Ramadan


def calendar_of(
    area: str,
    days: Iterable[SpecialDay],
    *,
    zone: str,
    listed: Collection[int],
    years: Collection[int],
    ramadan: Iterable[Ramadan] = (),
    hours: OfficeHours | None = None,
    closed: Iterable[date] = (),
) -> Calendar:
    """Return the calendar of an area.

    ``days``: from all lists, in the order in which they were kept; of two about one day the one of the smaller area
    counts, and of one area the later. ``listed``: years with a national list; in others of ``years`` only the days that
    are the same every year are known.
    """
    found: dict[date, SpecialDay] = {}
    for year in sorted(set(years) - set(listed)):
        found |= {one.day: one for one in fixed_days(year)}
    for one in days:
        if area != one.area and not area.startswith(f"{one.area}." if one.area else ""):
            continue
        before = found.get(one.day)
        if before is None or len(one.area) >= len(before.area):
            found[one.day] = one
    return Calendar(
        zone=zone,
        special=found,
        listed=frozenset(listed),
        hours=hours or office_hours(),
        ramadan=tuple(ramadan),
        closed=frozenset(closed),
    )
