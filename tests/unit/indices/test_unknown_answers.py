"""What a table must not keep to itself: wrong types are refused, answers that cannot be read are counted and said."""

import datetime as dt
import warnings

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.spec.indices.engines import arrow_table, read_cases
from tests.unit.indices.samples import fitur

from bahtera import indices
from bahtera.indices import InvalidFrame, UnknownAnswers

STRAY_CASES = ("YA", "milik", "???", "630.1")


@pytest.fixture(scope="module")
def ikk():
    return indices.load("ikk")


@pytest.fixture(scope="module")
def table(ikk):
    """The golden families without those that have strays of their own."""
    cases = [case.answers for case in read_cases("ikk")]
    clean = [each for each in cases if not set(STRAY_CASES) & set(map(str, each.values()))]
    return arrow_table(ikk, clean)


def swap(table, name, values):
    column = values if isinstance(values, pa.Array) else pa.array(values)
    return table.set_column(table.schema.get_field_index(name), name, column)


def members(table, change):
    rows = table["anggota"].to_pylist()
    for family in rows:
        for member in family or ():
            change(member)
    return swap(table, "anggota", pa.array(rows, table.schema.field("anggota").type))


def told(action):
    """Return what the one warning of a call says of each column: (name, count, examples)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        action()
    (warning,) = caught
    assert warning.category is UnknownAnswers
    assert warning.filename == __file__
    return [(each.name, each.count, each.examples) for each in warning.message.columns]


@pytest.mark.parametrize("values", [1, 1.5, True, dt.date(2026, 1, 1)])
@pytest.mark.parametrize(
    "kind", [lambda t: t, lambda t: t.to_pandas(), pl.from_arrow], ids=["arrow", "pandas", "polars"]
)
def test_choices_that_are_no_text_are_refused_in_every_kind_of_table(ikk, table, kind, values):
    wrong = kind(swap(table, "tabungan", [values] * len(table)))
    for action in (ikk.score, ikk.tabulate):
        with pytest.raises(InvalidFrame, match="tabungan: needs text, not"):
            action(wrong)


def test_relations_and_files_are_refused_alike(ikk, table, tmp_path):
    wrong = swap(table, "tabungan", [1] * len(table))
    pq.write_table(wrong, tmp_path / "in.parquet")
    with duckdb.connect() as connection:
        for frame in (connection.from_arrow(wrong), tmp_path / "in.parquet"):
            with pytest.raises(InvalidFrame, match="tabungan: needs text, not int64"):
                ikk.tabulate(frame)
            with pytest.raises(InvalidFrame, match="tabungan: needs text, not int64"):
                ikk.score(
                    frame, out=None if isinstance(frame, duckdb.DuckDBPyRelation) else tmp_path / "o.parquet"
                )
    assert not (tmp_path / "o.parquet").exists()


@pytest.mark.parametrize("codes", [63.1, 6310112011])
def test_area_codes_that_are_numbers_are_refused_in_words(ikk, table, codes):
    with pytest.raises(InvalidFrame, match="kode_desa: needs text"):
        ikk.tabulate(swap(table, "kode_desa", [codes] * len(table)), by=["kode_desa"])


def test_every_wrong_type_is_said_at_once(ikk, table):
    wrong = swap(swap(table, "tabungan", [1] * len(table)), "tanggal_kunjungan", [2026] * len(table))
    wrong = swap(swap(wrong, "luas_lantai", [True] * len(table)), "anggota", ["x"] * len(table))
    with pytest.raises(InvalidFrame) as caught:
        ikk.tabulate(wrong, by=["luas_lantai", "warna"])
    assert "6 problems" in str(caught.value)
    for line in (
        "tabungan: needs text, not int64",
        "tanggal_kunjungan: needs a date, or text as yyyy-mm-dd, not int64",
        "luas_lantai: needs a number, not bool",
        "anggota: needs a list of structs, one a member, not string",
        "luas_lantai: grouping needs text or whole numbers, not bool",
        "warna: not there, but it is to be grouped by",
    ):
        assert f"\n  {line}" in str(caught.value)


def test_a_column_in_which_nothing_stands_is_unanswered_whatever_its_type(ikk, table, tmp_path):
    def empty(name, kind):
        return swap(table, name, pa.nulls(len(table), kind))

    expected = ikk.tabulate(empty("tabungan", pa.string()))
    for kind in (pa.null(), pa.float64(), pa.int32(), pa.bool_()):
        assert ikk.tabulate(empty("tabungan", kind)).to_json() == expected.to_json()
    frame = table.to_pandas()
    frame["tabungan"] = np.nan
    assert isinstance(ikk.score(frame), pd.DataFrame)
    pq.write_table(empty("tabungan", pa.float64()), tmp_path / "in.parquet")
    assert ikk.tabulate(tmp_path / "in.parquet").to_json() == expected.to_json()
    nobody = ikk.tabulate(empty("anggota", pa.string()))
    assert nobody.to_json() == ikk.tabulate(empty("anggota", table.schema.field("anggota").type)).to_json()


def test_an_unfit_field_of_members_is_refused_unless_nothing_stands_in_it(ikk, table):
    place = table.schema.get_field_index("anggota")
    inner = table.schema.field("anggota").type.value_type
    fields = [pa.field(each.name, pa.bool_() if each.name == "hubungan" else each.type) for each in inner]
    rows = members(table, lambda member: member.update(hubungan=None))["anggota"].to_pylist()
    kind = pa.list_(pa.struct(fields))
    blank = table.set_column(place, "anggota", pa.array(rows, kind))
    expected = ikk.tabulate(members(table, lambda member: member.update(hubungan=None)))
    assert ikk.tabulate(blank).to_json() == expected.to_json()
    rows[0][0]["hubungan"] = True
    with pytest.raises(InvalidFrame, match=r"anggota\.hubungan: needs text, not bool"):
        ikk.tabulate(table.set_column(place, "anggota", pa.array(rows, kind)))


def test_codes_that_are_no_choice_are_counted_with_examples(ikk, table):
    size = len(table)
    wrong = swap(table, "tabungan", ["Ya", "YA", "Ya", *["ya"] * (size - 4), ""])
    expected = [("tabungan", 3, ("Ya", "YA"))]
    assert told(lambda: ikk.score(wrong)) == expected
    assert told(lambda: ikk.tabulate(wrong, by=["kode_desa"])) == expected
    frame = wrong.to_pandas().astype({"tabungan": "category"})
    assert told(lambda: ikk.score(frame)) == expected
    assert told(lambda: ikk.tabulate(frame)) == expected


def test_relations_and_files_are_told_too(ikk, table, tmp_path):
    wrong = swap(table, "tabungan", ["Ya"] * len(table))
    pq.write_table(wrong, tmp_path / "in.parquet")
    expected = [("tabungan", len(table), ("Ya",))]
    assert told(lambda: ikk.tabulate(tmp_path / "in.parquet")) == expected
    assert told(lambda: ikk.score(tmp_path / "in.parquet", out=tmp_path / "out.parquet")) == expected
    with duckdb.connect() as connection:
        assert told(lambda: ikk.tabulate(connection.from_arrow(wrong))) == expected
        assert told(lambda: ikk.score(connection.from_arrow(wrong)).fetchall()) == expected


def test_members_codes_are_counted_too(ikk, table):
    def change(member):
        if member["hubungan"] == "kepala":
            member["hubungan"] = "Bapak"

    heads = sum(m["hubungan"] == "kepala" for row in table["anggota"].to_pylist() for m in row or ())
    wrong = members(table, change)
    expected = [("anggota.hubungan", heads, ("Bapak",))]
    assert told(lambda: ikk.tabulate(wrong)) == expected
    assert told(lambda: ikk.score(wrong)) == expected


def test_one_stray_among_many_members_is_found_for_every_variable_of_theirs(ikk, table):
    (roster,) = ikk.plan.rosters
    rows = table["anggota"].to_pylist()
    at = next(place for place, row in enumerate(rows) if row and len(row) > 3)
    for variable in roster.variables:
        if variable.type == "select_one":
            kept = rows[at][2][variable.name]
            rows[at][2][variable.name] = "entah"
            wrong = swap(table, "anggota", pa.array(rows, table.schema.field("anggota").type))
            assert told(lambda wrong=wrong: ikk.tabulate(wrong)) == [
                (f"anggota.{variable.name}", 1, ("entah",))
            ]
            rows[at][2][variable.name] = kept


def test_texts_that_are_no_date_number_or_area_are_counted(ikk, table):
    size = len(table)
    wrong = swap(table, "tanggal_kunjungan", ["09/03/2026"] * size)
    wrong = swap(wrong, "luas_lantai", ["45.5", "empat puluh", *[""] * (size - 2)])
    wrong = swap(wrong, "kode_desa", ["6310112011", *["63.10.11.2011"] * (size - 1)])
    assert told(lambda: ikk.tabulate(wrong)) == [
        ("kode_desa", 1, ("6310112011",)),
        ("tanggal_kunjungan", size, ("09/03/2026",)),
        ("luas_lantai", 1, ("empat puluh",)),
    ]


def test_members_texts_are_read_and_those_that_cannot_be_are_counted(ikk):
    kind = pa.list_(pa.struct([("hubungan", pa.string()), ("tgl_lahir", pa.string())]))
    ages = pa.list_(pa.struct([("hubungan", pa.string()), ("usia_bulan", pa.string())]))
    table = pa.table({"anggota": pa.array([[{"hubungan": "anak", "tgl_lahir": "1 Mei 2019"}]], kind)})
    assert told(lambda: ikk.tabulate(table, absent="unanswered")) == [
        ("anggota.tgl_lahir", 1, ("1 Mei 2019",))
    ]
    table = pa.table({"anggota": pa.array([[{"hubungan": "anak", "usia_bulan": "tujuh"}]], ages)})
    assert told(lambda: ikk.tabulate(table, absent="unanswered")) == [("anggota.usia_bulan", 1, ("tujuh",))]


@pytest.mark.parametrize("as_text", [True, False])
def test_several_choices_are_looked_at_one_by_one(as_text):
    definition = fitur()
    (variable,) = [
        each for each in definition.variables.values() if each.type == "select_multiple" and not each.roster
    ][:1]
    code = variable.choices[0]
    answers = [(code,), (code, "anu"), (), ("anu", "entah")]
    column = (
        pa.array([" ".join(each) for each in answers])
        if as_text
        else pa.array(answers, pa.list_(pa.string()))
    )
    table = pa.table({variable.name: column})
    expected = [(variable.name, 2, ("anu", "anu entah"))]
    assert told(lambda: definition.tabulate(table, absent="unanswered")) == expected
    assert told(lambda: definition.score(table, absent="unanswered")) == expected


def test_missing_codes_blanks_and_rows_that_are_no_member_are_not_strays(ikk, table):
    def change(member):
        member["disabilitas"] = "tidak_tahu"

    fine = members(
        swap(table, "tabungan", ["tidak_tahu", "menolak", "", None] + ["ya"] * (len(table) - 4)), change
    )
    kind = table.schema.field("anggota").type
    rows = fine["anggota"].to_pylist()
    rows[0] = [*(rows[0] or []), {"akta_lahir": "entah"}]
    fine = swap(fine, "anggota", pa.array(rows, kind))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ikk.tabulate(fine)
        ikk.score(fine)


def test_the_check_can_be_left_out_and_changes_no_figure(ikk, table):
    wrong = swap(table, "tabungan", ["Ya"] * len(table))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sums = ikk.tabulate(wrong, by=["kode_desa"], check=False)
        scored = ikk.score(wrong, check=False)
    with pytest.warns(UnknownAnswers):
        assert ikk.tabulate(wrong, by=["kode_desa"]).to_json() == sums.to_json()
    with pytest.warns(
        UnknownAnswers, match="tabungan: .* values are not one of ya, tidak, tidak_tahu, menolak"
    ):
        assert ikk.score(wrong).equals(scored)
    assert sums.total().indicators["IKK-D3-07"].unanswered == len(table)


def test_private_questions_are_not_looked_at_without_them():
    whole = indices.load("ibangga")
    answers = [case.answers for case in read_cases("ibangga")[:20]]
    table = arrow_table(whole, answers)
    private = next(name for name in table.column_names if name.startswith("konflik"))
    strays = swap(table, private, ["RAHASIA"] * len(table))

    def said(definition, frame):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            definition.tabulate(frame)
        return "".join(str(each.message) for each in caught)

    assert "RAHASIA" in said(whole, strays)
    assert said(whole.without_private(), strays) == said(whole.without_private(), table)
