"""Which PINs a phone takes, and how long it waits after wrong ones. Values in, answer out.

Six digits are few: what people choose first is refused, after the third wrong one the wait grows, and ten
wrong ones in a row lock the profile until a supervisor opens it. Nobody reaches this count without the key in
the phone, so nobody can lock a kader out from elsewhere.
"""

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bahtera.access.errors import WeakPin
from bahtera.access.rules.throttling import Allowance, wait_after

DIGITS: Final = 6
LOCKED_AFTER: Final = 10
WAITS: Final = Allowance(3, timedelta(seconds=30), timedelta(minutes=15))
_BIRTH_YEARS: Final = range(1930, 2036)
# Patterns on the keypad, and numbers that stand in every list of the commonest.
_COMMON: Final = frozenset(
    {"112233", "223344", "332211", "445566", "778899", "998877", "159753", "357951", "147258", "258369"}
    | {"369258", "147852", "741852", "963852", "789456", "456789", "246810", "135790", "131313", "100200"}
    | {"102030", "101112", "142536", "110011", "520131", "696969", "170845"}
)


def check_pin(pin: str) -> None:
    """Raise WeakPin for what is not six digits, or is guessed first: repeats, runs, dates, common ones."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise WeakPin.shape()
    if _is_run(pin) or _is_repeat(pin) or pin in _COMMON:
        raise WeakPin.pattern()
    if _is_date(pin):
        raise WeakPin.date()


def wait_for(wrong: int) -> timedelta:
    """Return how long the next PIN must wait after so many wrong ones in a row."""
    return wait_after(wrong, WAITS)


def _is_run(pin: str) -> bool:
    """Tell whether the digits go up or down by the same step, over 9 and 0 too: 111111, 123456, 975319."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _is_repeat(pin: str) -> bool:
    """Tell whether it is one, two or three digits over again, or mirrored: 121212, 123123, 123321."""
    return pin[:3] == pin[3:] or pin == pin[:2] * 3 or pin[:3] == pin[:2:-1] or len(set(pin)) <= 2  # noqa: PLR2004


def _is_date(pin: str) -> bool:
    """Tell whether it is a day or a month as somebody writes their birthday."""
    one, two, three = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    days = ((three, two, one), (one, two, three), (three, one, two))
    if any(_is_day(year, month, day) for year, month, day in days):
        return True
    months = ((int(pin[:4]), three), (int(pin[2:]), one))
    return any(year in _BIRTH_YEARS and 1 <= month <= 12 for year, month in months)  # noqa: PLR2004


def _is_day(year: int, month: int, day: int) -> bool:
    # 2000 and 1900 differ in one day only; a leap year takes both.
    try:
        date(2000 + year if year % 4 == 0 else 1900 + year, month, day)
    except ValueError:
        return False
    return True
