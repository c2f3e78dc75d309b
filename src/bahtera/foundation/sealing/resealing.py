"""Brings what is stored to the newest keys, while the site works: batch by batch, again after any interruption.

What is to be done stands in the data itself: every value begins with the version that closed it. A batch is one
short transaction; a row that somebody changes meanwhile is left to the next walk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from bahtera.foundation.sealing import pacing, values
from bahtera.foundation.sealing.errors import SealingProblem
from bahtera.foundation.sealing.fields import (
    DigestField,
    PartKeyField,
    SealedField,
    SealedPartField,
    as_bytes,
)

BATCH: Final = 1000


@dataclass(frozen=True)
class Table:
    """A model with sealed columns."""

    model: type[Model]
    texts: Sequence[SealedField[Any, Any]]
    digests: Sequence[DigestField]
    part_key: PartKeyField | None
    parts: Sequence[SealedPartField]

    @property
    def name(self) -> str:
        """Return the table's name in the database."""
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented meta API


@dataclass
class Holder:
    """Something else that keeps sealed values: how many wait for the newest key, and how to bring them to it.

    ``reseal`` yields how many it did in each step.
    """

    name: str
    waiting: Callable[[], int]
    reseal: Callable[[], Iterator[int]]


@dataclass
class Walk:
    """One walk over a table: what it did, and which rows it could not open (their keys)."""

    table: Table
    done: int = 0
    unopened: list[object] = field(default_factory=list)


_holders: list[Holder] = []


def register(holder: Holder) -> None:
    """Add a holder of sealed values that are not columns of their own; called once at start."""
    if all(held.name != holder.name for held in _holders):
        _holders.append(holder)


def holders() -> Sequence[Holder]:
    """Return the registered holders."""
    return tuple(_holders)


def tables() -> Sequence[Table]:
    """Return every table with sealed columns, by name."""
    found = [_table(model) for model in apps.get_models() if not model._meta.proxy]  # noqa: SLF001 - as above
    return sorted((table for table in found if table.texts or table.part_key), key=lambda table: table.name)


