"""Rows out of one moment of the site's database, and rows into an empty one; the same text for both kinds.

Both give a snapshot without a copy: SQLite's write-ahead log keeps a reader's view for as long as it reads,
PostgreSQL does so in a REPEATABLE READ transaction. Writers go on meanwhile.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connections

from bahtera.cli.archiving import postgresql, sqlite
from bahtera.cli.archiving.tables import Table


class Snapshot(Protocol):
    """One moment of a database."""

    def names(self) -> set[str]:
        """Return the names of the tables there are."""
        ...

    def rows(self, table: Table) -> Iterator[bytes]:
        """Yield the rows of a table as text, in the order of their keys, in pieces that may cut a row."""
        ...

    def last_number(self, table: Table) -> int | None:
        """Return the last number ever given to a row, of a table that numbers its rows."""
        ...

    def distinct(self, table: str, column: str) -> Iterator[str]:
        """Yield the values of a column, each once."""
        ...


class Filling(Snapshot, Protocol):
    """An empty database being filled in one transaction."""

    def clear(self, table: Table) -> None:
        """Remove what migrations put there themselves."""
        ...

    def fill(self, table: Table, text: Iterable[bytes]) -> None:
        """Put rows in."""
        ...

    def number_from(self, table: Table, last: int | None) -> None:
        """Let the next row get the number after the last one ever given."""
        ...

    def dangling(self) -> str:
        """Return the name of a table with a row that points at nothing, or nothing; PostgreSQL raises."""
        ...


def vendor() -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return str(connections["default"].vendor)


def snapshot() -> AbstractContextManager[Snapshot]:
    """Open a connection of its own on one moment of the site's database, for reading only."""
    return sqlite.snapshot(_parameters()) if vendor() == "sqlite" else postgresql.snapshot(_parameters())


def filling() -> AbstractContextManager[Filling]:
    """Open the site's database for one transaction that fills it; an exception leaves nothing behind."""
    return sqlite.filling(_parameters()) if vendor() == "sqlite" else postgresql.filling(_parameters())


def empty(names: Iterable[str]) -> None:
    """Remove these tables: what an interrupted restore left."""
    connections["default"].close()
    if vendor() == "sqlite":
        sqlite.empty(_parameters())
    else:
        postgresql.empty(_parameters(), names)


def names() -> set[str]:
    """Return the tables there are."""
    with snapshot() as found:
        return found.names()


def _parameters() -> dict[str, Any]:
    found: dict[str, Any] = connections["default"].get_connection_params()
    return found
