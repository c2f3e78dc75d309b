"""Does a table have what an index reads, in types that can be read? Every problem at once, in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bahtera.indices.errors import InvalidFrame
from bahtera.indices.printers.duckdb import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from bahtera.indices.compiler import Plan
    from bahtera.indices.values import Variable

_NEEDED = {
    "select_one": "text",
    "text": "text",
    "select_multiple": "text, or a list of text",
    "integer": "a whole number",
    "decimal": "a number",
    "date": "a date, or text as yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong with a column; `within` the roster whose field it is. `wrong_type`: it is there, but unfit."""

    name: str
    message: str
    within: str = ""
    wrong_type: bool = False

    def __str__(self) -> str:
        return f"{self.within}.{self.name}: {self.message}" if self.within else f"{self.name}: {self.message}"


def check_relation(
    plan: Plan, relation: duckdb.DuckDBPyRelation, *, groups: Sequence[str] = (), absent_allowed: bool
) -> Columns:
    """Return the types of the table's columns, or refuse it with all that is wrong with it.

    Text will do for anything: texts that are no number, date or code are counted elsewhere (`unknown.py`). A column
    of a wrong type that holds nothing at all is unanswered, whatever its type.

    Raises:
        InvalidFrame: one line a problem.
    """
    schema = relation.limit(0).to_arrow_table().schema
    problems = list(_problems(plan, schema, absent_allowed=absent_allowed))
    unfit = [each for each in problems if each.wrong_type]
    blank = set(_without_values(relation, unfit))
    problems = [each for each in problems if each not in blank] + list(_group_problems(schema, groups))
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        lines = [f"the table cannot be scored with {plan.id}, {count}:", *map(str, problems)]
        raise InvalidFrame("\n  ".join(lines))
    return _without(columns_of(relation), blank)


def columns_of(relation: duckdb.DuckDBPyRelation) -> Columns:
    """Return the types of a relation's columns and of its rosters' fields."""
    family: dict[str, str] = {}
    members: dict[str, dict[str, str]] = {}
    for name, type_ in zip(relation.columns, relation.types, strict=True):
        family[name] = str(type_)
        inner: Any = type_.children[0][1] if type_.id == "list" else None
        if inner is not None and inner.id == "struct":
            members[name] = {field: str(kind) for field, kind in inner.children}
    return Columns(family, members)


def _without(columns: Columns, blank: set[_Problem]) -> Columns:
    fields = {(each.within, each.name) for each in blank if each.within}
    members = {
        roster: {name: kind for name, kind in inner.items() if (roster, name) not in fields}
        for roster, inner in columns.members.items()
    }
    return replace(columns, members=members, blank=frozenset(each.name for each in blank if not each.within))


def _without_values(relation: duckdb.DuckDBPyRelation, unfit: Sequence[_Problem]) -> Iterator[_Problem]:
    """Yield the problems of columns in which nothing stands: whatever their type says, nobody answered."""
    if not unfit:
        return
    counts = relation.aggregate(", ".join(map(_values, unfit))).fetchall()[0]
    yield from (problem for problem, count in zip(unfit, counts, strict=True) if not count)


def _values(problem: _Problem) -> str:
    name, within = _quoted(problem.name), _quoted(problem.within)
    if not problem.within:
        return f"count({name})"
    return f"sum(len(list_filter({within}, lambda m: m.{name} IS NOT NULL)))"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# -- problems ---------------------------------------------------------------------------------------------------


def _problems(plan: Plan, schema: pa.Schema, *, absent_allowed: bool) -> Iterator[_Problem]:
    for variable in plan.variables:
        yield from _column(variable, "", schema, absent_allowed=absent_allowed)
    for roster in plan.rosters:
        name = roster.roster.name
        if name not in schema.names:
            if not absent_allowed:
                yield _Problem(name, "not there; it needs a list of members, one struct a member")
            continue
        kind = schema.field(name).type
        if not _is_list(kind) or not pa.types.is_struct(kind.value_type):
            yield _Problem(name, f"needs a list of structs, one a member, not {kind}", wrong_type=True)
            continue
        fields = pa.schema([kind.value_type.field(place) for place in range(kind.value_type.num_fields)])
        for variable in roster.variables:
            if variable.name not in fields.names and variable.months in fields.names:
                yield from _months(name, variable.months, fields.field(variable.months).type)
            else:
                yield from _column(variable, name, fields, absent_allowed=absent_allowed)


def _group_problems(schema: pa.Schema, groups: Sequence[str]) -> Iterator[_Problem]:
    for name in groups:
        if name not in schema.names:
            yield _Problem(name, "not there, but it is to be grouped by")
        elif not (_is_text(schema.field(name).type) or _is_whole(schema.field(name).type)):
            yield _Problem(name, f"grouping needs text or whole numbers, not {schema.field(name).type}")


def _months(roster: str, name: str, kind: pa.DataType) -> Iterator[_Problem]:
    if not _is_number(kind) and not _is_text(kind):
        yield _Problem(name, f"needs a whole number of months, not {kind}", roster, wrong_type=True)


def _column(
    variable: Variable, roster: str, schema: pa.Schema, *, absent_allowed: bool
) -> Iterator[_Problem]:
    needed = _NEEDED[variable.type]
    if variable.name not in schema.names:
        if not absent_allowed:
            needed += f", or {variable.months} (age in whole months)" if variable.months else ""
            hint = "; it is private, and the variant without private items does not read it"
            yield _Problem(
                variable.name, f"not there; it needs {needed}{hint if variable.private else ''}", roster
            )
        return
    kind = schema.field(variable.name).type
    if not _fits(variable, kind):
        yield _Problem(variable.name, f"needs {needed}, not {kind}", roster, wrong_type=True)


def _fits(variable: Variable, kind: pa.DataType) -> bool:
    if _is_text(kind):
        return True
    if variable.type == "select_multiple":
        return _is_list(kind) and _is_text(kind.value_type)  # type: ignore[attr-defined]
    if variable.type == "date":
        return pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    return variable.type in ("integer", "decimal") and _is_number(kind)


def _is_number(kind: pa.DataType) -> bool:
    return _is_whole(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _is_whole(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind)


def _is_text(kind: pa.DataType) -> bool:
    if isinstance(kind, pa.DictionaryType):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_list(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)
