"""What can be read as a table, and what is refused."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from bahtera.statistics import quality as q

COLUMNS = {"desa": ["a", "b", "c"], "air": [1.5, None, 3.0], "sekolah": [True, False, True]}


@pytest.mark.parametrize(
    "frame",
    [COLUMNS, pd.DataFrame(COLUMNS), pl.DataFrame(COLUMNS), pa.table(COLUMNS)],
    ids=["dict", "pandas", "polars", "arrow"],
)
def test_every_kind_of_table_reads_alike(frame):
    table = q.read_table(frame, unit="desa")
    assert table.units == ("a", "b", "c")
    assert table.indicators == ("air", "sekolah")
    np.testing.assert_array_equal(table.values, [[1.5, 1], [np.nan, 0], [3, 1]])
    np.testing.assert_array_equal(table.missing, [[False, False], [True, False], [False, False]])


def test_lazy_frames_and_relations_are_read_too():
    arrow = pa.table(COLUMNS)
    for frame in (pl.LazyFrame(COLUMNS), duckdb.connect().from_arrow(arrow)):
        assert q.read_table(frame, unit="desa").units == ("a", "b", "c")


def test_columns_may_bear_numbers():
    table = q.read_table(pd.DataFrame([[1, 2], [3, 4]]))
    assert table.indicators == ("0", "1")
    assert table.column("1").tolist() == [2, 4]


def test_nullable_columns_of_pandas_and_polars_read_their_nulls_as_missing():
    for frame in (
        pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean")}),
        pl.DataFrame({"a": pl.Series([1, None], dtype=pl.Int64), "b": pl.Series([True, None])}),
        pa.table({"a": pa.array([1, None], pa.int64()), "b": pa.array([True, None])}),
    ):
        read = q.read_table(frame)
        np.testing.assert_array_equal(read.column("a"), [1, np.nan])
        np.testing.assert_array_equal(read.column("b"), [1, np.nan])


def test_an_array_numbers_its_units_and_indicators():
    table = q.read_table(np.array([[1, 2], [3, 4]]))
    assert (table.units, table.indicators) == ((1, 2), ("1", "2"))


def test_what_does_not_apply_is_not_missing():
    table = q.read_table({"a": [1.0, None, None]}, not_applicable={"a": [False, True, False]})
    assert table.not_applicable[:, 0].tolist() == [False, True, False]
    assert table.missing[:, 0].tolist() == [False, False, True]
    (found,) = q.completeness(table)
    assert (found.units, found.applicable, found.present) == (3, 2, 1)
    assert found.not_applicable_share == pytest.approx(1 / 3)
    assert found.missing_share == 0.5


def test_an_indicator_that_concerns_nobody_has_no_missing_share():
    table = q.read_states(["-1", "-0"], ["a", "b"])
    assert [one.missing_share for one in q.completeness(table)] == [None, 0.0]


def test_states_of_an_index_read_as_numbers():
    table = q.read_states(["10-?"], ["a", "b", "c", "d"], units=["keluarga 1"])
    np.testing.assert_array_equal(table.values, [[1, 0, np.nan, np.nan]])
    assert table.not_applicable.tolist() == [[False, False, True, False]]
    assert table.missing.tolist() == [[False, False, False, True]]


def test_a_table_cannot_be_changed():
    table = q.read_table({"a": [1.0, 2.0]})
    with pytest.raises(ValueError, match="read-only"):
        table.column("a")[0] = 5


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: q.read_table({"a": ["x", 1]}), "column a holds 'x'"),
        (lambda: q.read_table({"a": ["1", "2"]}), "column a holds"),
        (lambda: q.read_table({"a": [1.0, float("inf")]}), "infinite or immense values: a"),
        (lambda: q.read_table({"a": [1.0, -1e200]}), "infinite or immense values: a"),
        (lambda: q.read_table({"a": [1, 2], "b": [1]}), "different lengths"),
        (lambda: q.read_table({"a": []}), "no rows or no columns"),
        (lambda: q.read_table({}), "no rows or no columns"),
        (lambda: q.read_table({"a": [1]}, indicators=["b"]), "no column b"),
        (lambda: q.read_table({"a": [1]}, unit="desa"), "no column desa"),
        (lambda: q.read_table({"a": [1, 2], "d": ["x", "x"]}, unit="d"), "units stand there twice: x"),
        (lambda: q.read_table({"a": [1]}, indicators=["a", "a"]), "indicators stand there twice: a"),
        (lambda: q.read_table({"a": [1]}, not_applicable={"a": [True]}), "said not to apply: a"),
        (lambda: q.read_table({"a": [None]}, not_applicable={"a": [2]}), "true or false"),
        (lambda: q.read_table({"a": [1, 2]}, not_applicable={"a": [False]}), "needs 2 rows"),
        (lambda: q.read_table(np.zeros(3)), "1 dimensions"),
        (lambda: q.read_table(np.zeros((2, 2)), indicators=["a"]), "1 names for 2 columns"),
        (lambda: q.read_table("keluarga.csv"), "str is not a table"),
        (lambda: q.read_table(pd.DataFrame([[1, 2]], columns=["a", "a"])), "indicators stand there twice: a"),
        (lambda: q.read_table({"a": pd.to_datetime(["2026-01-01"])}), "column a holds '2026-01-01"),
        (lambda: q.read_table({"a": np.array([], dtype="M8[s]")}), "column a holds 'datetime64"),
        (lambda: q.read_table({"a": [1j]}), "column a holds"),
        (
            lambda: q.read_table({"a": [1, 2, 3], "d": ["x", None, float("nan")]}, unit="d"),
            "which unit they are: 2, 3",
        ),
        (lambda: q.read_states(["10", "1x", None], ["a", "b"]), "10-?, not|2, 3"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(read, said):
    with pytest.raises(q.BadTable, match=said):
        read()
