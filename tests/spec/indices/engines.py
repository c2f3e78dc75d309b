"""The engines that run the golden set, in one table. A new printer adds one line to `ENGINES`.

An engine takes a definition and the answers of some families and returns one `Outcome` a family, in order.
"""

import atexit
import datetime as dt
import json
import os
import subprocess
import warnings
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pyarrow as pa

from bahtera.indices import IndexDefinition, UnknownAnswers, load
from bahtera.indices.printers.postgresql import PostgresqlPrinter
from bahtera.indices.scoring import months_between
from bahtera.indices.values import Variable

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "spec" / "cases"
DEFINITIONS = {
    "ikk": "ikk",
    "ibangga": "ibangga",
    "tepat": str(CASES / "tepat.yaml"),
    "fitur": str(CASES / "fitur.yaml"),
}
DATES = {"tanggal_kunjungan", "tgl_lahir", "tgl_nikah", "lahir"}
DECIMALS = {"luas_lantai", "luas", "tinggi"}
MULTIPLE = {"sumber", "bantuan"}

Answers = Mapping[str, Any]


class Outcome(NamedTuple):
    """What an engine says of one family; `value` is exact."""

    states: str
    value: Fraction | None
    category: str | None
    reason: str | None


class Case(NamedTuple):
    """One family of the golden set, with the expectation of each `method/variant`."""

    name: str
    answers: Answers
    expect: Mapping[str, Mapping[str, str | None]]


def read_cases(index: str) -> list[Case]:
    """Return the committed cases of a definition."""
    lines = (CASES / f"{index}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Case(row["name"], typed(row["answers"]), row["expect"]) for row in map(json.loads, lines)]


def typed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as `score_one` takes them: dates, Decimals and tuples of codes."""
    return {name: _typed(name, value) for name, value in answers.items()}


def _typed(name: str, value: Any) -> Any:
    if name in DATES:
        return dt.date.fromisoformat(value)
    if name in DECIMALS:
        return Decimal(value)
    if name in MULTIPLE:
        return tuple(value)
    return [typed(row) for row in value] if isinstance(value, list) else value


def definition_of(index: str, method: str, variant: str) -> IndexDefinition:
    """Return a definition of the golden set, in one of its methods and variants."""
    definition = load(DEFINITIONS[index], method=method)
    return definition.without_private() if variant == "without_private" else definition


# -- engines -----------------------------------------------------------------------------------------------------


def run_python(definition: IndexDefinition, families: Sequence[Answers]) -> list[Outcome]:
    scores = [definition.score_one(answers) for answers in families]
    return [Outcome(score.states, score.value, score.category, score.reason) for score in scores]


def run_duckdb(definition: IndexDefinition, families: Sequence[Answers]) -> list[Outcome]:
    return _outcomes(definition, scored(definition, arrow_table(definition, families)))


def run_duckdb_texts(definition: IndexDefinition, families: Sequence[Answers]) -> list[Outcome]:
    """The same with every value as text, as a CSV would have it."""
    return _outcomes(definition, scored(definition, arrow_table(definition, families, texts=True)))


def run_duckdb_ages(definition: IndexDefinition, families: Sequence[Answers]) -> list[Outcome]:
    """The same with ages in whole months where the definition lets them stand for dates of birth."""
    return _outcomes(definition, scored(definition, with_ages(definition, families)))


def scored(definition: IndexDefinition, table: pa.Table) -> list[dict[str, Any]]:
    """Return the rows of a scored table; the golden set has strays on purpose, which is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownAnswers)
        rows: list[dict[str, Any]] = definition.score(table).to_pylist()
    return rows


def run_postgresql(definition: IndexDefinition, families: Sequence[Answers]) -> list[Outcome]:
    printer = PostgresqlPrinter(definition.plan)
    with psycopg.connect(postgresql()) as connection, connection.cursor() as cursor:
        fill_postgresql(cursor, definition, printer.source_columns(), families)
        cursor.execute(f'SELECT * FROM ({printer.score_query("families", ["#row"])}) AS t ORDER BY "#row"')
        names = [each.name for each in cursor.description or ()]
        return _outcomes(definition, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()])


def fill_postgresql(
    cursor: psycopg.Cursor, definition: IndexDefinition, columns: Sequence[str], families: Sequence[Answers]
) -> None:
    """Put families into a temporary table `families` with their number in `#row`."""
    kinds = {"integer": "numeric", "decimal": "numeric", "date": "date"}
    known = definition.variables
    types = {name: kinds.get(known[name].type, "text") if name in known else "jsonb" for name in columns}
    declared = "".join(f', "{name}" {type_}' for name, type_ in types.items())
    cursor.execute(f'CREATE TEMPORARY TABLE families ("#row" int{declared}) ON COMMIT DROP')
    marks = ", ".join(["%s"] * (len(columns) + 1))
    rows = [
        [place, *(_for_postgresql(answers.get(name)) for name in columns)]
        for place, answers in enumerate(families)
    ]
    cursor.executemany(f"INSERT INTO families VALUES ({marks})", rows)


