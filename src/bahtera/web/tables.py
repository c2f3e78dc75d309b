"""Tables of pages as CSV files, of cells that no spreadsheet runs."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse

from bahtera.publishing import api as publishing


def csv_file(name: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Return a table as a file of this name; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cell(cell: object) -> object:
    """Return words as no spreadsheet takes them for a formula, and a number as it is."""
    if cell is None:
        return ""
    return cell if isinstance(cell, (int, float, Decimal)) else publishing.safe_text(str(cell))
