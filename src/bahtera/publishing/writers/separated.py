"""CSV: UTF-8, comma, CRLF (RFC 4180), no cell that a spreadsheet takes for a formula.

Rows come as texts that `cell` has made ready, so that an answer met in a hundred thousand families is made
ready once.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from bahtera.publishing.rules import safe_text
from bahtera.publishing.writers.chunks import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bahtera.publishing.values import Column, Row, Value

_MARK = "\ufeff"
_SPECIAL: Final = re.compile('[,"\r\n]')


def write_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, mark: bool = True
) -> Iterator[bytes]:
    """Yield a table as CSV; its rows hold texts as `cell` gives them.

    ``mark``: begin with a byte order mark, without which Excel misreads accents.
    """
    heading = line([cell(column.name) for column in columns])
    waiting = [_MARK + heading if mark else heading]
    size = len(waiting[0])
    for row in rows:
        text = line(row)
        waiting.append(text)
        size += len(text)
        if size >= CHUNK:
            yield "".join(waiting).encode()
            waiting.clear()
            size = 0
    yield "".join(waiting).encode()


def line(row: Sequence[str]) -> str:
    """Return one line of a CSV file; a row of one empty cell is quoted, since readers skip empty lines."""
    return (",".join(row) or '""') + "\r\n"


def cells(row: Row) -> list[str]:
    """Return a row as CSV writes it."""
    return [cell(value) for value in row]


def cell(value: Value) -> str:
    """Return one value as it stands in a CSV file, quoted where it must be.

    Dates are ISO, instants in UTC, true is 1, several codes stand between blanks, nothing is empty.
    """
    return _WRITTEN.get(type(value), _text)(value)


def _text(value: Any) -> str:
    text = safe_text(str(value))
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


_WRITTEN: Final[dict[type, Callable[[Any], str]]] = {
    str: _text,
    NoneType: lambda _: "",
    bool: lambda value: "1" if value else "0",
    int: str,
    float: str,
    date: date.isoformat,
    datetime: _instant,
    list: lambda value: _text(" ".join(value)),
}
