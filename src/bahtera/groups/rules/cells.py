"""Tables of lines and cells: texts out of files, faults with line and column, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from bahtera.groups.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.foundation.sheets import Cell

Line = tuple[int, Sequence[str]]
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_FORMULA: Final = ("=", "+", "-", "@")
_MOST_DIGITS: Final = 9
_HEAD_AND_LINE: Final = 2
_YES, _NO = frozenset({"ya", "1", "y"}), frozenset({"", "tidak", "0", "t"})


def opened(
    lines: Iterable[tuple[int, Sequence[Cell]]], columns: Sequence[str], needed: Collection[str]
) -> tuple[list[Row], tuple[Fault, ...]]:
    """Return the lines under a head that names columns, or the faults of the head."""
    rows = [(number, [text_of(cell) for cell in cells]) for number, cells in lines]
    rows = [row for row in rows if any(row[1])]
    if len(rows) < _HEAD_AND_LINE:
        return [], (Fault("groups.empty", "The file holds no lines."),)
    (head_line, head), *body = rows
    places = {word.casefold(): place for place, word in enumerate(head, 1) if word}
    missing = [
        Fault("groups.no_column", "The column {column} is missing.", "", head_line, 0, {"column": name})
        for name in columns
        if name in needed and name not in places
    ]
    strange = [
        Fault(
            "groups.strange_column",
            "There is no column {column}.",
            "",
            head_line,
            place,
            {"column": name[:40]},
        )
        for name, place in places.items()
        if name not in columns
    ]
    if missing or strange:
        return [], (*missing, *strange)
    return [Row(number, places, texts) for number, texts in body], ()


class Row:
    """One line of a table while it is read; every fault that was found in it stays with it."""

    def __init__(self, number: int, places: Mapping[str, int], texts: Sequence[str]) -> None:
        self.number, self.places, self.texts = number, places, texts
        self.faults: list[Fault] = []

    def said(self, column: str) -> str:
        """Return the text of a cell."""
        place = self.places.get(column, 0)
        return self.texts[place - 1] if 0 < place <= len(self.texts) else ""

    def codes(self, column: str) -> frozenset[str]:
        """Return the codes of a cell that holds several with bars between them."""
        said = (one.strip().casefold() for one in self.said(column).split("|"))
        return frozenset(one for one in said if one)

    def number_in(self, column: str) -> int | None:
        """Return the whole number of a cell, None for an empty one and for a fault."""
        said = self.said(column).removesuffix(".0")
        if not said:
            return None
        if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS:
            return int(said)
        self.refuse("groups.no_number_here", "{given} is no whole number.", column, given=said[:40])
        return None

    def day(self, column: str) -> date | None:
        """Return the day of a cell, None for an empty one and for a fault."""
        said = self.said(column)
        if not said:
            return None
        found = _date(said)
        if found is None:
            self.refuse("groups.no_date", "{given} is no date such as 2026-03-20.", column, given=said[:40])
        return found

    def yes(self, column: str) -> bool:
        """Tell whether a cell says yes; anything but yes and no is a fault."""
        said = self.said(column).casefold()
        if said not in _YES | _NO:
            self.refuse("groups.no_yes", "Write ya or tidak.", column)
        return said in _YES

    def refuse(self, code: str, message: str, column: str, **details: str | int) -> None:
        """Note a fault of a cell."""
        place = self.places.get(column, 0)
        self.faults.append(Fault(code, message, column, self.number, place, details))

    def adopt(self, faults: Iterable[Fault], column_of: Mapping[str, str]) -> None:
        """Note the faults of what a line says, each at the column that holds the field."""
        for one in faults:
            self.refuse(one.code, one.message, column_of.get(one.place, one.place), **one.details)


def text_of(cell: Cell) -> str:
    """Return a cell as text on one line."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    said = " ".join(str("" if cell is None else cell).split())
    return said[1:] if said[:1] == "'" and said[1:].startswith(_FORMULA) else said


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, by an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(lines: Iterable[Sequence[object]]) -> bytes:
    """Return lines as CSV in UTF-8 that `foundation.sheets` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in lines:
        writer.writerow([safe(shown(one)) for one in line])
    return out.getvalue().encode("utf-8")


def shown(value: object) -> str:
    """Return a value as a cell says it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, frozenset):
        return " | ".join(sorted(value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _date(said: str) -> date | None:
    day_first = _DAY_FIRST.fullmatch(said)
    try:
        if day_first is not None:
            day, month, year = map(int, day_first.groups())
            return date(year, month, day)
        return date.fromisoformat(said)
    except ValueError:
        return None
