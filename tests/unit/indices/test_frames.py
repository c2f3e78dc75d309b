import datetime as dt
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.spec.indices.engines import arrow_table, read_cases, with_ages
from tests.unit.indices.samples import definition_from, indicator, text_of

from bahtera import indices
from bahtera.indices import InvalidAnswers, InvalidDefinition, InvalidFrame
from bahtera.indices.scoring import date_before

# The golden set has strays on purpose; what is said of them is tested in test_unknown_answers.py.
pytestmark = pytest.mark.filterwarnings("ignore::bahtera.indices.UnknownAnswers")


@pytest.fixture(scope="module")
def ikk():
    return indices.load("ikk")


@pytest.fixture(scope="module")
def cases():
    return read_cases("ikk")[::3]


@pytest.fixture(scope="module")
def table(ikk, cases):
    families = arrow_table(ikk, [case.answers for case in cases])
    return families.append_column("nomor", pa.array(range(len(cases))))


@pytest.fixture(scope="module")
def states(cases):
    return [case.expect["arithmetic/full"]["states"] for case in cases]


def test_the_same_kind_comes_back_in_the_same_order(ikk, table, states):
    arrow = ikk.score(table)
    assert isinstance(arrow, pa.Table)
    assert arrow.column_names[: table.num_columns] == table.column_names
    assert arrow["ikk_states"].to_pylist() == states

    frame = table.to_pandas()
    frame.index = range(100, 100 + len(frame))
    scored = ikk.score(frame)
    assert isinstance(scored, pd.DataFrame)
    assert list(scored.ikk_states) == states
    assert list(scored.index) == list(frame.index)
    assert "ikk_states" not in frame.columns

    polars = pl.from_arrow(table)
    assert ikk.score(polars)["ikk_states"].to_list() == states
    assert ikk.score(polars.lazy()).collect()["ikk_states"].to_list() == states

    with duckdb.connect() as connection:
        relation = ikk.score(connection.from_arrow(table))
        assert isinstance(relation, duckdb.DuckDBPyRelation)
        assert [row[0] for row in relation.order("nomor").project("ikk_states").fetchall()] == states


def test_parquet_goes_to_parquet(ikk, table, states, tmp_path):
    pq.write_table(table, tmp_path / "in.parquet")
    out = ikk.score(tmp_path / "in.parquet", out=tmp_path / "out.parquet")
    assert out == tmp_path / "out.parquet"
    assert pq.read_table(out)["ikk_states"].to_pylist() == states
    with pytest.raises(InvalidFrame, match="needs `out`"):
        ikk.score(tmp_path / "in.parquet")
    with pytest.raises(InvalidFrame, match="no file"):
        ikk.tabulate(tmp_path / "none.parquet")


def test_dictionary_columns_and_categoricals_are_read(ikk, table, states):
    place = table.schema.get_field_index("jamban")
    encoded = table.set_column(place, "jamban", table["jamban"].dictionary_encode())
    assert ikk.score(encoded)["ikk_states"].to_pylist() == states
    frame = table.to_pandas().astype({"buku_nikah": "category"})
    assert list(ikk.score(frame).ikk_states) == states


def test_tabulate_equals_the_sums_of_each_family(ikk, table, states, tmp_path):
    pq.write_table(table, tmp_path / "in.parquet")
    one_by_one = ikk.sums(states)
    for frame in (table, table.to_pandas(), pl.from_arrow(table), tmp_path / "in.parquet"):
        assert ikk.tabulate(frame).to_json() == one_by_one.to_json()
        by_village = ikk.tabulate(frame, by=["kode_desa"])
        assert by_village.group_by([]).to_json() == one_by_one.to_json()


@pytest.mark.parametrize("method", ["pooled", "geometric", "harmonic"])
def test_tabulate_equals_the_sums_for_every_method(table, states, method):
    definition = indices.load("ikk", method=method)
    assert definition.tabulate(table).to_json() == definition.sums(states).to_json()


