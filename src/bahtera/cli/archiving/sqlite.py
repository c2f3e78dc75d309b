"""The embedded database as text."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bahtera.cli.archiving import columns
from bahtera.cli.archiving.columns import NOTHING
from bahtera.cli.archiving.tables import Table, quoted

_ROWS = 2000
_PATIENCE = 60.0


class Sqlite:
    """One transaction of one SQLite file."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def names(self) -> set[str]:
        """Return the names of the tables, without SQLite's own."""
        found = self._raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row[0] for row in found if not row[0].startswith("sqlite_")}

    def rows(self, table: Table) -> Iterator[bytes]:
        """Yield the rows as text."""
        order = ", ".join(quoted(name) for name in table.key)
        cursor = self._raw.execute(f"SELECT {_names(table)} FROM {quoted(table.name)} ORDER BY {order}")  # noqa: S608 - our own names
        write: list[Callable[[Any], str]] = [columns.writer(one.kind, one.places) for one in table.columns]
        nothing = NOTHING.decode()
        while found := cursor.fetchmany(_ROWS):
            lines = (
                "\t".join(
                    [
                        nothing if value is None else turn(value)
                        for turn, value in zip(write, row, strict=True)
                    ]
                )
                for row in found
            )
            yield ("\n".join(lines) + "\n").encode()

    def last_number(self, table: Table) -> int | None:
        """Return the last number given."""
        if not self._numbers():
            return None
        found = self._raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
        return int(found[0]) or None if found else None

    def distinct(self, table: str, column: str) -> Iterator[str]:
        """Yield the values of a column, each once."""
        found = self._raw.execute(f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)}")  # noqa: S608 - our own names
        yield from (row[0] for row in found)

    def clear(self, table: Table) -> None:
        """Remove every row."""
        self._raw.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608 - our own names

    def fill(self, table: Table, text: Iterable[bytes]) -> None:
        """Put rows in."""
        marks = ", ".join("?" for _ in table.columns)
        statement = f"INSERT INTO {quoted(table.name)} ({_names(table)}) VALUES ({marks})"  # noqa: S608 - our own names
        read = [columns.reader(one.kind) for one in table.columns]
        for lines in _lines(text):
            self._raw.executemany(statement, (_values(read, line) for line in lines))

    def number_from(self, table: Table, last: int | None) -> None:
        """Let the next row get the number after ``last``."""
        if last and self._numbers():
            self._raw.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
            self._raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table.name, last])

    def dangling(self) -> str:
        """Return the name of a table with a row that points at nothing, or nothing."""
        found = self._raw.execute("PRAGMA foreign_key_check").fetchone()
        return str(found[0]) if found else ""

    def _numbers(self) -> bool:
        return bool(
            self._raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone()
        )


@contextmanager
def snapshot(parameters: dict[str, Any]) -> Iterator[Sqlite]:
    """Read one moment of the file while others write."""
    raw = _connect(parameters)
    try:
        raw.execute("PRAGMA query_only = ON")
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is that of the first read
        yield Sqlite(raw)
    finally:
        raw.close()


@contextmanager
def filling(parameters: dict[str, Any]) -> Iterator[Sqlite]:
    """Fill in one transaction, on disk when it ends."""
    raw = _connect(parameters)
    try:
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("BEGIN IMMEDIATE")
        yield Sqlite(raw)
        raw.execute("COMMIT")
    finally:
        raw.close()


def empty(parameters: dict[str, Any]) -> None:
    """Remove the file and its log."""
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{parameters['database']}{end}").unlink(missing_ok=True)


def _connect(parameters: dict[str, Any]) -> sqlite3.Connection:
    """Open the file so that values come as they are stored."""
    return sqlite3.connect(
        parameters["database"], timeout=_PATIENCE, isolation_level=None, uri=bool(parameters.get("uri"))
    )


def _values(read: list[Callable[[str], columns.Value]], line: bytes) -> list[columns.Value]:
    nothing = NOTHING.decode()
    values = line.decode().split("\t")
    return [None if value == nothing else turn(value) for turn, value in zip(read, values, strict=True)]


def _lines(text: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = b""
    for piece in text:
        *whole, rest = (rest + piece).split(b"\n")
        if whole:
            yield whole


def _names(table: Table) -> str:
    return ", ".join(quoted(one.name) for one in table.columns)
