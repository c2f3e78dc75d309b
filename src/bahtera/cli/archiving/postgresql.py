"""PostgreSQL as text, by ``COPY`` over its own connection: no client tool is needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg

from bahtera.cli.archiving.tables import Table, quoted

_PIECE = 1 << 18


class Postgresql:
    """One transaction of one PostgreSQL database."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw

    def names(self) -> set[str]:
        """Return the names of the tables on the search path."""
        found = self._raw.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid)"
            " AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace"
            " WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')"
        )
        return {row[0] for row in found}

    def rows(self, table: Table) -> Iterator[bytes]:
        """Yield the rows as text."""
        return _gathered(self._copied(table))

    def last_number(self, table: Table) -> int | None:
        """Return the last number given."""
        for sequence in self._sequences(table):
            found = self._raw.execute(_sql(f"SELECT last_value, is_called FROM {sequence}")).fetchone()  # noqa: S608 - named by the database
            return int(found[0]) if found and found[1] else None
        return None

    def distinct(self, table: str, column: str) -> Iterator[str]:
        """Yield the values of a column, each once."""
        with self._raw.cursor(name="bahtera_distinct") as cursor:
            cursor.execute(_sql(f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)}"))  # noqa: S608 - our own names
            yield from (row[0] for row in cursor)

    def clear(self, table: Table) -> None:
        """Remove every row."""
        self._raw.execute(_sql(f"DELETE FROM {quoted(table.name)}"))  # noqa: S608 - our own names

    def fill(self, table: Table, text: Iterable[bytes]) -> None:
        """Put rows in."""
        statement = f"COPY {quoted(table.name)} ({_names(table)}) FROM STDIN"
        with self._raw.cursor() as cursor, cursor.copy(_sql(statement)) as copy:
            for piece in text:
                copy.write(piece)

    def number_from(self, table: Table, last: int | None) -> None:
        """Let the next row get the number after ``last``."""
        if last:
            for sequence in self._sequences(table):
                self._raw.execute("SELECT setval(%s::regclass, %s)", [sequence, last])

    def dangling(self) -> str:
        """Let PostgreSQL check every row's relations now; it raises what it finds."""
        self._raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return ""

    def _copied(self, table: Table) -> Iterator[bytes]:
        kinds = {one.name: one.kind for one in table.columns}
        # SQLite orders text by its bytes: here too, whatever language the database speaks.
        order = ", ".join(
            quoted(name) + (' COLLATE "C"' if kinds[name] == "text" else "") for name in table.key
        )
        wanted = f"SELECT {_names(table)} FROM {quoted(table.name)} ORDER BY {order}"  # noqa: S608 - our own names
        with self._raw.cursor() as cursor, cursor.copy(_sql(f"COPY ({wanted}) TO STDOUT")) as copy:
            for piece in copy:
                yield bytes(piece)

    def _sequences(self, table: Table) -> list[str]:
        """Return the sequence of a table's key, or none for keys that are not numbered."""
        if len(table.key) != 1:
            return []
        found = self._raw.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [quoted(table.name), table.key[0]]
        ).fetchone()
        return [found[0]] if found and found[0] else []


@contextmanager
def snapshot(parameters: dict[str, Any]) -> Iterator[Postgresql]:
    """Read one moment of the database while others write."""
    with _connected(parameters) as raw:
        raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _set_output(raw)
        yield Postgresql(raw)
        raw.rollback()


@contextmanager
def filling(parameters: dict[str, Any]) -> Iterator[Postgresql]:
    """Fill in one transaction."""
    with _connected(parameters) as raw:
        _set_output(raw)
        yield Postgresql(raw)
        raw.commit()


def empty(parameters: dict[str, Any], names: Iterable[str]) -> None:
    """Drop these tables."""
    with _connected(parameters) as raw:
        there = Postgresql(raw).names()
        for name in sorted(names):
            if name in there:
                raw.execute(_sql(f"DROP TABLE {quoted(name)} CASCADE"))
        raw.commit()


@contextmanager
def _connected(parameters: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    own = {name: value for name, value in parameters.items() if name != "cursor_factory"}
    raw = psycopg.connect(**own)
    try:
        yield raw
    finally:
        raw.close()


def _set_output(raw: psycopg.Connection[Any]) -> None:
    """Make PostgreSQL write every value in the one form."""
    raw.execute("SET LOCAL datestyle TO 'ISO, YMD'")
    raw.execute("SET LOCAL timezone TO 'UTC'")
    raw.execute("SET LOCAL bytea_output TO 'hex'")
    raw.execute("SET LOCAL extra_float_digits TO 1")


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Put small pieces together: PostgreSQL hands over row by row."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _names(table: Table) -> str:
    return ", ".join(quoted(one.name) for one in table.columns)


def _sql(text: str) -> LiteralString:
    """Pass a statement made of our own names, each checked by ``quoted``."""
    return text
