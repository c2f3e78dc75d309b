"""Does a table have what an index reads, in types that can be read? Every problem at once, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as datasets

from bahtera.indices import InvalidFrame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bahtera.indices import IndexDefinition, Variable

_NEEDED = {
    "select_one": "text",
    "text": "text",
    "select_multiple": "text, or a list of text",
    "integer": "a whole number",
    "decimal": "a number",
    "date": "a date, or text as yyyy-mm-dd",
}


def read_schema(paths: Sequence[Path]) -> pa.Schema:
    """Return the columns of Parquet files or folders of parts; those of partition folders included.

    Raises:
        InvalidFrame: a file is absent, empty, or not Parquet.
    """
    schemas = []
    for path in paths:
        if not path.exists():
            raise InvalidFrame(f"there is no file {path}")
        try:
            schemas.append(datasets.dataset(path, format="parquet", partitioning="hive").schema)
        except (pa.ArrowException, OSError) as error:
            raise InvalidFrame(f"{path} is not a Parquet file or a folder of them: {error}") from error
        if not schemas[-1].names:
            raise InvalidFrame(f"{path} holds no Parquet file")
    for path, schema in zip(paths, schemas, strict=True):
        if set(schema.names) != set(schemas[0].names):
            other = ", ".join(sorted(set(schema.names) ^ set(schemas[0].names)))
            raise InvalidFrame(f"{path} has other columns than {paths[0]}: {other}")
    return schemas[0]


def check_schema(
    definition: IndexDefinition, schema: pa.Schema, *, groups: Sequence[str], absent_allowed: bool
) -> None:
    """Refuse a table with all that is wrong with it.

    Raises:
        InvalidFrame: one line a problem.
    """
    problems = list(_problems(definition, schema, absent_allowed=absent_allowed))
    for name in groups:
        if name not in schema.names:
            problems.append(f"{name}: not there, but it is to be grouped by")
        elif not _is_key(schema.field(name).type):
            problems.append(f"{name}: grouping needs text or whole numbers, not {schema.field(name).type}")
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise InvalidFrame(
            "\n  ".join([f"the table cannot be scored with {definition.id}, {count}:", *problems])
        )


def _problems(definition: IndexDefinition, schema: pa.Schema, *, absent_allowed: bool) -> Iterator[str]:
    plan = definition.plan
    for variable in plan.variables:
        yield from _column(variable, variable.name, schema, absent_allowed=absent_allowed)
    for roster in plan.rosters:
        name = roster.roster.name
        if name not in schema.names:
            if not absent_allowed:
                yield f"{name}: not there; it needs a list of members, one struct a member"
            continue
        kind = schema.field(name).type
        if not _is_list(kind) or not pa.types.is_struct(kind.value_type):
            yield f"{name}: needs a list of structs, one a member, not {kind}"
            continue
        fields = pa.schema([kind.value_type.field(place) for place in range(kind.value_type.num_fields)])
        for variable in roster.variables:
            if variable.name not in fields.names and variable.months in fields.names:
                yield from _months(f"{name}.{variable.months}", fields.field(variable.months).type)
            else:
                yield from _column(variable, f"{name}.{variable.name}", fields, absent_allowed=absent_allowed)


def _months(shown: str, kind: pa.DataType) -> Iterator[str]:
    if not pa.types.is_null(kind) and not pa.types.is_integer(kind):
        yield f"{shown}: needs a whole number of months, not {kind}"


def _column(variable: Variable, shown: str, schema: pa.Schema, *, absent_allowed: bool) -> Iterator[str]:
    needed = _NEEDED[variable.type]
    if variable.name not in schema.names:
        if not absent_allowed:
            needed += f", or {variable.months} (age in whole months)" if variable.months else ""
            hint = "; it is private, and --without-private does not read it" if variable.private else ""
            yield f"{shown}: not there; it needs {needed}{hint}"
        return
    kind = schema.field(variable.name).type
    if not pa.types.is_null(kind) and not _fits(variable, kind):
        yield f"{shown}: needs {needed}, not {kind}"


def _fits(variable: Variable, kind: pa.DataType) -> bool:
    if variable.type in ("select_one", "text"):
        return _is_text(kind)
    if variable.type == "select_multiple":
        return _is_text(kind) or (_is_list(kind) and _is_text(kind.value_type))  # type: ignore[attr-defined]
    if variable.type == "date":
        return pa.types.is_date(kind) or pa.types.is_timestamp(kind) or _is_text(kind)
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _is_key(kind: pa.DataType) -> bool:
    return _is_text(kind) or pa.types.is_integer(kind)


def _is_text(kind: pa.DataType) -> bool:
    if isinstance(kind, pa.DictionaryType):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_list(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)
