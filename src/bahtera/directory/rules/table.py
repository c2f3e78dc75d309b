"""The directory as a table: one line a service of a unit. Every fault with its line and column, or the offers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from bahtera.directory.errors import Fault
from bahtera.directory.rules.checking import checked
from bahtera.directory.rules.hours import read_hours, write_hours
from bahtera.directory.values import DisabilityRole, Eligibility, Offer

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from bahtera.foundation.sheets import Cell

# Column by the field of an offer that it holds.
_COLUMN_OF: Final[Mapping[str, str]] = {
    "unit_id": "unit",
    "service": "layanan",
    "own_words": "nama_layanan",
    "valid_from": "mulai",
    "valid_to": "selesai",
    "age_from": "umur_dari",
    "age_to": "umur_sampai",
    "sex": "jenis_kelamin",
    "disability": "peran_disabilitas",
    "disabilities": "disabilitas",
    "residence": "wilayah_tinggal",
    "target_groups": "kelompok_sasaran",
    "welfare": "kesejahteraan",
    "capacity": "kapasitas_mingguan",
    "hours": "jam",
    "contact": "kontak",
    "cost": "biaya",
    "languages": "bahasa",
    "accessibility": "aksesibilitas",
    "bring": "bawaan",
}
COLUMNS: Final = tuple(_COLUMN_OF.values())
_NEEDED: Final = ("unit", "layanan", "mulai")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_FORMULA: Final = ("=", "+", "-", "@")
_MOST_DIGITS: Final = 6
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
Key = tuple["UUID", str, str, date]
"""What makes a line one service: unit, service, own words, first day."""


@dataclass(frozen=True, slots=True)
class ReadOffers:
    """What a table says: offers in the order of its lines, with their lines, and every fault."""

    offers: tuple[Offer, ...]
    lines: tuple[int, ...]
    faults: tuple[Fault, ...]


def key_of(offer: Offer) -> Key:
    """Return what makes an offer one service of a unit."""
    return offer.unit_id, offer.service, offer.own_words.casefold(), offer.valid_from


def read_offers(
    lines: Iterable[tuple[int, Sequence[Cell]]], units: Mapping[str, UUID], known_areas: Collection[str]
) -> ReadOffers:
    """Return the offers of a table whose first line names its columns (`COLUMNS`; those not needed may be missing).

    ``units``: ids by inbox, of those the table names. ``known_areas``: codes it names that are areas.
    """
    rows = [(number, [_text(cell) for cell in cells]) for number, cells in lines]
    rows = [row for row in rows if any(row[1])]
    if len(rows) < 2:  # noqa: PLR2004 - a head and a line
        return ReadOffers((), (), (Fault("directory.empty", "The file holds no lines."),))
    (head_line, head), *body = rows
    places = {word.casefold(): place for place, word in enumerate(head, 1) if word}
    if faults := _head_faults(head_line, places):
        return ReadOffers((), (), faults)
    found: list[tuple[int, Offer]] = []
    faults_found: list[Fault] = []
    first_line: dict[Key, int] = {}
    for number, texts in body:
        row = _Row(number, places, texts)
        offer = row.offer(units, known_areas)
        faults_found += row.faults
        if offer is None or row.faults:
            continue
        first = first_line.setdefault(key_of(offer), number)
        if first != number:
            faults_found.append(
                row.fault("directory.twice", "Line {first} has this service too.", "service", first=first)
            )
            continue
        found.append((number, offer))
    return ReadOffers(
        tuple(offer for _, offer in found), tuple(number for number, _ in found), tuple(faults_found)
    )


def write_offers(offers: Iterable[Offer], inboxes: Mapping[UUID, str]) -> str:
    """Return offers as the CSV that `read_offers` reads, in the order given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for offer in offers:
        writer.writerow([_safe(write(offer, inboxes)) for write in _WRITERS.values()])
    return out.getvalue()


def _head_faults(line: int, places: Mapping[str, int]) -> tuple[Fault, ...]:
    missing = [
        Fault("directory.no_column", "The column {column} is missing.", "", line, 0, {"column": name})
        for name in _NEEDED
        if name not in places
    ]
    strange = [
        Fault(
            "directory.strange_column", "There is no column {column}.", "", line, place, {"column": name[:40]}
        )
        for name, place in places.items()
        if name not in COLUMNS
    ]
    return (*missing, *strange)


