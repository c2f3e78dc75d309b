"""A table of referrals as people keep it: which columns there are, and what one line wants. Values in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.foundation.inputs import one_line
from bahtera.referrals.errors import BadDraft, BadTable
from bahtera.referrals.values import Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.referrals.values import Field, Packets

NEEDED: Final = ("penerima", "layanan")
OF_CLIENT: Final = (
    "klien",
    "nama",
    "nik",
    "jenis_kelamin",
    "tanggal_lahir",
    "tahun_lahir",
    "desa",
    "telepon",
)
PLAIN: Final = (*NEEDED, "urgensi", *OF_CLIENT)
_FROM_RECORD: Final = frozenset(
    {
        *("nama", "nik", "jenis_kelamin", "tanggal_lahir", "mutu_tanggal_lahir", "kelompok_umur", "wilayah"),
        *("bahasa", "disabilitas", "kontak", "kontak_aman", "jam_aman", "kata_sandi"),
    }
)
"""Fields of packets that the record of a client says; rules of safe contact are never taken from a table."""
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"(19|20)\d\d", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,12}", re.ASCII)
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line wants. ``penerima``: inbox of the receiving unit; ``client_id``: of one who is known already."""

    penerima: str
    service: str
    urgency: Urgency
    client_id: UUID | None
    name: str = field(repr=False)
    nik: str = field(repr=False)
    sex: str
    born: date | None = field(repr=False)
    born_in: int | None
    village: str
    phone: str = field(repr=False)
    known: Mapping[str, object] = field(repr=False)


def columns_in(head: Sequence[object], declared: Packets) -> dict[str, int]:
    """Return where each column stands; raises BadTable for one that is missing, unknown or named twice."""
    words = [_text(cell).casefold().replace(" ", "_") for cell in head]
    while words and not words[-1]:
        words.pop()
    told = {*PLAIN, *(set(declared.fields) - _FROM_RECORD)}
    if missing := [name for name in NEEDED if name not in words]:
        raise BadTable.without(missing)
    strange = [name for at, name in enumerate(words) if name not in told or name in words[:at]]
    if strange:
        raise BadTable.strange(strange)
    return {name: at for at, name in enumerate(words)}


def line_in(cells: Sequence[object], columns: Mapping[str, int], declared: Packets) -> Line | None:
    """Return what a line wants, None for an empty one; raises BadDraft, which names the column."""
    found = {name: cells[at] if at < len(cells) else None for name, at in columns.items()}
    text = {name: _text(cell) for name, cell in found.items()}
    if not any(text.values()):
        return None
    urgency = text.get("urgensi") or Urgency.ROUTINE.value
    if urgency not in set(Urgency):
        raise BadDraft.cell("urgensi")
    year = text.get("tahun_lahir", "")
    if year and not _YEAR.fullmatch(year):
        raise BadDraft.cell("tahun_lahir")
    return Line(
        text["penerima"],
        text["layanan"],
        Urgency(urgency),
        _uuid(text.get("klien", "")),
        text.get("nama", ""),
        text.get("nik", ""),
        text.get("jenis_kelamin", "").casefold(),
        _day(found.get("tanggal_lahir"), "tanggal_lahir"),
        int(year) if year else None,
        text.get("desa", ""),
        text.get("telepon", ""),
        {
            name: _typed(declared.fields[name], found[name])
            for name in columns
            if name not in PLAIN and text[name]
        },
    )


def _typed(one: Field, cell: object) -> object:
    said = _text(cell)
    if one.kind == "codes":
        return tuple(part.strip() for part in re.split(r"[;,]", said) if part.strip())
    if one.kind == "date":
        return _day(cell, one.id)
    if one.kind == "number":
        if not _NUMBER.fullmatch(said):
            raise BadDraft.cell(one.id)
        return int(said)
    return said


def _day(cell: object, column: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = _text(cell)
    if not said:
        return None
    day_first = _DAY_FIRST.fullmatch(said)
    try:
        if day_first is not None:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        return date.fromisoformat(said)
    except ValueError:
        raise BadDraft.cell(column) from None


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        raise BadDraft.cell("klien") from None


def _text(cell: object) -> str:
    """Return a cell on one line; an apostrophe that kept a spreadsheet from counting is gone."""
    said = one_line("" if cell is None else str(cell))
    return said[1:] if said[:1] == "'" and said[1:].startswith(_FORMULA) else said
