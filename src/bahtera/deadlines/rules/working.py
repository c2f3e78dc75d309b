"""Which days count, and when a limit ends. Day rules use the office's own zone, hours that run use none."""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bahtera.deadlines.errors import TooFar
from bahtera.deadlines.values import Base, DayKind, Due, SpecialDay

if TYPE_CHECKING:
    from bahtera.deadlines.values import Calendar, Hours, Limit

MOST_DAYS: Final = 3660
"""How far a deadline may lie ahead: ten years of days."""
_A_DAY: Final = timedelta(days=1)
_LAST_MOMENT: Final = time(23, 59, 59)
_DECEMBER: Final = 12
_RUNNING: Final = {"menit": timedelta(minutes=1), "jam": timedelta(hours=1), "hari": _A_DAY}


def hours_on(day: date, calendar: Calendar) -> Hours | None:
    """Return when the office opens and closes on a day, by its own clock; None when it does not open.

    A later decree that gives a day off back to work opens it with the hours of its weekday, or those of a Monday
    where the weekday has none.
    """
    if day in calendar.closed:
        return None
    ramadan = any(one.first <= day <= one.last for one in calendar.ramadan)
    week = calendar.hours.ramadan if ramadan else calendar.hours.usual
    special = calendar.special.get(day)
    if special is not None and special.kind is not DayKind.WORKED:
        return None
    hours = week.days[day.weekday()]
    if special is not None and hours is None:
        return next((one for one in week.days if one is not None), None)
    return hours


def is_working(day: date, calendar: Calendar) -> bool:
    """Tell whether the office opens on a day."""
    return hours_on(day, calendar) is not None


def due(started: datetime, limit: Limit, calendar: Calendar) -> Due:
    """Return when a limit that starts at an instant ends.

    Hours that run never pause, at night or on a holiday, and mean the same in every zone. Of working days the day of
    the start is never counted, whatever the hour; the last one ends when the office closes. A day of a month ends with
    that day. Raises ValueError for an instant without a zone, TooFar beyond what calendars reach.
    """
    if started.tzinfo is None:
        message = "an instant needs a zone"
        raise ValueError(message)
    if limit.base is Base.RUNNING:
        if limit.amount * _RUNNING[limit.unit] > MOST_DAYS * _A_DAY:
            raise TooFar(MOST_DAYS)
        return Due(started.astimezone(UTC) + limit.amount * _RUNNING[limit.unit], limit)
    zone = ZoneInfo(calendar.zone)
    first = started.astimezone(zone).date()
    if limit.base is Base.DATE:
        last = _date_after(first, limit)
        return Due(_at(last, _LAST_MOMENT, zone), limit)
    return _working_days(first, limit, calendar, zone)


def before(at: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Return the instant a limit before another one, for reminders: running time, or the close of a working day."""
    if limit.base is not Base.WORKING:
        return at - limit.amount * _RUNNING[limit.unit]
    zone = ZoneInfo(calendar.zone)
    day, left = at.astimezone(zone).date(), limit.amount
    for _ in range(MOST_DAYS):
        if not left:
            return min(at, _at(day, _closing(day, calendar), zone))
        day -= _A_DAY
        left -= is_working(day, calendar)
    raise TooFar(MOST_DAYS)


def next_opening(at: datetime, calendar: Calendar) -> datetime:
    """Return the instant itself when the office is open then, or when it opens next.

    Raises TooFar when it never does.
    """
    zone = ZoneInfo(calendar.zone)
    day = at.astimezone(zone).date()
    for _ in range(MOST_DAYS):
        hours = hours_on(day, calendar)
        if hours is not None and at < _at(day, hours[1], zone):
            return max(at.astimezone(UTC), _at(day, hours[0], zone))
        day += _A_DAY
    raise TooFar(MOST_DAYS)


def _working_days(first: date, limit: Limit, calendar: Calendar, zone: ZoneInfo) -> Due:
    if limit.amount < 1:
        message = "working days are counted from one"
        raise ValueError(message)
    day, left = first, limit.amount
    passed: list[SpecialDay] = []
    years: set[int] = set()
    for _ in range(MOST_DAYS):
        day += _A_DAY
        years.add(day.year)
        if is_working(day, calendar):
            left -= 1
            if not left:
                unlisted = tuple(sorted(years - calendar.listed))
                return Due(_at(day, _closing(day, calendar), zone), limit, tuple(passed), unlisted)
        elif (why := _why_closed(day, calendar)) is not None:
            passed.append(why)
    raise TooFar(MOST_DAYS)


def _why_closed(day: date, calendar: Calendar) -> SpecialDay | None:
    """Return the day off that closed the office on a day on which it would have opened; None for a weekend."""
    special = calendar.special.get(day)
    if special is not None and special.kind is not DayKind.WORKED:
        return special if calendar.hours.usual.days[day.weekday()] is not None else None
    if day in calendar.closed:
        return SpecialDay(day, DayKind.LOCAL, "")
    return None


def _closing(day: date, calendar: Calendar) -> time:
    hours = hours_on(day, calendar)
    return hours[1] if hours else _LAST_MOMENT


def _date_after(first: date, limit: Limit) -> date:
    """Return the day of the next month, or of the next such month of a year, that a limit names."""
    year, month = first.year, first.month
    if not limit.month:
        year, month = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    else:
        named = _in_month(year, limit.month, limit.amount)
        year, month = (year if named > first else year + 1), limit.month
    return _in_month(year, month, limit.amount)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, months.monthrange(year, month)[1]))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
