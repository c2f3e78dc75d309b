"""The processing register: declared purposes joined with the columns there are and the acts there are."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from bahtera.privacy.values import Act, Column, PurposeRecord, Purposes, Register, RegisterEntry

CSV_COLUMNS: Final = ("tujuan", "dasar", "pasal", "jenis", "nama", "tingkat", "peran", "penyimpanan")
_LEVELS: Final = ("L1", "L2", "L3", "L4", "L5")
_GROUNDS: Final = {
    "consent": "persetujuan",
    "contract": "perjanjian",
    "legal_duty": "kewajiban hukum",
    "vital_interest": "kepentingan vital",
    "public_task": "tugas pelayanan publik",
    "legitimate_interest": "kepentingan sah",
}


def join(purposes: Purposes, columns: Iterable[Column], acts: Iterable[Act]) -> Register:
    """Return the register of all columns and acts.

    A column belongs to the purpose that names it, else to the one that names its table.
    """
    columns, acts = tuple(columns), tuple(acts)
    holder = {held: record.id for record in purposes.by_id.values() for held in record.holds}
    owner = {column: _owner(column, holder) for column in columns}
    entries = tuple(
        RegisterEntry(
            record,
            tuple(column for column in columns if owner[column] == record.id),
            tuple(act for act in acts if act.purpose == record.id),
        )
        for record in purposes.by_id.values()
    )
    unplaced = [_name(column) for column in columns if owner[column] is None]
    unplaced += [act.name for act in acts if act.purpose not in purposes.by_id]
    there_are = {_name(column) for column in columns} | {column.table for column in columns}
    unknown = sorted(set(holder) - there_are)
    return Register(
        purposes.version, purposes.status, purposes.source, entries, tuple(unplaced), tuple(unknown)
    )


def as_csv(register: Register) -> str:
    """Return the register with one line a column and an act."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for entry in register.entries:
        one = entry.purpose
        start = (one.id, str(one.ground), one.article)
        for column in entry.columns:
            writer.writerow((*start, "kolom", _name(column), column.level, "", one.retention))
        for act in entry.acts:
            writer.writerow((*start, "tindakan", act.name, act.level, " ".join(act.roles), one.retention))
    return stream.getvalue()


def as_markdown(register: Register) -> str:
    """Return the register as a page."""
    lines = [
        "# Catatan kegiatan pemrosesan",
        "",
        "Dibuat dari kode dan `definitions/privacy/purposes.yaml` dengan `bahtera privacy register`; jangan disunting.",
        "Tingkat: L1 angka gabungan, L2 layanan, L3 identitas, L4 keselamatan, L5 catatan psikologis.",
        "Lama penyimpanan dijalankan tiap malam menurut `definitions/privacy/retention.yaml`.",
        "",
        f"Versi {register.version}, status {register.status}. {register.source}",
    ]
    for entry in register.entries:
        lines += _chapter(entry)
    return "\n".join(lines) + "\n"


def _chapter(entry: RegisterEntry) -> Iterator[str]:
    yield from _facts(entry.purpose)
    if entry.columns:
        yield from ("", "| Tabel | Kolom menurut tingkat |", "|---|---|")
        for table in sorted({column.table for column in entry.columns}):
            yield f"| `{table}` | {_by_level(entry.columns, table)} |"
    if entry.acts:
        yield from ("", "| Tindakan | Tingkat | Peran |", "|---|---|---|")
        for act in entry.acts:
            yield f"| `{act.name}` | {act.level} | {', '.join(act.roles)} |"


def _facts(one: PurposeRecord) -> Iterator[str]:
    yield from ("", f"## {one.title['id']} (`{one.id}`)", "")
    yield f"- **Dasar:** {_GROUNDS[one.ground]}; {one.article}. {one.reason}"
    yield f"- **Orang:** {'; '.join(one.people)}"
    yield f"- **Data:** {'; '.join(one.data)}"
    yield f"- **Penerima:** {'; '.join(one.recipients)}"
    yield f"- **Penyimpanan:** {one.retention}"


def _by_level(columns: Iterable[Column], table: str) -> str:
    own = [column for column in columns if column.table == table]
    parts = []
    for level in _LEVELS:
        names = [column.name for column in own if column.level == level]
        if names:
            parts.append(f"{level}: {', '.join(names)}")
    return "; ".join(parts)


def _owner(column: Column, holder: dict[str, str]) -> str | None:
    return holder.get(_name(column)) or holder.get(column.table)


def _name(column: Column) -> str:
    return f"{column.table}.{column.name}"
