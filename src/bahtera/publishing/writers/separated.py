"""CSV: UTF-8, comma, CRLF (RFC 4180), no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bahtera.publishing.rules import safe_text
from bahtera.publishing.writers.chunks import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.publishing.values import Row, Sheet, Value

_MARK = "\ufeff"


def write_csv(sheet: Sheet, *, mark: bool = True) -> Iterator[bytes]:
    """Yield a table as CSV; its rows hold values as `plain` gives them.

    ``mark``: begin with a byte order mark, without which Excel misreads accents.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if mark:
        text.write(_MARK)
    writer.writerow([safe_text(column.name) for column in sheet.columns])
    write = writer.writerow
    for row in sheet.rows:
        write(row)
        if text.tell() >= CHUNK:
            yield _emptied(text)
    yield _emptied(text)


def plain_row(row: Row) -> list[str | int | float | None]:
    """Return a row as CSV writes it: ISO dates, instants in UTC, true as 1, codes between blanks."""
    return [plain(value) for value in row]


def plain(value: Value) -> str | int | float | None:
    """Return one value as CSV writes it."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return safe_text(" ".join(value))
    return value


def _emptied(text: io.StringIO) -> bytes:
    data = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return data
