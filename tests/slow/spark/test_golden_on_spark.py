"""Spark gives every family of the golden set the same states, exact value, category and reason; and the same sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.spec.indices.engines import Outcome, _outcomes, arrow_table, definition_of, read_cases, with_ages
from tests.spec.indices.test_golden import SETTINGS, expectation

from bahtera.indices import InvalidFrame, distributed

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

    from bahtera.indices import IndexDefinition

Setting = tuple[str, str, str]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
]


@pytest.mark.parametrize("setting", SETTINGS, ids="/".join)
def test_spark_agrees_with_the_oracle(spark: SparkSession, tmp_path: Path, setting: Setting) -> None:
    check(spark, tmp_path, setting, texts=False)


@pytest.mark.parametrize("index", ["ikk", "fitur"])
def test_spark_reads_texts_too(spark: SparkSession, tmp_path: Path, index: str) -> None:
    check(spark, tmp_path, (index, "arithmetic", "full"), texts=True)


@pytest.mark.parametrize("index", ["ikk", "ibangga"])
def test_spark_takes_ages_for_dates_of_birth(spark: SparkSession, tmp_path: Path, index: str) -> None:
    definition, cases = definition_of(index, "arithmetic", "full"), read_cases(index)
    found = run(spark, definition, with_ages(definition, [case.answers for case in cases]), tmp_path)
    assert found == [expectation(case.expect["arithmetic/full"]) for case in cases]


def check(spark: SparkSession, folder: Path, setting: Setting, *, texts: bool) -> None:
    index, method, variant = setting
    definition, cases = definition_of(*setting), read_cases(index)
    table = arrow_table(definition, [case.answers for case in cases], texts=texts)
    found = run(spark, definition, table, folder)
    wrong = [
        (case.name, outcome, expected)
        for case, outcome in zip(cases, found, strict=True)
        if outcome != (expected := expectation(case.expect[f"{method}/{variant}"]))
    ]
    assert wrong == []


def run(spark: SparkSession, definition: IndexDefinition, table: pa.Table, folder: Path) -> list[Outcome]:
    numbered = table.append_column("nomor", pa.array(range(table.num_rows)))
    pq.write_table(numbered, folder / "families.parquet")
    scored = distributed.score(definition, distributed.read(spark, folder / "families.parquet"))
    return _outcomes(definition, [row.asDict() for row in scored.orderBy("nomor").collect()])


@pytest.mark.parametrize("setting", SETTINGS, ids="/".join)
def test_sums_equal_those_of_duckdb(spark: SparkSession, tmp_path: Path, setting: Setting) -> None:
    definition = definition_of(*setting)
    table = arrow_table(definition, [case.answers for case in read_cases(setting[0])])
    by = [name for name in ("kode_desa", "jumlah_penghuni") if name in table.column_names]
    pq.write_table(table, tmp_path / "families.parquet")
    frame = distributed.read(spark, tmp_path / "families.parquet")
    assert (
        distributed.tabulate(definition, frame, by=by).to_json()
        == definition.tabulate(table, by=by, check=False).to_json()
    )


def test_a_frame_that_does_not_fit_is_refused(spark: SparkSession) -> None:
    definition = definition_of("tepat", "arithmetic", "full")
    frame = spark.createDataFrame([(1.5,)], "berat double")
    with pytest.raises(InvalidFrame, match="the table lacks what tepat reads: "):
        distributed.score(definition, frame)
    with pytest.raises(InvalidFrame, match="no column desa"):
        distributed.tabulate(definition, frame, by=["desa"])
    with pytest.raises(InvalidFrame, match=r"not berat \(double\)"):
        distributed.tabulate(definition, frame, by=["berat"])