def test_parts_of_a_table_add_up_to_the_whole(ikk, table):
    whole = ikk.tabulate(table, by=["kode_desa"])
    parts = [ikk.tabulate(table.slice(start, 17), by=["kode_desa"]) for start in range(0, table.num_rows, 17)]
    assert indices.merge_all(reversed(parts)).to_json() == whole.to_json()


def test_an_empty_table_gives_no_group(ikk, table):
    assert len(ikk.tabulate(table.slice(0, 0))) == 0
    assert ikk.score(table.slice(0, 0)).num_rows == 0


def test_missing_columns_are_told_all_at_once_or_read_as_unanswered(ikk, table):
    smaller = table.drop_columns(["makan_beragam", "tabungan"])
    with pytest.raises(
        InvalidFrame, match=r"2 problems(.|\n)*makan_beragam: not there(.|\n)*tabungan: not there"
    ):
        ikk.score(smaller)
    scored = ikk.score(smaller, absent="unanswered")["ikk_states"].to_pylist()
    assert {each[3] for each in scored} == {"?"}
    nobody = ikk.score(table.drop_columns(["anggota"]), absent="unanswered")["ikk_states"].to_pylist()
    assert {each[0] for each in nobody} == {"?"}


def test_what_is_no_table_and_what_is_already_there_are_refused(ikk, table):
    with pytest.raises(InvalidFrame, match="not a table"):
        ikk.score([1, 2])
    with pytest.raises(InvalidFrame, match="already has"):
        ikk.score(ikk.score(table))
    with pytest.raises(InvalidFrame, match="desa: not there, but it is to be grouped by"):
        ikk.tabulate(table, by=["desa"])
    with pytest.raises(InvalidFrame, match="luas_lantai: grouping needs text or whole numbers"):
        ikk.tabulate(table, by=["luas_lantai"])
    with pytest.raises(InvalidFrame, match="Parquet"):
        ikk.score(table, out="x.parquet")


def test_pandas_with_plain_python_objects(ikk):
    day = dt.date(2026, 3, 14)
    member = {
        "jenis_kelamin": "l",
        "tgl_lahir": dt.date(1990, 1, 1),
        "hubungan": "kepala",
        "jaminan_kesehatan": "pbi",
    }
    frame = pd.DataFrame(
        [
            {
                "tanggal_kunjungan": day,
                "anggota": [member],
                "luas_lantai": Decimal(30),
                "makan_beragam": "ya",
            },
            {"tanggal_kunjungan": None, "anggota": [], "luas_lantai": None, "makan_beragam": None},
        ]
    )
    answers = [
        {"tanggal_kunjungan": day, "anggota": [member], "luas_lantai": Decimal(30), "makan_beragam": "ya"},
        {},
    ]
    scored = ikk.score(frame, absent="unanswered")
    assert list(scored.ikk_states) == [ikk.score_one(each).states for each in answers]


def test_identifiers_are_quoted(ikk, table):
    named = table.append_column('desa "x"; DROP', table["kode_desa"])
    assert ikk.tabulate(named, by=['desa "x"; DROP']).total().families == table.num_rows


def test_private_columns_are_not_needed_and_change_nothing():
    public = indices.load("ibangga").without_private()
    cases = read_cases("ibangga")[:60]
    table = arrow_table(indices.load("ibangga"), [case.answers for case in cases])
    private = [name for name in table.column_names if name.startswith("konflik")]
    flipped = table
    for name in private:
        place = flipped.schema.get_field_index(name)
        flipped = flipped.set_column(place, name, pa.array(["ya"] * len(flipped)))
    without = table.drop_columns(private)
    expected = public.tabulate(without).to_json()
    assert public.tabulate(table).to_json() == expected
    assert public.tabulate(flipped).to_json() == expected
    new = public.score(without).column_names[without.num_columns :]
    assert public.score(flipped).select(new).equals(public.score(without).select(new))


