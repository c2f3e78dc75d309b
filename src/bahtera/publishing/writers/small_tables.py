"""A few small tables in one workbook, held in memory: lists of a page, no families."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter

from bahtera.publishing.rules import safe_text

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTH = 16
# The same tables give the same bytes.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def write_small_tables(
    tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]],
) -> bytes:
    """Return a workbook with a sheet for each name, head and rows; what is no whole number stands as text."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True})
        for name, head, rows in tables:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head) - 1, _WIDTH)
            sheet.write_row(0, 0, head, bold)
            for number, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, at, cell)
                    else:
                        sheet.write_string(number, at, safe_text(str(cell)))
    return stored.getvalue()
