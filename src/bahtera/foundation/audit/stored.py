"""Entries as they are stored, read so that their canonical bytes come out the same from every database."""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

# id, at, action, actor, subject, details, about, mac; of a tampered row anything but the id.
Row = tuple[int, Any, Any, Any, Any, Any, Any, Any]

_AT = {
    "sqlite": "+at",  # the text itself: a bare column would come as a datetime, slowly
    # Outside these years the same text would stand for two instants.
    "postgresql": (
        "CASE WHEN at >= '0001-01-01 00:00:00+00' AND at < '10000-01-01 00:00:00+00'"
        " THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') ELSE 'not an instant' END"
    ),
}
# SQLite's text has no fraction when it is zero.
_WHOLE_SECONDS = 19
_TEXTS = ("at", "action", "actor", "subject", "details", "about")
_LAST = (1 << 63) - 1


def stored_rows(
    connection: BaseDatabaseWrapper, first: int = -_LAST - 1, last: int = _LAST, *, chunk: int = 20_000
) -> Iterator[Row]:
    """Read the entries of a range of keys in order, in chunks that hold no transaction open."""
    is_text = connection.vendor == "sqlite"
    while first <= last:
        rows = _fetch(connection, [first, last, chunk])
        if is_text:
            for entry_id, at, *rest in rows:
                padded = f"{at}.000000" if isinstance(at, str) and len(at) == _WHOLE_SECONDS else at
                yield (entry_id, padded, *rest)
        else:
            yield from rows
        if len(rows) < chunk:
            return
        first = rows[-1][0] + 1


def _fetch(connection: BaseDatabaseWrapper, values: list[Any]) -> list[Any]:
    columns = f"{_AT[connection.vendor]}, action, actor, subject, details, about, mac"
    try:
        return _run(connection, columns, values)
    except DatabaseError:
        if connection.vendor != "sqlite":
            raise
    # SQLite keeps whatever bytes somebody calls text, and Python refuses to read such rows.
    texts = [f"CASE typeof({one}) WHEN 'text' THEN +{one} END" for one in _TEXTS]
    columns = ", ".join([*texts, "CASE typeof(mac) WHEN 'blob' THEN mac END"])
    usual = connection.connection.text_factory
    connection.connection.text_factory = bytes
    try:
        rows = _run(connection, columns, values)
    finally:
        connection.connection.text_factory = usual
    return [(row[0], *map(_readable, row[1:-1]), row[-1]) for row in rows]


def _run(connection: BaseDatabaseWrapper, columns: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {columns} FROM foundation_auditentry"  # noqa: S608 - our own names
            " WHERE id >= %s AND id <= %s ORDER BY id LIMIT %s",
            values,
        )
        return list(cursor.fetchall())


def _readable(value: Any) -> Any:
    """Return bytes as text where they are text."""
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return value