def test_an_age_in_months_gives_what_the_date_of_birth_gives(ikk):
    """Around every limit of age, at the ends of months and in leap years, where calendars are uneven."""
    families = [
        {
            "kode_desa": "63.10.05.2003",
            "tanggal_kunjungan": on,
            "hamil_melahirkan": "ya",
            "asi_eksklusif": "ya",
            "kawin_anak": "tidak",
            "anggota": [{"tgl_lahir": date_before(on, months) + dt.timedelta(days), "jenis_kelamin": "p"}],
        }
        for on in (dt.date(2024, 2, 29), dt.date(2023, 2, 28), dt.date(2026, 3, 31), dt.date(2026, 4, 30))
        for months in (0, 6, 23, 24, 60, 84, 120, 18 * 12, 19 * 12, 25 * 12, 55 * 12, 60 * 12, 131 * 12)
        for days in range(-3, 4)
    ]
    expected = [ikk.score_one(each).states for each in families]
    assert len(set(expected)) > 8
    assert ikk.score(with_ages(ikk, families))["ikk_states"].to_pylist() == expected


@pytest.mark.parametrize(
    ("kind", "months"),
    [(pa.float64(), 83.9), (pa.string(), "83"), (pa.int8(), 83)],
)
def test_ages_come_as_any_number_and_unbelievable_ones_are_unknown(ikk, kind, months):
    def scored(value):
        member = pa.struct([pa.field("usia_bulan", kind), pa.field("hubungan", pa.string())])
        table = pa.table(
            {
                "tanggal_kunjungan": pa.array([dt.date(2026, 3, 31)]),
                "anggota": pa.array([[{"usia_bulan": value, "hubungan": "anak"}]], pa.list_(member)),
            }
        )
        return ikk.score(table, absent="unanswered")["ikk_states"][0].as_py()

    def with_birth(date):
        answers = {
            "tanggal_kunjungan": dt.date(2026, 3, 31),
            "anggota": [{"tgl_lahir": date, "hubungan": "anak"}],
        }
        return ikk.score_one(answers).states

    assert scored(months) == with_birth(dt.date(2019, 4, 30))
    assert scored(months) != with_birth(dt.date(2019, 3, 31))
    unknown = "-5" if kind == pa.string() else -5
    assert scored(unknown) == scored(None) == with_birth(None)


def test_one_family_is_scored_by_ages_as_its_table_is(ikk):
    def member(**answers):
        return {"hubungan": "anak", "jenis_kelamin": "p", **answers}

    day = {"tanggal_kunjungan": dt.date(2026, 3, 31)}
    by_age = {**day, "anggota": [member(usia_bulan=83), member(usia_bulan=None)]}
    by_birth = {**day, "anggota": [member(tgl_lahir=dt.date(2019, 4, 30)), member(tgl_lahir=None)]}
    assert ikk.score_one(by_age) == ikk.score_one(by_birth)
    assert ikk.score_one({**day, "anggota": [member(usia_bulan=83.9)]}) == ikk.score_one(
        {**day, "anggota": [member(usia_bulan="83")]}
    )
    assert ikk.explain(by_age) == ikk.explain(by_birth)
    for wrong in (True, "muda", float("inf")):
        with pytest.raises(InvalidAnswers, match="months"):
            ikk.score_one({**day, "anggota": [member(usia_bulan=wrong)]})


def test_a_column_of_ages_has_a_name_of_its_own():
    variables = "  m: {type: roster, max: 5, variables: {lahir: {type: date, months: %s}, s: {type: date}}}"
    for name, message in (
        ("q", "q already names something else"),
        ("Usia", "'Usia' is not a name: lower-case letters, digits and _ only"),
    ):
        with pytest.raises(InvalidDefinition) as caught:
            definition_from(text_of(indicators=indicator(), variables=variables % name))
        assert message in [each.message for each in caught.value.problems]
    with pytest.raises(InvalidDefinition) as caught:
        definition_from(text_of(indicators=indicator(), variables="  lahir: {type: date, months: usia}"))
    assert [each.message for each in caught.value.problems] == ["only dates of members have months"]
