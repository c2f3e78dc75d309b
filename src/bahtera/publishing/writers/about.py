"""The two sheets that travel with every export: what the file is, and what each column means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bahtera.publishing.values import About, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bahtera.publishing.values import Export, Row


def _column(name: str, indonesian: str, english: str) -> Column:
    return Column(name, "text", {"id": indonesian, "en": english}, {})


_ABOUT = (_column("hal", "Hal", "Item"), _column("isi", "Isi", "Value"))
_COLUMNS = (
    _column("tabel", "Tabel", "Table"),
    _column("kolom", "Kolom", "Column"),
    _column("jenis", "Jenis isi", "Type"),
    _column("satuan", "Satuan", "Unit"),
    _column("arti", "Arti", "Meaning (Indonesian)"),
    _column("meaning", "Arti (Inggris)", "Meaning (English)"),
    _column("kode", "Kode dan artinya", "Codes and their meaning"),
)


def about_sheet(lines: Iterable[About]) -> Sheet:
    """Return what the file is as a table of two columns."""
    return Sheet("keterangan", _ABOUT, ([each.name, each.value] for each in lines))


def columns_sheet(export: Export[Any]) -> Sheet:
    """Return the meaning of every column of an export."""
    return Sheet("kolom", _COLUMNS, _meanings((("keluarga", export.families), ("anggota", export.members))))


def meanings_sheet(name: str, columns: tuple[Column, ...]) -> Sheet:
    """Return the meaning of every column of one table."""
    return Sheet("kolom", _COLUMNS, _meanings(((name, columns),)))


def _meanings(tables: tuple[tuple[str, tuple[Column, ...]], ...]) -> Iterator[Row]:
    for table, columns in tables:
        for column in columns:
            codes = "; ".join(f"{code} = {texts.get('id', code)}" for code, texts in column.choices.items())
            yield [
                table,
                column.name,
                column.kind,
                column.unit,
                column.labels.get("id", column.name),
                column.labels.get("en", column.name),
                codes,
            ]
