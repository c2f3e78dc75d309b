"""A column type that both databases order and compare alike."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CodePointField(models.CharField[str, str]):
    """Text ordered by code point on every database, so that "begins with" is a range of an index.

    SQLite's own order is that; PostgreSQL is told to, since the order of a language sorts, and a range takes,
    otherwise.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
