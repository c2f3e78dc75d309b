"""Numbers and dates as the reader's language writes them: 75,91 and 22 November 2026 in Indonesian."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import get_language

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
DEFAULT_ZONE = "Asia/Jakarta"
_THOUSAND = 1000
_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
Number = int | float | Decimal | Fraction


def locale() -> Locale:
    """Return the locale of the reader's language; Indonesian unless English was chosen."""
    return _locale((get_language() or "id").startswith("en"))


@cache
def _locale(is_english: bool) -> Locale:
    return Locale.parse("en_GB" if is_english else "id_ID")


@cache
def _signs(is_english: bool) -> dict[int, str]:
    """Return what stands for the comma and the point of a number as Python writes it."""
    of = _locale(is_english)
    return str.maketrans({",": get_group_symbol(of), ".": get_decimal_symbol(of)})


def number(value: Number | None, digits: int = 2) -> str:
    """Write a number with exactly ``digits`` decimals; a dash for no number.

    Rounded once, half away from zero, from the exact value, as exports and reports do.
    """
    if value is None:
        return "–"
    # Not by Babel's `format_decimal`: a page of a province has ten thousand numbers, and it takes 30 us for each.
    signs = _signs((get_language() or "id").startswith("en"))
    return f"{rounded(value, digits):,f}".translate(signs)


def rounded(value: Number, digits: int) -> Decimal:
    """Return a number as it is printed with so many decimals: rounded once, half away from zero."""
    if isinstance(value, int) and not digits:
        return Decimal(value)
    above, below = value.as_integer_ratio()
    whole = (2 * abs(above) * 10**digits + below) // (2 * below)
    return Decimal(-whole if above < 0 else whole).scaleb(-digits)


def difference(before: Number, after: Number, digits: int) -> Decimal:
    """Return what a reader gets who subtracts two numbers as they are printed beside each other."""
    return rounded(after, digits) - rounded(before, digits)


def signed(value: Number | None, digits: int) -> str:
    """Write a difference with its sign, none where it is printed as zero; a dash for no number."""
    if value is None:
        return "–"
    told = number(value if value > 0 else -value, digits)
    if told == number(0, digits):
        return told
    return f"+{told}" if value > 0 else f"\u2212{told}"


def integer(value: int | None) -> str:
    """Write a count with the language's thousands separator; a dash for no count."""
    return str(value) if type(value) is int and 0 <= value < _THOUSAND else number(value, 0)


def day(value: date | str | None) -> str:
    """Write a date in full, such as 22 November 2026; a dash for none."""
    if not value:
        return "–"
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(when, "d MMMM y", locale=locale()))


def with_days(text: str) -> str:
    """Write the dates of a text, such as 2026-03-16, as the reader does."""
    return _ISO_DAY.sub(_in_full, text)


def _in_full(found: re.Match[str]) -> str:
    try:
        return day(found[0])
    except ValueError:
        return found[0]


def short_day(value: date | None) -> str:
    """Write a date for lists, such as 22 Nov 2026; a dash for none."""
    return str(format_date(value, "d MMM y", locale=locale())) if value else "–"


def day_in(at: datetime, zone: str) -> date:
    """Return the calendar day of an instant in a time zone of Indonesia."""
    return at.astimezone(ZoneInfo(zone)).date()


def month(value: date) -> str:
    """Write a month in full, such as November 2026."""
    return str(format_date(value, "MMMM y", locale=locale()))


def weekday(value: date) -> str:
    """Write the day of the week in short, such as Sun."""
    return str(format_date(value, "EEE", locale=locale()))


def full_weekday(value: date) -> str:
    """Write the day of the week, such as Sunday."""
    return str(format_date(value, "EEEE", locale=locale()))


def clock_time(value: time) -> str:
    """Write a time of the day, such as 08.00."""
    return value.strftime("%H.%M" if locale().language == "id" else "%H:%M")


def moment(value: datetime | None, zone: str = DEFAULT_ZONE) -> str:
    """Write an instant in a time zone of Indonesia, naming the zone; a dash for none."""
    if value is None:
        return "–"
    time_pattern = "d MMMM y HH.mm" if locale().language == "id" else "d MMMM y HH:mm"
    text = format_datetime(value, time_pattern, tzinfo=ZoneInfo(zone), locale=locale())
    return f"{text} {ZONES.get(zone, zone)}"
