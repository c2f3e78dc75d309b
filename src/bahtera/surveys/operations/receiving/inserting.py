"""Rows of several tables inserted in as few trips to the database as it allows.

Django compiles every INSERT anew, which costs more than the INSERT. Here the statement of a model is built
once; PostgreSQL gets all of them in one message, SQLite one after the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

# SQLite takes 32766 in a statement.
_MOST_VALUES = 10_000


def insert_all(rows: Iterable[Model]) -> None:
    """Insert rows as they are, in the order given; rows of one model must stand together.

    Keys that the database makes are not read back. Raises what the database raises (IntegrityError).
    """
    statements: list[str] = []
    values: list[Any] = []
    for model, found in _chunks(rows):
        statements.append(_statement(model, len(found), connection.vendor))
        fields = _fields(model)
        new = [f.get_db_prep_save(getattr(row, str(f.attname)), connection) for row in found for f in fields]
        if connection.vendor == "postgresql":
            values += new
        else:
            _execute(statements.pop(), new)
    if statements:
        _execute("; ".join(statements), values)


def _chunks(rows: Iterable[Model]) -> Iterator[tuple[type[Model], list[Model]]]:
    """Cut rows of one model so that no statement has more values than a database takes."""
    for model, group in groupby(rows, key=type):
        most = _MOST_VALUES // len(_fields(model))
        while found := list(islice(group, most)):
            yield model, found


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@lru_cache
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented meta API
    return tuple(field for field in fields if not isinstance(field, AutoField))


@lru_cache(maxsize=512)
def _statement(model: type[Model], count: int, _vendor: str) -> str:
    quote = connection.ops.quote_name
    fields = _fields(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    table = quote(model._meta.db_table)  # noqa: SLF001 - as above
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * count)}"  # noqa: S608 - our own names