ENGINES: dict[str, Callable[[IndexDefinition, Sequence[Answers]], list[Outcome]]] = {
    "python": run_python,
    "duckdb": run_duckdb,
    "duckdb_texts": run_duckdb_texts,
    "duckdb_ages": run_duckdb_ages,
    "postgresql": run_postgresql,
}


def _outcomes(definition: IndexDefinition, rows: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    name = definition.id
    found = []
    for row in rows:
        number = row[f"{name}_numerator"]
        value = None if number is None else Fraction(100 * int(number), int(row[f"{name}_denominator"]))
        found.append(Outcome(row[f"{name}_states"], value, row[f"{name}_category"], row[f"{name}_reason"]))
    return found


# -- tables ------------------------------------------------------------------------------------------------------


def arrow_table(definition: IndexDefinition, families: Sequence[Answers], *, texts: bool = False) -> pa.Table:
    """Return the families as a table with every declared column; `texts` gives every value as text."""
    fields = []
    for variable in definition.variables.values():
        if variable.roster is None:
            fields.append(pa.field(variable.name, _arrow_type(variable, texts)))
    for roster in definition.declaration.rosters:
        inner = [v for v in definition.variables.values() if v.roster == roster]
        fields.append(
            pa.field(roster, pa.list_(pa.struct([pa.field(v.name, _arrow_type(v, texts)) for v in inner])))
        )
    rows = [as_texts(answers) if texts else dict(answers) for answers in families]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def with_ages(definition: IndexDefinition, families: Sequence[Answers]) -> pa.Table:
    """Return the families as a table in which a birth date has become an age, as exports write it."""
    table = arrow_table(definition, families)
    columns = {each.name: each.months for each in definition.variables.values() if each.months}
    on = definition.declaration.interview_date.name
    for roster in definition.declaration.rosters:
        place = table.schema.get_field_index(roster)
        inner = table.schema.field(roster).type.value_type
        fields = [
            pa.field(columns[each.name], pa.int64()) if each.name in columns else each
            for each in (inner.field(place) for place in range(inner.num_fields))
        ]
        rows = [_aged(answers.get(roster), columns, answers.get(on)) for answers in families]
        table = table.set_column(place, roster, pa.array(rows, pa.list_(pa.struct(fields))))
    return table


def _aged(
    members: Sequence[Answers] | None, columns: Mapping[str, str], on: dt.date | None
) -> list[dict[str, Any]] | None:
    if members is None:
        return None
    return [
        {
            columns.get(name, name): _age(value, on) if name in columns else value
            for name, value in row.items()
        }
        for row in members
    ]


def _age(birth: dt.date | None, on: dt.date | None) -> int | None:
    if birth is None or on is None:
        return None
    return months_between(birth, on)


def _arrow_type(variable: Variable, texts: bool) -> pa.DataType:
    if texts:
        return pa.string()
    if variable.type == "select_multiple":
        return pa.list_(pa.string())
    return {"integer": pa.int64(), "decimal": pa.decimal128(18, 4), "date": pa.date32()}.get(
        variable.type, pa.string()
    )


def as_texts(row: Answers) -> dict[str, Any]:
    """Return answers with every value written as text; codes of select_multiple with blanks between."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            found[name] = [as_texts(each) for each in value]
        else:
            found[name] = (
                " ".join(value) if isinstance(value, tuple) else None if value is None else str(value)
            )
    return found


def _for_postgresql(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps([as_texts(row) for row in value])
    return " ".join(value) if isinstance(value, tuple) else value


@cache
def postgresql() -> str:
    """Return the address of a PostgreSQL: the suite's own, or a cluster that lives as long as the test run."""
    url = os.environ.get("BAHTERA_DATABASE_URL", "")
    if url.startswith("postgres"):
        return url
    cluster = subprocess.Popen(
        [str(ROOT / "scripts" / "with-postgres"), "sh", "-c", 'echo "$BAHTERA_DATABASE_URL"; cat'],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert cluster.stdin is not None
    assert cluster.stdout is not None
    atexit.register(_stop, cluster)
    return cluster.stdout.readline().strip()


def _stop(cluster: subprocess.Popen[str]) -> None:
    cluster.communicate(timeout=60)
