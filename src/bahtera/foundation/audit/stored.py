"""Entries as they are stored, read so that their canonical bytes come out the same from every database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from bahtera.foundation.audit.values import microseconds

# id, at in microseconds, action, actor, subject, details, about, mac; of a tampered row anything but the id.
Row = tuple[int, Any, Any, Any, Any, Any, Any, Any]

# Text, because an instant outside the calendar (infinity) is no number either; exact to the microsecond.
_AT = {
    "sqlite": "+at",  # the text itself: a bare column would come as a datetime, slowly
    "postgresql": "CASE WHEN isfinite(at) THEN trunc(extract(epoch FROM at) * 1000000)::text ELSE at::text END",
}
_TEXTS = ("at", "action", "actor", "subject", "details", "about")
_LAST = (1 << 63) - 1


def stored_rows(
    connection: BaseDatabaseWrapper, first: int = -_LAST - 1, last: int = _LAST, *, chunk: int = 20_000
) -> Iterator[Row]:
    """Read the entries of a range of keys in order, in chunks that hold no transaction open."""
    is_text = connection.vendor == "sqlite"
    while first <= last:
        rows = _fetch(connection, [first, last, chunk])
        for row in rows:
            yield (row[0], _instant(row[1]), *row[2:]) if is_text else row
        if len(rows) < chunk:
            return
        first = rows[-1][0] + 1


def _instant(stored: Any) -> Any:
    """Return SQLite's text of an instant in microseconds; what is no such text is returned as it is."""
    try:
        return microseconds(datetime.fromisoformat(stored).replace(tzinfo=UTC))
    except (TypeError, ValueError):
        return stored


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
