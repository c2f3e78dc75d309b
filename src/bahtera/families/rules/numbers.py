"""What is odd about a NIK or a KK number. Nothing here refuses: every doubt is for a person to settle.

NIK: PPKKCC DDMMYY SSSS, day + 40 for women. Area and birth date are those of the first registration and stay
when a person moves or the record is corrected, so a difference is a reason to ask. KK: the same with the date
of issue, without + 40. 9999999999999999 is how the family census writes "has none", and may repeat.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from typing import Final

from bahtera.families.values import Doubt

NUMBER_LENGTH: Final = 16
NO_NUMBER: Final = "9" * NUMBER_LENGTH
KKI_SHORTEST: Final = 6
KKI_LONGEST: Final = 32
_WOMAN: Final = 40
_CENTURIES: Final = (1900, 2000)
_SEPARATORS: Final = re.compile(r"[\s.\-]+")


def clean_number(text: str) -> str:
    """Return a typed NIK or KK without spaces, dots and dashes; "" for 9999999999999999 ("has none")."""
    digits = _SEPARATORS.sub("", text)
    return "" if digits == NO_NUMBER else digits


def usable_number(text: str) -> str:
    """Return the number when it can tell people apart, else "".

    It has 16 digits and is none of those that are written where there is no number: one digit over and over,
    digits that count up or down, an area or a date followed by zeros (no register gives out 0000).
    """
    digits = clean_number(text)
    return digits if _is_number(digits) and not _is_placeholder(digits) else ""


def clean_kki(text: str) -> str:
    """Return a typed KKI (the BKKBN's code of a family) in capitals, without spaces, dots, dashes and slashes.

    No source says how long it is or of what it is made, so nothing more is asked of it: letters and digits.
    """
    return "".join(one for one in text.upper() if one.isalnum() and one.isascii())[:KKI_LONGEST]


def usable_kki(text: str) -> str:
    """Return the KKI when it can tell families apart, else "": long enough, and not one sign over and over."""
    code = clean_kki(text)
    return code if len(code) >= KKI_SHORTEST and len(set(code)) > 1 else ""


def check_nik(
    nik: str,
    *,
    sex: str = "",
    birth_date: date | None = None,
    area_known: Callable[[str], bool] | None = None,
) -> tuple[Doubt, ...]:
    """Return what is odd about a NIK, all at once; an empty one has nothing odd.

    ``sex`` is ``l`` or ``p``. ``area_known`` is asked for the dotted district code of first registration,
    which may be one that no longer exists.
    """
    digits = clean_number(nik)
    if not digits:
        return ()
    if not _is_number(digits):
        return (Doubt("families.nik_length"),)
    if len(set(digits)) == 1:
        return (Doubt("families.nik_repeated_digit"),)
    doubts = [*_nik_date_doubts(digits, sex, birth_date), *_common_doubts("nik", digits, area_known)]
    return tuple(doubts)


def check_kk(
    no_kk: str, *, on: date | None = None, area_known: Callable[[str], bool] | None = None
) -> tuple[Doubt, ...]:
    """Return what is odd about a KK number; with ``on``, also a date of issue after that day."""
    digits = clean_number(no_kk)
    if not digits:
        return ()
    if not _is_number(digits):
        return (Doubt("families.kk_length"),)
    if len(set(digits)) == 1:
        return (Doubt("families.kk_repeated_digit"),)
    doubts = list(_common_doubts("kk", digits, area_known))
    issued = _dates(int(digits[6:8]), digits)
    if not issued or (on is not None and min(issued) > on):
        doubts.append(Doubt("families.kk_date_impossible"))
    return tuple(doubts)


def _is_number(digits: str) -> bool:
    return len(digits) == NUMBER_LENGTH and digits.isascii() and digits.isdigit()


def _is_placeholder(digits: str) -> bool:
    steps = {(int(later) - int(digit)) % 10 for digit, later in pairwise(digits)}
    return len(steps) == 1 or len(set(digits[6:])) == 1 or digits.endswith("0000")


def _nik_date_doubts(digits: str, sex: str, birth_date: date | None) -> Iterable[Doubt]:
    day = int(digits[6:8])
    woman = day > _WOMAN
    dates = _dates(day - _WOMAN if woman else day, digits)
    if not dates:
        yield Doubt("families.nik_date_impossible")
        return
    if sex in {"l", "p"} and (sex == "p") != woman:
        yield Doubt("families.nik_sex_differs")
    if birth_date is not None and birth_date not in dates:
        yield Doubt("families.nik_birth_date_differs")


def _dates(day: int, digits: str) -> list[date]:
    """Return the calendar days that DDMMYY may mean: one for each century in which it exists."""
    found = []
    for century in _CENTURIES:
        try:
            found.append(date(century + int(digits[10:12]), int(digits[8:10]), day))
        except ValueError:
            continue
    return found


def _common_doubts(number: str, digits: str, area_known: Callable[[str], bool] | None) -> Iterable[Doubt]:
    if area_known is not None and not area_known(f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"):
        yield Doubt(f"families.{number}_area_unknown")
    if digits[12:] == "0000":
        yield Doubt(f"families.{number}_serial_zero")
