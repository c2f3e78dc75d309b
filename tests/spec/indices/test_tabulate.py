"""PostgreSQL's sums by group are those of Python, bit for bit (DuckDB's are tested with the frames)."""

import json

import psycopg
import pytest
from tests.spec.indices.engines import definition_of, fill_postgresql, postgresql, read_cases
from tests.spec.indices.test_golden import SETTINGS

from bahtera.indices import Sums
from bahtera.indices.printers.postgresql import PostgresqlPrinter
from bahtera.indices.sums import Layout


@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_postgresql_adds_up_as_python_does(index: str, method: str, variant: str) -> None:
    definition = definition_of(index, method, variant)
    cases = read_cases(index)
    printer = PostgresqlPrinter(definition.plan)
    with psycopg.connect(postgresql()) as connection, connection.cursor() as cursor:
        fill_postgresql(cursor, definition, printer.source_columns(), [case.answers for case in cases])
        cursor.execute('ALTER TABLE families ADD COLUMN kelompok int GENERATED ALWAYS AS ("#row" % 3) STORED')
        cursor.execute(printer.tabulate_query("families", ["kelompok"]))
        groups = {(row[0],): tuple(map(int, row[1:])) for row in cursor.fetchall()}
    sums = Sums(Layout.of(definition.plan), definition.hash, ("kelompok",), groups)
    states = [str(case.expect[f"{method}/{variant}"]["states"]) for case in cases]
    for group in range(3):
        one = definition.sums(states[group::3])
        assert groups[group,] == one.total().values
    assert json.loads(sums.group_by([]).to_json()) == json.loads(definition.sums(states).to_json())