def waiting(table: Table) -> int:
    """Return how many rows hold something plain or closed with another version than the active."""
    needs, values_ = _needs(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {_quoted(table.name)} WHERE {needs}", values_)  # noqa: S608 - our names
        return int(cursor.fetchone()[0])


def walk(table: Table, *, batch: int = BATCH) -> Iterator[Walk]:
    """Bring the rows of a table to the active keys, in the order of their keys; yields after every batch."""
    so_far, pace = Walk(table), pacing.Pace(batch)
    after: Any = None
    with pacing.own_log_keeping():
        while rows := _rows(table, after, pace.rows):
            after = rows[-1]["pk"]
            changed = list(_changed(table, rows, so_far.unopened))
            with pace.transaction():
                so_far.done += _write(table, changed)
            yield so_far


# --- one batch --------------------------------------------------------------------------------------------


def _rows(table: Table, after: Any, batch: int) -> list[dict[str, Any]]:
    """Return the next rows with something to do: ``pk`` and the sealed columns, as stored."""
    needs, marks = _needs(table)
    key = _pk(table)
    columns = _columns(table)
    listed = ", ".join(_quoted(column) for column in (key, *columns))
    beyond = "" if after is None else f"{_quoted(key)} > %s AND "
    statement = (
        f"SELECT {listed} FROM {_quoted(table.name)} WHERE {beyond}({needs})"  # noqa: S608 - our own names
        f" ORDER BY {_quoted(key)} LIMIT {batch:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*([] if after is None else [after]), *marks])
        return [dict(zip(("pk", *columns), row, strict=True)) for row in cursor.fetchall()]


def _changed(
    table: Table, rows: Sequence[Mapping[str, Any]], unopened: list[object]
) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Give each row with its new columns; one that cannot be opened is noted and left."""
    for row in rows:
        try:
            yield row, {**_new_texts(table, row), **_new_parts(table, row)}
        except SealingProblem:
            unopened.append(row["pk"])


def _new_texts(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    new: dict[str, Any] = {}
    opened: dict[str, Any] = {}
    newest = values.active_mark()
    for text in table.texts:
        column = str(text.column)
        stored = as_bytes(row[column] or b"")
        if not stored:
            continue
        data = values.unseal(stored, purpose=text.purpose)
        opened[text.name] = text.from_bytes(data)
        if stored[: values.MARK_BYTES] != newest:
            new[column] = values.seal(data, purpose=text.purpose)
    for digest in table.digests:
        made, column = digest.digest_of(opened.get(digest.of, "")), str(digest.column)
        if made != row[column]:
            new[column] = made
    return new


def _new_parts(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part's key closed anew, or, for a part from before, its first key and all its pieces sealed."""
    if table.part_key is None:
        return {}
    purpose, column = table.part_key.purpose, str(table.part_key.column)
    bound_to = UUID(str(row.get(table.part_key.bound_by, row["pk"]))).bytes
    if row[column] is not None:
        wrapped = as_bytes(row[column])
        if not wrapped or wrapped[: values.MARK_BYTES] == values.active_mark():
            return {}
        return {column: values.rewrap(wrapped, purpose=purpose, bound_to=bound_to)}
    key = values.new_part_key(purpose=purpose, bound_to=bound_to)
    new: dict[str, Any] = {column: key.wrapped}
    for part in table.parts:
        if (stored := row[str(part.column)]) is not None:
            new[str(part.column)] = key.seal(as_bytes(stored), purpose=part.purpose)
    return new


def _write(table: Table, changed: Iterable[tuple[Mapping[str, Any], dict[str, Any]]]) -> int:
    """Write the new columns where the old ones still stand; returns how many rows were to be written."""
    by_columns: dict[tuple[str, ...], list[list[Any]]] = {}
    for row, new in changed:
        if new:
            old = [row[column] for column in new]
            by_columns.setdefault(tuple(new), []).append([*new.values(), row["pk"], *old])
    for columns, many in by_columns.items():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    _update_of_many(table, columns), [list(column) for column in zip(*many, strict=True)]
                )
            else:
                cursor.executemany(_update_of_one(table, columns), many)
    return sum(len(many) for many in by_columns.values())


def _update_of_one(table: Table, columns: Sequence[str]) -> str:
    sets = ", ".join(f"{_quoted(column)} = %s" for column in columns)
    unchanged = " AND ".join(f"{_quoted(column)} IS %s" for column in columns)
    return f"UPDATE {_quoted(table.name)} SET {sets} WHERE {_quoted(_pk(table))} = %s AND {unchanged}"  # noqa: S608


def _update_of_many(table: Table, columns: Sequence[str]) -> str:
    """Return the statement for all rows at once, column by column, which is many times quicker in PostgreSQL.

    A row that another transaction holds is left to the next walk: so nobody waits here while others wait for
    what is held here.
    """
    name, key = _quoted(table.name), _quoted(_pk(table))
    types = {str(one.column): one.db_type(connection) for one in table.model._meta.concrete_fields}  # noqa: SLF001
    new, old = (
        [f"new_{place}" for place in range(len(columns))],
        [f"old_{place}" for place in range(len(columns))],
    )
    taken = [*columns, _pk(table), *columns]
    arrays = ", ".join(f"%s::{types[column]}[]" for column in taken)
    sets = ", ".join(f"{_quoted(column)} = given.{one}" for column, one in zip(columns, new, strict=True))
    unchanged = " AND ".join(
        f"{name}.{_quoted(column)} IS NOT DISTINCT FROM given.{one}"
        for column, one in zip(columns, old, strict=True)
    )
    return (
        f"WITH given AS MATERIALIZED (SELECT * FROM unnest({arrays}) AS of_all ({', '.join([*new, 'key', *old])})),"  # noqa: S608 - our own names
        f" free AS MATERIALIZED (SELECT {key} AS key FROM {name} WHERE {key} IN (SELECT key FROM given)"
        " FOR NO KEY UPDATE SKIP LOCKED)"
        f" UPDATE {name} SET {sets} FROM given JOIN free USING (key) WHERE {name}.{key} = given.key AND {unchanged}"
    )


# --- what a table is --------------------------------------------------------------------------------------


def _table(model: type[Model]) -> Table:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented meta API
    return Table(
        model,
        texts=[one for one in fields if isinstance(one, SealedField)],
        digests=[one for one in fields if isinstance(one, DigestField)],
        part_key=next((one for one in fields if isinstance(one, PartKeyField)), None),
        parts=[one for one in fields if isinstance(one, SealedPartField)],
    )


def _columns(table: Table) -> list[str]:
    found = [str(one.column) for one in (*table.texts, *table.digests, *table.parts)]
    if table.part_key is not None:
        bound_by = str(table.part_key.bound_by)
        found += [str(table.part_key.column), *([bound_by] if bound_by != _pk(table) else [])]
    return found


def _needs(table: Table) -> tuple[str, list[Any]]:
    """Return the condition of a row with something to do, and its values."""
    conditions: list[str] = []
    values_: list[Any] = []
    for text in table.texts:
        column = _quoted(text.column)
        conditions.append(f"(length({column}) > 0 AND substr({column}, 1, {values.MARK_BYTES}) <> %s)")
        values_.append(values.active_mark())
    for digest in table.digests:
        newest = values.active_digest_mark()
        conditions.append(f"substr({_quoted(digest.column)}, 1, {len(newest)}) <> %s")
        values_.append(newest)
    if table.part_key is not None:
        key = _quoted(table.part_key.column)
        conditions.append(f"{key} IS NULL")
        conditions.append(f"(length({key}) > 0 AND substr({key}, 1, {values.MARK_BYTES}) <> %s)")
        values_.append(values.active_mark())
    return " OR ".join(conditions), values_


def _pk(table: Table) -> str:
    key = table.model._meta.pk  # noqa: SLF001 - as above
    assert key is not None
    return str(key.column)


def _quoted(name: object) -> str:
    return connection.ops.quote_name(str(name))
