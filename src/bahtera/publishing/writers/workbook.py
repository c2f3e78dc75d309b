"""XLSX row by row: memory stays flat, the finished file is handed on from disk."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bahtera.foundation.workbooks import new_book
from bahtera.publishing.rules import safe_text
from bahtera.publishing.values import Column, Sheet
from bahtera.publishing.writers.about import about_sheet, columns_sheet
from bahtera.publishing.writers.chunks import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bahtera.publishing.values import Export, Row, Value

LAST_ROW = 1_048_575
"""Excel's last row, counted from 0."""
_OPTIONS = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False,
            "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
_WIDTH = 14


def write_export(export: Export[Value]) -> Iterator[bytes]:
    """Yield a workbook with families, members, what the file is, and what each column means."""
    with tempfile.TemporaryFile() as file:
        with new_book(file, _OPTIONS) as book:
            families = _Pages(book, "keluarga", export.families)
            members = _Pages(book, "anggota", export.members)
            for row in export.rows:
                families.add(row.family)
                for member in row.members:
                    members.add(member)
            for sheet in (about_sheet(export.about), columns_sheet(export)):
                _fill(book, sheet)
        yield from _parts(file)


def write_sheets(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield a workbook of the given tables, one after the other."""
    with tempfile.TemporaryFile() as file:
        with new_book(file, _OPTIONS) as book:
            for sheet in sheets:
                _fill(book, sheet)
        yield from _parts(file)


def write_small_tables(
    tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]],
) -> Iterator[bytes]:
    """Yield a workbook with a sheet for each name, head and rows; what is no number stands as text."""
    return write_sheets(
        Sheet(
            name,
            tuple(Column(each, "text", {}, {}) for each in head),
            ([cell if isinstance(cell, int | float) else str(cell) for cell in row] for row in rows),
        )
        for name, head, rows in tables
    )


def _fill(book: Any, sheet: Sheet) -> None:
    pages = _Pages(book, sheet.name, sheet.columns)
    for row in sheet.rows:
        pages.add(row)


class _Pages:
    """A table over as many worksheets as its rows need."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column]) -> None:
        self._book = book
        self._name = name
        self._names = [column.name for column in columns]
        self._heading = book.add_format({"bold": True})
        self._instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._number = 0
        self._open()

    def add(self, row: Row) -> None:
        """Write one row under the last."""
        if self._row > LAST_ROW:
            self._open()
        for position, value in enumerate(row):
            if value is not None:
                self._write(position, value)
        self._row += 1

    def _open(self) -> None:
        self._number += 1
        name = self._name if self._number == 1 else f"{self._name} {self._number}"
        self._page = self._book.add_worksheet(name)
        self._page.freeze_panes(1, 0)
        self._page.set_column(0, max(len(self._names) - 1, 0), _WIDTH)
        for position, text in enumerate(self._names):
            self._page.write_string(0, position, safe_text(text), self._heading)
        self._row = 1

    def _write(self, position: int, value: Value) -> None:
        page, row = self._page, self._row
        if isinstance(value, bool):
            page.write_boolean(row, position, value)
        elif isinstance(value, int | float):
            page.write_number(row, position, value)
        elif isinstance(value, datetime):
            page.write_datetime(row, position, value.astimezone(UTC).replace(tzinfo=None), self._instant)
        elif isinstance(value, date):
            page.write_datetime(row, position, value)
        elif isinstance(value, list):
            page.write_string(row, position, safe_text(" ".join(value)))
        elif value is not None:
            page.write_string(row, position, safe_text(value))


def _parts(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(CHUNK):
        yield part
