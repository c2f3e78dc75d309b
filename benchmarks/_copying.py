"""Writes many rows of a model with what each database offers for bulk loading."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Model

_EMPTY: dict[str, object] = {
    "CharField": "",
    "TextField": "",
    "JSONField": "[]",
    "PositiveIntegerField": 0,
    "PositiveSmallIntegerField": 1,
    "BooleanField": True,
}


def copy(model: type[Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows of column values, empty where not given; ``rows`` may not use the database."""
    fields = model._meta.concrete_fields  # noqa: SLF001
    blank = {one.column: None if one.null else _EMPTY.get(one.get_internal_type()) for one in fields}
    columns = list(blank)
    values = (tuple((blank | row)[column] for column in columns) for row in rows)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
                for row in values:
                    stream.write_row(row)
            return
        plain = cursor.connection
        marks = ", ".join("?" * len(columns))
        plain.execute("BEGIN")
        plain.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
        plain.execute("COMMIT")


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
