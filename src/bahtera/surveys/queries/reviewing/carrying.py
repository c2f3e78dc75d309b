"""Conditions that narrow what an index finds without being what the index is chosen for."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler


class Carried(Func):
    """A column that narrows a list, and is read along the index the list walks.

    SQLite would take an index of the column itself, then sort all it finds; a plus sign keeps it from that.
    PostgreSQL knows how often values come, and chooses.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def carried(**wanted: object) -> Q:
    """Return equalities that narrow a list and are not what it walks."""
    return Q(*(Exact(Carried(column), value) for column, value in wanted.items()))