class _Row:
    """One line of the table while it is read."""

    def __init__(self, number: int, places: Mapping[str, int], texts: Sequence[str]) -> None:
        self.number, self.places, self.texts = number, places, texts
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str, field: str, **details: str | int) -> Fault:
        place = self.places.get(_COLUMN_OF.get(field, ""), 0)
        return Fault(code, message, field, self.number, place, details)

    def offer(self, units: Mapping[str, UUID], known_areas: Collection[str]) -> Offer | None:
        unit = units.get(self._said("unit_id"))
        if unit is None:
            self._refuse(
                "directory.no_such_unit",
                "No office of yours has the inbox {given}.",
                "unit_id",
                given=self._said("unit_id"),
            )
        begins = self._day("valid_from")
        ends = self._day("valid_to") if self._said("valid_to") else None
        hours = read_hours(self._said("hours"))
        if hours is None:
            self._refuse(
                "directory.bad_hours",
                "Write hours such as: sen-kam 08:00-15:30 | jum 08:00-11:00",
                "hours",
            )
        wanted = self._eligibility()
        capacity = self._number("capacity")
        if unit is None or begins is None or hours is None:
            return None
        offer = Offer(
            unit_id=unit,
            service=self._said("service"),
            valid_from=begins,
            own_words=self._said("own_words"),
            valid_to=ends,
            eligibility=wanted,
            capacity=capacity,
            hours=hours,
            contact=self._said("contact"),
            cost=self._said("cost"),
            languages=self._codes("languages"),
            accessibility=self._codes("accessibility"),
            bring=self._said("bring"),
        )
        offer, faults = checked(offer, known_areas)
        self.faults += [
            replace(one, line=self.number, column=self.places.get(_COLUMN_OF[one.place], 0)) for one in faults
        ]
        return offer

    def _eligibility(self) -> Eligibility:
        roles = self._codes("disability")
        known = {one.value for one in DisabilityRole}
        for said in sorted(roles - known):
            self._refuse(
                "directory.no_such_code", "{given} is no word of the list.", "disability", given=said
            )
        return Eligibility(
            age_from=self._number("age_from"),
            age_to=self._number("age_to"),
            sex=self._said("sex").casefold(),
            disability=frozenset(DisabilityRole(one) for one in roles & known),
            disabilities=self._codes("disabilities"),
            residence=tuple(sorted(self._codes("residence"))),
            target_groups=self._codes("target_groups"),
            welfare=self._codes("welfare"),
        )

    def _said(self, field: str) -> str:
        place = self.places.get(_COLUMN_OF[field], 0)
        return self.texts[place - 1] if 0 < place <= len(self.texts) else ""

    def _codes(self, field: str) -> frozenset[str]:
        said = (one.strip().casefold() for one in self._said(field).split("|"))
        return frozenset(one for one in said if one)

    def _number(self, field: str) -> int | None:
        said = self._said(field).removesuffix(".0")
        if not said:
            return None
        if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS:
            return int(said)
        self._refuse("directory.no_number_here", "{given} is no whole number.", field, given=said[:40])
        return None

    def _day(self, field: str) -> date | None:
        said = self._said(field)
        found = _date(said)
        if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            self._refuse(
                "directory.no_date", "{given} is no date such as 2026-03-20.", field, given=said[:40]
            )
            return None
        return found

    def _refuse(self, code: str, message: str, field: str, **details: str | int) -> None:
        self.faults.append(self.fault(code, message, field, **details))


def _list(name: str) -> Callable[[Offer, Mapping[UUID, str]], str]:
    return lambda offer, _: " | ".join(sorted(getattr(offer, name)))


def _wanted(name: str) -> Callable[[Offer, Mapping[UUID, str]], str]:
    return lambda offer, _: " | ".join(sorted(getattr(offer.eligibility, name)))


def _plain(name: str) -> Callable[[Offer, Mapping[UUID, str]], Any]:
    return lambda offer, _: _shown(getattr(offer, name))


def _plainly(name: str) -> Callable[[Offer, Mapping[UUID, str]], Any]:
    return lambda offer, _: _shown(getattr(offer.eligibility, name))


_WRITERS: Final[Mapping[str, Callable[[Offer, Mapping[UUID, str]], Any]]] = {
    "unit_id": lambda offer, inboxes: inboxes[offer.unit_id],
    **{name: _plain(name) for name in ("service", "own_words", "valid_from", "valid_to")},
    **{name: _plainly(name) for name in ("age_from", "age_to", "sex")},
    **{
        name: _wanted(name)
        for name in ("disability", "disabilities", "residence", "target_groups", "welfare")
    },
    "capacity": _plain("capacity"),
    "hours": lambda offer, _: write_hours(offer.hours),
    **{name: _plain(name) for name in ("contact", "cost")},
    **{name: _list(name) for name in ("languages", "accessibility")},
    "bring": _plain("bring"),
}


def _shown(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, by an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    said = " ".join(str("" if cell is None else cell).split())
    return said[1:] if said[:1] == "'" and said[1:].startswith(_FORMULA) else said


def _date(said: str) -> date | None:
    day_first = _DAY_FIRST.fullmatch(said)
    try:
        if day_first is not None:
            day, month, year = map(int, day_first.groups())
            return date(year, month, day)
        return date.fromisoformat(said)
    except ValueError:
        return None
