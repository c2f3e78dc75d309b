"""Rows of several tables inserted in as few trips to the database as it allows.

Django compiles every INSERT anew, which costs more than the INSERT. Here the statement of a model is built
once; PostgreSQL gets all of them in one message, SQLite one after the other.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model

from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.surveys.operations.receiving.turns import turn

# SQLite takes 32766 in a statement.
_MOST_VALUES = 10_000


class Ledger:
    """Rows of one visit or of many on their way into the database, inserted together.

    A row has names under which a later visit may ask for it: before it does, what waits is written out.
    """

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)
        self._names: set[Hashable] = set()

    def add(self, rows: Iterable[Model], names: Iterable[Hashable] = ()) -> None:
        """Take rows to be inserted, and the names under which they may be looked for."""
        for row in rows:
            self._rows[type(row)].append(row)
        self._names.update(names)

    def before_looking_for(self, *names: Hashable) -> None:
        """Write out what waits if a row of one of these names is among it."""
        if not self._names.isdisjoint(names):
            self.write_out()

    def write_out(self) -> None:
        """Insert what waits."""
        rows, self._rows = self._rows, defaultdict(list)
        self._names.clear()
        insert_all(chain.from_iterable(rows.values()))


@contextmanager
def writing() -> Iterator[Ledger]:
    """Open the transaction that keeps visits: their rows, then their audit entries, are written at its end."""
    with turn(), durable(), audit.gathered():
        ledger = Ledger()
        yield ledger
        ledger.write_out()


def insert_all(rows: Iterable[Model]) -> None:
    """Insert rows as they are, in the order given; rows of one model must stand together.

    Keys that the database makes are not read back. Raises what the database raises (IntegrityError).
    """
    # Asked once: the proxy of the connection looks for it anew at every word.
    database = transaction.get_connection()
    statements: list[str] = []
    values: list[Any] = []
    for model, found in _chunks(rows):
        statement = _statement(model, len(found), database.vendor)
        fields = _fields(model)
        new = [f.get_db_prep_save(getattr(row, name), database) for row in found for name, f in fields]
        if database.vendor == "postgresql":
            statements.append(statement)
            values += new
        else:
            _execute(database, statement, new)
    if statements:
        _execute(database, "; ".join(statements), values)


def _chunks(rows: Iterable[Model]) -> Iterator[tuple[type[Model], list[Model]]]:
    """Cut rows of one model so that no statement has more values than a database takes."""
    for model, group in groupby(rows, key=type):
        most = _MOST_VALUES // len(_fields(model))
        while found := list(islice(group, most)):
            yield model, found


def _execute(database: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement, values)


@lru_cache
def _fields(model: type[Model]) -> tuple[tuple[str, "Field[Any, Any]"], ...]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented meta API
    return tuple((str(field.attname), field) for field in fields if not isinstance(field, AutoField))


@lru_cache(maxsize=512)
def _statement(model: type[Model], count: int, _vendor: str) -> str:
    quote = transaction.get_connection().ops.quote_name
    fields = _fields(model)
    columns = ", ".join(quote(str(field.column)) for _, field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    table = quote(model._meta.db_table)  # noqa: SLF001 - as above
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * count)}"  # noqa: S608 - our own names
