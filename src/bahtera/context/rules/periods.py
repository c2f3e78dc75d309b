"""Periods and days as people write them. Text in, value or None out."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from bahtera.context.values import Period

_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:/(\d{4})-(\d{2}))?", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FIRST_YEAR: Final = 1945
_LAST_YEAR: Final = 2199
_MONTHS: Final = 12


def read_period(text: str) -> Period | None:
    """Read ``2022``, ``2023-03`` or ``2023-01/2023-02``; None for anything else.

    Whole years written by their months are the year: ``2022-01/2022-12`` reads as ``2022``.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    year, month, last_year, last_month = found.groups()
    if last_year and not month:
        return None
    first = (int(year), int(month or 1))
    last = (int(last_year or year), int(last_month or month or _MONTHS))
    if not (_known(*first) and _known(*last)) or last < first:
        return None
    return period_of(first, last)


def period_of(first: tuple[int, int], last: tuple[int, int]) -> Period:
    """Return the period from one (year, month) to another, in its one spelling."""
    if first[0] == last[0] and (first[1], last[1]) == (1, _MONTHS):
        text = f"{first[0]:04}"
    elif first == last:
        text = f"{first[0]:04}-{first[1]:02}"
    else:
        text = f"{first[0]:04}-{first[1]:02}/{last[0]:04}-{last[1]:02}"
    return Period(text, date(*first, 1), date(*last, monthrange(*last)[1]))


def is_year(period: Period) -> bool:
    """Tell whether a period is one whole calendar year."""
    return len(period.text) == len("2022")


def read_day(text: str) -> str | None:
    """Return a year, month or day as it is kept; None when it is no date of the calendar."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return None
    return text if _FIRST_YEAR <= year <= _LAST_YEAR else None


def last_day(day: str) -> date:
    """Return the last day that a year, month or day as kept may mean: 2023-02 may mean 28 February."""
    year, month, exact = (*(int(part) for part in day.split("-")), 0, 0)[:3]
    if exact:
        return date(year, month, exact)
    return date(year, month or _MONTHS, monthrange(year, month or _MONTHS)[1])


def first_day(day: str) -> date:
    """Return the first day that a year, month or day as kept may mean."""
    year, month, exact = (*(int(part) for part in day.split("-")), 0, 0)[:3]
    return date(year, month or 1, exact or 1)


def is_to_come(period: Period, today: date) -> bool:
    """Tell whether a period has not begun, or ends after this year. A day's grace is for those further east."""
    return period.start > today + timedelta(days=1) or period.end.year > today.year


def _known(year: int, month: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS
