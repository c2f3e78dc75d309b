"""The value model of OpenRosa: text, number, boolean and date, and how one becomes another.

Values are ``str`` (blank is ``''``), ``float``, ``bool``, ``datetime.date`` and ``datetime.datetime`` with
the device's own offset. The rules are those of JavaRosa, the engine in ODK Collect, which differ from XPath
1.0: dates count as days since 1970-01-01, blank text is not a number, and two texts compare as texts.
"""

# ruff: noqa: PLR0124 - comparing with itself is the quickest test for NaN

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

Value = str | float | bool | date

EPOCH: Final = date(1970, 1, 1).toordinal()
NAN: Final = math.nan
_NUMERIC: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)\Z", re.ASCII)
_TINY: Final = 1e-12
_INT_LIMIT: Final = 2**31
_PLAIN: Final = (1e-3, 1e7)
# A day and more from the ends of the calendar: any zone on earth can still name these moments.
_FIRST_MOMENT: Final = datetime(1, 1, 3)  # noqa: DTZ001 - compared as the device wrote it
_LAST_MOMENT: Final = datetime(9999, 12, 29)  # noqa: DTZ001 - as above
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?"
    r"(?:(Z)|([+-])(\d{1,2})(?::?(\d{2}))?)?\Z",
    re.ASCII,
)


class EvaluationError(Exception):
    """An expression met a value it cannot work with, as ODK Collect would also report."""


def to_number(value: Value) -> float:
    """Return the number; NaN for blank or other text; days since 1970 for dates."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        text = value.replace(",", ".").strip()
        return float(text) if _NUMERIC.match(text) else NAN
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return float(value.toordinal() - EPOCH)


def to_boolean(value: Value) -> bool:
    """Return the truth: numbers unless zero or NaN, text unless blank, dates always."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return abs(value) > _TINY  # NaN compares false
    if isinstance(value, str):
        return value != ""
    return True


def to_text(value: Value) -> str:
    """Return the text: whole numbers without a point, NaN as 'NaN', dates as yyyy-mm-dd."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    return value.isoformat()[:10]


def _number_text(value: float) -> str:
    if value != value:
        return "NaN"
    if abs(value) < _TINY:
        return "0"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    whole = int(value)
    if abs(value - whole) < _TINY and abs(whole) < _INT_LIMIT:
        return str(whole)
    return java_double(value)


def java_double(value: float) -> str:
    """Return the number as Java prints a double: plain between 0.001 and 10 million, else with E."""
    if _PLAIN[0] <= abs(value) < _PLAIN[1]:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    power = exponent + len(text) - 1
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{power}"


def is_blank(value: Value) -> bool:
    """Tell whether nothing is there: blank text or NaN."""
    return value == "" or value != value


def equal(left: Value, right: Value) -> bool:
    """Compare as OpenRosa does: boolean before number before text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(to_number(left) - to_number(right)) < _TINY
    return to_text(left) == to_text(right)


def parse_date(text: str) -> date | None:
    """Return the date of a yyyy-mm-dd text, or None when it is not one or does not exist."""
    match = _DATE.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_moment(text: str) -> datetime | None:
    """Return the date and time as the device wrote it, in its own offset, or None.

    One at the very ends of the calendar is none: it could not be told in another zone.
    """
    match = _MOMENT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(match[i]) for i in range(1, 6))
    micro = int((match[7] or "0")[:6].ljust(6, "0"))
    try:
        zone = _offset(match)
        moment = datetime(year, month, day, hour, minute, int(match[6] or 0), micro, tzinfo=zone)
    except ValueError:
        return None
    return moment if _FIRST_MOMENT <= moment.replace(tzinfo=None) <= _LAST_MOMENT else None


def _offset(match: re.Match[str]) -> timezone | None:
    if match[8]:
        return UTC
    if not match[9]:
        return None
    delta = timedelta(hours=int(match[10]), minutes=int(match[11] or 0))
    return timezone(-delta if match[9] == "-" else delta)


def to_date(value: Value, *, keep_time: bool) -> Value:
    """Return a date from text, day number or date; blank and NaN pass through."""
    if isinstance(value, str):
        if value == "":
            return value
        moment = parse_moment(value) or parse_date(value)
        if moment is None:
            raise EvaluationError(f"{value!r} is not a date")
        return moment
    if isinstance(value, bool):
        raise EvaluationError("true or false is not a date")
    if isinstance(value, float):
        return _day(value)
    if isinstance(value, datetime) and not keep_time:
        return value.date()
    return value


def _day(number: float) -> Value:
    if number != number:
        return number
    try:
        return date.fromordinal(int(number) + EPOCH)
    except (ValueError, OverflowError):
        raise EvaluationError(f"{number:g} is out of range for a date") from None
