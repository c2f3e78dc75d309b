"""A file of units by indicators (38 provinces and what is published of them), read as numbers or refused by line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from bahtera.analysis.errors import (
    AnalysisRefused,
    BadUnits,
    ColumnTwice,
    NotANumber,
    NoUnitName,
    TooFewUnits,
    TooManyUnits,
    UnclearDecimals,
    UnitTwice,
)
from bahtera.foundation import sheets
from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Decimal = Literal["", ".", ","]
LARGEST_MB: Final = 2
MOST_UNITS: Final = 1000
MOST_INDICATORS: Final = 60
FEWEST_UNITS: Final = 3
MOST_FAULTS: Final = 20
_LIMITS: Final = sheets.Limits(megabytes=LARGEST_MB, lines=5000, cells=MOST_INDICATORS + 10)
_NAMES: Final = ("provinsi", "kabupaten", "kota", "kabupaten/kota", "kecamatan", "desa", "wilayah", "nama")
_MORE_NAMES: Final = (
    "nama wilayah",
    "nama provinsi",
    "unit",
    "province",
    "regency",
    "village",
    "area",
    "name",
)
_CODES: Final = ("no", "no.", "nomor", "kode", "kode wilayah", "kode bps", "code", "id")
_MISSING: Final = ("", "...", "…", "na", "n/a", "n.a.", "kosong")
_NOWHERE: Final = ("tb", "tidak berlaku", "not applicable")
_PLAIN: Final = re.compile(r"[+-]?\d+\Z")
_POINT: Final = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)\.\d+\Z")
_COMMA: Final = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+\Z")
_GROUPED: Final = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+\Z"),
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+\Z"),
}
_SUMS: Final = ("indonesia", "nasional", "jumlah", "total", "rata-rata", "rerata", "average")
_NOTES: Final = ("sumber", "catatan", "keterangan", "source", "note", "*")
_LONGEST_NAME: Final = 120
_BLANKS: Final = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True, slots=True, eq=False)
class UnitFile:
    """What a file holds.

    ``heading``: over the column of units. ``ignored``: columns that are no indicators, such as codes. ``left_out``:
    lines that are no unit: sums of the others, and notes without a number. ``decimal``: the sign that texts were read
    with, "" where none has any.
    """

    heading: str
    table: q.Table
    ignored: tuple[str, ...]
    left_out: tuple[str, ...]
    decimal: Decimal


def read_units(content: bytes, decimal: Decimal = "") -> UnitFile:
    """Return the units and indicators of a CSV file or workbook.

    The first line names the columns. Units stand in the column called Provinsi, Kabupaten, Nama ..., or in the first;
    columns called kode or no are not read, nor lines of sums (Indonesia, Jumlah) and notes. Empty cells, "..." and NA
    are missing, "tidak berlaku" does not apply.

    Args:
        content: the file.
        decimal: the decimal sign of numbers written as text; "" finds it in the file.

    Raises:
        UnreadableSheet, SheetTooLarge: no table, or a huge one.
        TooFewUnits, TooManyUnits: fewer than three units or two indicators, or more than a page can compare.
        BadUnits: cells that are no number, units twice, lines without a unit, each with its line.
        UnclearDecimals: numbers such as 1.234 alone, which may be a thousand or a fraction.
    """
    head, lines = _lines(content)
    names = [" ".join(_text(cell).split())[:_LONGEST_NAME] for cell in head]
    at = _unit_column(names)
    kept = [
        place for place, name in enumerate(names) if place != at and name and name.casefold() not in _CODES
    ]
    lines, left_out = _units_alone(lines, at, kept)
    _check_size(len(lines), len(kept))
    faults: list[AnalysisRefused] = [ColumnTwice(name) for name in _twice(names[place] for place in kept)]
    units = [_text(row[at] if at < len(row) else None)[:_LONGEST_NAME] for _, row in lines]
    faults += _unit_faults(units, [number for number, _ in lines])
    sign = decimal or _decimal(row[place] for _, row in lines for place in kept if place < len(row))
    values = np.full((len(lines), len(kept)), np.nan)
    nowhere = np.zeros(values.shape, dtype=np.bool_)
    for row_at, (number, row) in enumerate(lines):
        for column_at, place in enumerate(kept):
            cell = row[place] if place < len(row) else None
            nowhere[row_at, column_at] = _text(cell).casefold() in _NOWHERE
            value = np.nan if nowhere[row_at, column_at] else _number(cell, sign)
            if value is None:
                faults.append(NotANumber(number, names[place], _text(cell)[:40]))
            else:
                values[row_at, column_at] = value
    if faults:
        raise BadUnits(faults)
    return UnitFile(
        heading=names[at],
        table=q.Table(tuple(units), tuple(names[place] for place in kept), values, nowhere),
        ignored=tuple(name for place, name in enumerate(names) if place != at and place not in kept and name),
        left_out=left_out,
        decimal=sign,
    )


def _lines(content: bytes) -> tuple[list[sheets.Cell], list[tuple[int, list[sheets.Cell]]]]:
    filled = [
        (number, row)
        for number, row in sheets.read_lines(content, _LIMITS)
        if any(_text(cell) for cell in row)
    ]
    if not filled:
        raise TooFewUnits(0, 0)
    return filled[0][1], filled[1:]


def _units_alone(
    lines: list[tuple[int, list[sheets.Cell]]], at: int, kept: Sequence[int]
) -> tuple[list[tuple[int, list[sheets.Cell]]], tuple[str, ...]]:
    """Return the lines of units, and how lines are called that are sums of others or notes below the table."""
    units, others = [], []
    for number, row in lines:
        name = _text(row[at] if at < len(row) else None)
        bare = not any(_text(row[place]) for place in kept if place < len(row))
        if name.casefold() in _SUMS or (bare and (not name or name.casefold().startswith(_NOTES))):
            others.append((name or next(filter(None, map(_text, row))))[:_LONGEST_NAME])
        else:
            units.append((number, row))
    return units, tuple(others)


def _text(cell: sheets.Cell) -> str:
    return "" if cell is None else str(cell).replace("\0", "").strip()


def _unit_column(names: Sequence[str]) -> int:
    plain = [name.casefold().replace("_", " ") for name in names]
    for wanted in (*_NAMES, *_MORE_NAMES):
        if wanted in plain:
            return plain.index(wanted)
    return next((at for at, name in enumerate(plain) if name and name not in _CODES), 0)


def _check_size(units: int, indicators: int) -> None:
    fewest_indicators = 2
    if units < FEWEST_UNITS or indicators < fewest_indicators:
        raise TooFewUnits(units, indicators)
    if units > MOST_UNITS or indicators > MOST_INDICATORS:
        raise TooManyUnits(MOST_UNITS, MOST_INDICATORS)


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _unit_faults(units: Sequence[str], lines: Sequence[int]) -> list[AnalysisRefused]:
    first: dict[str, int] = {}
    faults: list[AnalysisRefused] = []
    for name, line in zip(units, lines, strict=True):
        key = " ".join(name.casefold().split())
        if not key:
            faults.append(NoUnitName(line))
        elif key in first:
            faults.append(UnitTwice(name, first[key], line))
        first.setdefault(key, line)
    return faults


def _decimal(cells: Iterable[sheets.Cell]) -> Decimal:
    """Return the decimal sign of the texts; "" where no number has a sign at all."""
    texts = [_text(cell).translate(_BLANKS) for cell in cells if isinstance(cell, str)]
    point = next((text for text in texts if _POINT.match(text) and not _GROUPED[","].match(text)), None)
    comma = next((text for text in texts if _COMMA.match(text) and not _GROUPED["."].match(text)), None)
    if point and comma:
        raise UnclearDecimals(point, comma)
    if point or comma:
        return "." if point else ","
    unclear = next((text for text in texts if any(each.match(text) for each in _GROUPED.values())), None)
    if unclear:
        raise UnclearDecimals(unclear, unclear)
    return ""


def _number(cell: sheets.Cell, decimal: Decimal) -> float | None:
    """Return a cell as a number, NaN where it is missing; None where it is neither."""
    if isinstance(cell, str) or cell is None:
        return np.nan if _text(cell).casefold() in _MISSING else typed_number(_text(cell), decimal)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return _within(float(cell))


def typed_number(text: str, decimal: Decimal) -> float | None:
    """Return a number written with this decimal sign, thousands parted by the other or by blanks; None if none."""
    plain = text.translate(_BLANKS)
    if _PLAIN.match(plain):
        return _within(float(plain))
    if not decimal:
        return None
    thousands, written = (",", _POINT) if decimal == "." else (".", _COMMA)
    if not (written.match(plain) or _GROUPED[decimal].match(plain)):
        return None
    return _within(float(plain.replace(thousands, "").replace(decimal, ".")))


def _within(value: float) -> float | None:
    return value if abs(value) <= q.LARGEST else None
