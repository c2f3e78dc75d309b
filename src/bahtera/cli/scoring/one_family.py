"""One family out of a Parquet file, as answers an index can read, and its explanation as lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.dataset as datasets
from pyarrow import compute

from bahtera.cli.scoring.checking import check_tables
from bahtera.indices import InvalidFrame, explain
from bahtera.indices.scoring import date_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bahtera.indices import IndexDefinition, Variable
    from bahtera.indices.values import Language


def read_family(definition: IndexDefinition, path: Path, family: str, column: str | None) -> dict[str, Any]:
    """Return the answers of one family: row number `family` from 1, or the one whose `column` holds it.

    Raises:
        InvalidFrame: no such file or family, several of them, or a table that cannot be scored.
    """
    schema = check_tables(definition, [path], groups=[], absent="unanswered")
    names = [*(each.name for each in definition.plan.variables)]
    names += [each.roster.name for each in definition.plan.rosters]
    table = datasets.dataset(path, format="parquet", partitioning="hive")
    kept = [name for name in names if name in schema.names]
    found = _by_number(table, family, kept) if column is None else _by_value(table, column, family, kept)
    return _answers(definition, found.to_pylist()[0])


def _by_number(table: datasets.Dataset, family: str, names: list[str]) -> pa.Table:
    rows = table.count_rows()
    if not family.isdecimal() or not 1 <= int(family) <= rows:
        raise InvalidFrame(f"--family is a row from 1 to {rows}, not {family}; or name a --column to look in")
    return table.scanner(columns=names).take(pa.array([int(family) - 1]))


def _by_value(table: datasets.Dataset, column: str, value: str, names: list[str]) -> pa.Table:
    if column not in table.schema.names:
        raise InvalidFrame(f"the table has no column {column}")
    wanted = compute.field(column).cast(pa.string()) == value
    found = table.to_table(columns=names, filter=wanted)
    if found.num_rows != 1:
        raise InvalidFrame(f"{found.num_rows} families have {value} in the column {column}, not one")
    return found


def _answers(definition: IndexDefinition, row: Mapping[str, Any]) -> dict[str, Any]:
    variables, interview = definition.variables, definition.declaration.interview_date
    found = {name: _answer(variables[name], value) for name, value in row.items() if name in variables}
    on = found.get(interview.name)
    for name, value in row.items():
        if name not in variables and isinstance(value, list):
            found[name] = [_member(definition, member or {}, on) for member in value]
    return found


def _member(definition: IndexDefinition, row: Mapping[str, Any], on: dt.date | None) -> dict[str, Any]:
    """Return a member's answers; of an age in months the last date of birth that gives it."""
    ages = [each for each in definition.variables.values() if each.months in row and each.name not in row]
    born = {each.name: date_before(on, row[each.months]) for each in ages}
    return born | {
        name: _answer(definition.variables[name], value)
        for name, value in row.items()
        if name in definition.variables
    }


def _answer(variable: Variable, value: Any) -> Any:
    """Return the value as the index takes it; a text that is no number or date counts as unanswered."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, str) and variable.type == "date":
        return _date(value)
    if isinstance(value, str) and variable.type in ("integer", "decimal"):
        return _number(value)
    return value


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def explanation_lines(
    definition: IndexDefinition, answers: Mapping[str, Any], language: str
) -> Iterator[str]:
    """Yield the explanation as plain sentences, and at the end what it was made with."""
    explanation = explain(definition, answers, language=cast("Language", language))
    yield from explanation.sentences
    yield ""
    status = {"id": "set kerja, bukan resmi", "en": "working set, not official"}[language]
    shown = status if definition.status != "official" else definition.status
    yield f"{definition.title.in_language(cast('Language', language))} {definition.version} ({shown})"
    yield f"{definition.method}, {definition.variant}, {definition.hash[:12]}"
