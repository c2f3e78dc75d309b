"""A yearly list of days off out of a table: every fault with its line and column, or the days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bahtera.deadlines.errors import Fault
from bahtera.deadlines.values import DayKind, SpecialDay

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bahtera.foundation.sheets import Cell

COLUMNS: Final = ("mulai", "selesai", "jenis", "nama", "wilayah", "nomor_keputusan", "tanggal_keputusan")
_ALIASES: Final = {
    "start": "mulai",
    "end": "selesai",
    "kind": "jenis",
    "name": "nama",
    "area": "wilayah",
    "decree": "nomor_keputusan",
    "decreed_on": "tanggal_keputusan",
}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST: Final = 31
_LONGEST_NAME: Final = 120
_LONGEST_DECREE: Final = 80
_NATIONWIDE: Final = frozenset({DayKind.NATIONAL, DayKind.JOINT_LEAVE})


@dataclass(frozen=True, slots=True)
class Read:
    """What a table says: days in the order of its lines, and every fault. ``areas``: codes it names, unchecked."""

    days: tuple[SpecialDay, ...]
    faults: tuple[Fault, ...]
    lines: tuple[int, ...] = ()


def read_days(lines: Iterable[tuple[int, Sequence[Cell]]], known_areas: Collection[str]) -> Read:
    """Return the days of a table whose first line names its columns (`COLUMNS`, or the same in English).

    ``known_areas``: codes in the table that are areas. A stretch of days becomes one entry a day.
    """
    rows = [(number, [_text(cell) for cell in cells], cells) for number, cells in lines]
    rows = [row for row in rows if any(row[1])]
    if not rows:
        return Read((), (Fault("deadlines.empty", "The file holds no lines.", 0),))
    (head_line, head, _), *body = rows
    places = {_ALIASES.get(word, word): place for place, word in enumerate(head, 1) if word}
    missing = [name for name in COLUMNS if name not in places]
    if missing:
        return Read(
            (),
            (
                Fault(
                    "deadlines.no_column",
                    "The column {column} is missing.",
                    head_line,
                    details={"column": missing[0]},
                ),
            ),
        )
    if not body:
        return Read((), (Fault("deadlines.empty", "The file holds no lines.", 0),))
    days: list[SpecialDay] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    seen: dict[tuple[date, str], int] = {}
    for number, texts, cells in body:
        row = _Row(number, places, texts, list(cells))
        found = row.days(known_areas)
        faults += row.faults
        for one in found:
            first = seen.setdefault((one.day, one.area), number)
            if first != number:
                faults.append(
                    row.fault("deadlines.twice", "Line {first} has this day too.", "mulai", first=first)
                )
                break
            days.append(one)
            numbers.append(number)
    return Read(tuple(days), tuple(faults), tuple(numbers))


class _Row:
    """One line of the table while it is read."""

    def __init__(self, number: int, places: dict[str, int], texts: list[str], cells: list[Cell]) -> None:
        self.number, self.places, self.texts, self.cells = number, places, texts, cells
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str, column: str, **details: str | int) -> Fault:
        return Fault(code, message, self.number, self.places[column], details)

    def said(self, column: str) -> str:
        place = self.places[column] - 1
        return self.texts[place] if place < len(self.texts) else ""

    def days(self, known_areas: Collection[str]) -> list[SpecialDay]:
        first = self._day("mulai")
        last = self._day("selesai") if self.said("selesai") else first
        kind, area = self._kind(), self._area(known_areas)
        name = self._words("nama", _LONGEST_NAME)
        decree = self._words("nomor_keputusan", _LONGEST_DECREE)
        decreed = self._day("tanggal_keputusan")
        if first and last and not timedelta(0) <= last - first < timedelta(days=_LONGEST):
            self._refuse(
                "deadlines.bad_stretch",
                "The last day lies before the first, or a month after it.",
                "selesai",
            )
        if kind in _NATIONWIDE and area:
            self._refuse("deadlines.not_local", "A day of the whole country names no area.", "wilayah")
        if kind is DayKind.LOCAL and not area and not self.said("wilayah"):
            self._refuse("deadlines.no_area", "A local day off names its province or regency.", "wilayah")
        if self.faults or not (first and last and kind):
            return []
        return [
            SpecialDay(first + timedelta(days=step), kind, name, area, decree, decreed)
            for step in range((last - first).days + 1)
        ]

    def _refuse(self, code: str, message: str, column: str, **details: str | int) -> None:
        self.faults.append(self.fault(code, message, column, **details))

    def _day(self, column: str) -> date | None:
        said = self.said(column)
        found = _date(self.cells[self.places[column] - 1]) if said else None
        if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            self._refuse("deadlines.no_date", "{given} is no date such as 2026-03-20.", column, given=said)
            return None
        return found

    def _kind(self) -> DayKind | None:
        try:
            return DayKind(self.said("jenis").casefold())
        except ValueError:
            known = ", ".join(one.value for one in DayKind)
            self._refuse("deadlines.no_kind", "The kind is one of {known}.", "jenis", known=known)
            return None

    def _area(self, known: Collection[str]) -> str:
        said = self.said("wilayah")
        if said and said not in known:
            self._refuse(
                "deadlines.no_such_area",
                "{given} is no code of a province or regency. Write it as text: 63 or 63.10.",
                "wilayah",
                given=said,
            )
            return ""
        return said

    def _words(self, column: str, most: int) -> str:
        said = self.said(column)
        if not said or len(said) > most or not said.isprintable():
            self._refuse("deadlines.no_words", "Write 1 to {most} characters here.", column, most=most)
            return ""
        return said


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return " ".join(str("" if cell is None else cell).split())


def _date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = _text(cell)
    day_first = _DAY_FIRST.fullmatch(said)
    try:
        if day_first is not None:
            day, month, year = map(int, day_first.groups())
            return date(year, month, day)
        return date.fromisoformat(said)
    except ValueError:
        return None
