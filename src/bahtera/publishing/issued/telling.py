"""Figures, days and areas in Indonesian words, as every document writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bahtera.areas.api import Area
    from bahtera.results.api import Figure

LANGUAGE: Final = "id"
HIDDEN: Final = "disembunyikan"
NONE: Final = "belum ada"
_LONG: Final = {
    "provinsi": "Provinsi",
    "kabupaten": "Kabupaten",
    "kota": "Kota",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "desa": "Desa",
    "desa_adat": "Desa Adat",
}


def whole(number: int) -> str:
    """Return a count: 5.312."""
    return str(format_decimal(number, locale=LANGUAGE))


def decimal(number: Decimal | None, places: int) -> str:
    """Return a number with its places: 71,23; a dash for None."""
    if number is None:
        return "–"
    return str(format_decimal(number, format=f"#,##0.{'0' * places}", locale=LANGUAGE))


def figure(one: Figure, places: int) -> str:
    """Return a figure; in words where it is hidden or there is nothing to compute it from."""
    if one.hidden:
        return HIDDEN
    return NONE if one.value is None else decimal(one.rounded(places), places)


def count(one: Figure) -> str:
    """Return a count; in words where it is hidden."""
    return HIDDEN if one.count is None else whole(one.count)


def day(on: date) -> str:
    """Return a day: 23 November 2026."""
    return str(format_date(on, "d MMMM y", locale=LANGUAGE))


def full_name(area: Area) -> str:
    """Return an area's name with its kind in front, unless the name already says it."""
    prefix = _LONG.get(area.kind, "")
    if not prefix or area.name.casefold().startswith(prefix.casefold()):
        return area.name
    return f"{prefix} {area.name}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: a, b, dan c."""
    if len(names) < 2:  # noqa: PLR2004 - one name needs no list
        return "".join(names)
    last = f" dan {names[-1]}" if len(names) == 2 else f", dan {names[-1]}"  # noqa: PLR2004 - two need no comma
    return ", ".join(names[:-1]) + last


def capital(text: str) -> str:
    """Return a text with a great first letter."""
    return text[:1].upper() + text[1:]
