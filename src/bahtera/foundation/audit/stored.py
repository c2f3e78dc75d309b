"""Entries as they are stored, read so that their canonical bytes come out the same from every database."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

# id, at, action, actor, subject, details, about, mac; of a tampered row anything but the id.
Row = tuple[int, Any, Any, Any, Any, Any, Any, Any]

_AT = {
    # The text itself, with the fraction it lacks when that is zero; a bare column would come as a datetime, slowly.
    "sqlite": "CASE WHEN typeof(at) = 'text' AND length(at) = 19 THEN at || '.000000' ELSE +at END",
    # Outside these years the same text would stand for two instants.
    "postgresql": (
        "CASE WHEN at >= '0001-01-01 00:00:00+00' AND at < '10000-01-01 00:00:00+00'"
        " THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') ELSE 'not an instant' END"
    ),
}
_TEXTS = ("action", "actor", "subject", "details", "about")
_LAST = (1 << 63) - 1
# Where a range ends is seen by who reads it: told of both ends and not yet of the table's size, PostgreSQL takes the
# range for small, and sorts all that follows for every chunk.
_RANGE = "id >= %s ORDER BY id LIMIT %s"


def stored_rows(
    connection: BaseDatabaseWrapper, first: int = -_LAST - 1, last: int = _LAST, *, chunk: int = 2000
) -> Iterator[Row]:
    """Read the entries of a range of keys in order, in chunks that hold no transaction open."""
    for rows in stored_chunks(connection, first, last, chunk=chunk):
        yield from rows


def stored_chunks(
    connection: BaseDatabaseWrapper, first: int = -_LAST - 1, last: int = _LAST, *, chunk: int = 2000
) -> Iterator[list[Row]]:
    """Read the same chunk by chunk."""
    while first <= last:
        rows = _fetch(connection, [first, chunk])
        is_end = len(rows) < chunk
        while rows and rows[-1][0] > last:
            del rows[-1]
            is_end = True
        if rows:
            yield rows
        if is_end:
            return
        first = rows[-1][0] + 1


def picked_rows(connection: BaseDatabaseWrapper, ids: Sequence[int]) -> dict[int, Row]:
    """Read some entries by their keys."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    return {row[0]: row for row in _fetch(connection, list(ids), f"id IN ({marks}) ORDER BY id")}


def _fetch(connection: BaseDatabaseWrapper, values: list[Any], which: str = _RANGE) -> list[Any]:
    columns = f"{_AT[connection.vendor]}, action, actor, subject, details, about, mac"
    try:
        return _run(connection, columns, values, which)
    except DatabaseError:
        if connection.vendor != "sqlite":
            raise
    # SQLite keeps whatever bytes somebody calls text, and Python refuses to read such rows.
    at = f"CASE typeof(at) WHEN 'text' THEN {_AT['sqlite']} END"
    texts = [f"CASE typeof({one}) WHEN 'text' THEN {one} END" for one in _TEXTS]
    columns = ", ".join([at, *texts, "CASE typeof(mac) WHEN 'blob' THEN mac END"])
    usual = connection.connection.text_factory
    connection.connection.text_factory = bytes
    try:
        rows = _run(connection, columns, values, which)
    finally:
        connection.connection.text_factory = usual
    return [(row[0], *map(_readable, row[1:-1]), row[-1]) for row in rows]


def _run(connection: BaseDatabaseWrapper, columns: str, values: list[Any], which: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {columns} FROM foundation_auditentry WHERE {which}",  # noqa: S608 - our own names
            values,
        )
        return list(cursor.fetchall())


def _readable(value: Any) -> Any:
    """Return bytes as text where they are text."""
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return value
