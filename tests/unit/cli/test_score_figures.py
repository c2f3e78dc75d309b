"""Grouping by levels of the area code, figures rounded once, sums as files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bahtera.cli.scoring.checking import check_tables, join_unknown
from bahtera.cli.scoring.figures import figures_of, rounded, total_figures
from bahtera.cli.scoring.grouping import read_grouping
from bahtera.cli.scoring.sums_files import read_sums, write_sums
from bahtera.cli.scoring.work import find_definition
from bahtera.indices import InvalidFrame, MismatchedSums, Sums, UnknownColumn, load

if TYPE_CHECKING:
    from pathlib import Path

IKK = load("ikk")
GOOD, FAIR = "1" * 29, "1" * 15 + "0" * 14
VILLAGES = ("63.01.01.2001", "63.01.02.2001", "63.10.01.1001", None)


def by_village() -> Sums:
    groups = {}
    for number, village in enumerate(VILLAGES, 1):
        row = IKK.sums([GOOD] * number + [FAIR, "?" * 29])
        groups[village,] = next(iter(row.groups.values()))
    return Sums(IKK.sums_zero().layout, IKK.hash, ("kode_desa",), groups)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(75), 2, "75.00"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(200, 3), 2, "66.67"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(4999, 10**6), 2, "0.00"),
    ],
)
def test_halves_are_rounded_up_once(value: Fraction, places: int, text: str) -> None:
    assert str(rounded(value, places)) == text


def test_regencies_are_sums_of_their_villages() -> None:
    grouping = read_grouping(["regency"], "kode_desa")
    assert grouping.columns == ("kode_desa",)
    regencies = grouping.apply(by_village())
    assert regencies.by == ("regency",)
    assert {row.key: row.families for row in regencies} == {("63.01",): 7, ("63.10",): 5, (None,): 6}
    assert regencies.total().values == by_village().total().values


def test_any_column_and_levels_together() -> None:
    grouping = read_grouping(["province", "sumber", "village", "province"], "desa")
    assert grouping.names == ("province", "sumber", "village")
    assert grouping.columns == ("desa", "sumber", "desa")
    assert grouping.lengths == (2, None, 13)


def test_figures_add_up() -> None:
    for each in [*figures_of(by_village()), total_figures(by_village())]:
        assert (
            sum(count for count, _ in each.categories.values()) == each.scored == each.families - 1
            or each.key == ()
        )
        assert [share.id for share in each.indicators] == [indicator.id for indicator in IKK.indicators]
    first = figures_of(by_village())[1]
    assert first.key == ("63.01.01.2001",)
    assert first.categories["tinggi"] == (1, Decimal("50.00"))
    assert {share.percent for share in first.attention} == {Decimal("50.00")}
    assert {share.unanswered for share in first.attention} == {1}


def test_no_families_at_all() -> None:
    empty = total_figures(IKK.sums_zero())
    assert (empty.families, empty.mean, empty.attention) == (0, None, ())


@pytest.mark.parametrize("ending", ["json", "parquet"])
def test_sums_come_back_from_their_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"sums.{ending}"
    write_sums(by_village(), path)
    assert read_sums(path).to_json() == by_village().to_json()


def test_sums_beyond_64_bits_come_back(tmp_path: Path) -> None:
    sums = by_village()
    huge = Sums(sums.layout, sums.index_hash, sums.by, {("63",): (2**70,) * len(sums.layout.columns)})
    for name in ("huge.parquet", "huge.json"):
        write_sums(huge, tmp_path / name)
        assert read_sums(tmp_path / name).groups == huge.groups


def test_what_is_not_sums_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(MismatchedSums, match=r"other\.json"):
        read_sums(tmp_path / "other.json")
    (tmp_path / "other.parquet").write_bytes(b"PAR1")
    with pytest.raises(MismatchedSums, match=r"other\.parquet"):
        read_sums(tmp_path / "other.parquet")
    with pytest.raises(MismatchedSums, match="there is no file"):
        read_sums(tmp_path / "absent.json")
    with pytest.raises(MismatchedSums, match=r"written as \.json or \.parquet"):
        write_sums(by_village(), tmp_path / "sums.txt")


def test_definitions_are_found_by_their_hash() -> None:
    for method in ("arithmetic", "pooled", "geometric", "harmonic"):
        assert find_definition(IKK.with_method(method).hash).method == method
    private = load("ibangga")
    assert find_definition(private.without_private().hash).variant == "without_private"
    with pytest.raises(MismatchedSums, match="another version"):
        find_definition("0" * 64)


def test_every_problem_of_a_table_is_said_at_once(tmp_path: Path) -> None:
    member = pa.struct([("hubungan", pa.int64()), ("tgl_lahir", pa.float64())])
    table = pa.table(
        {
            "tabungan": pa.array([True]),
            "luas_lantai": pa.array([dt.date(2026, 1, 1)]),
            "anggota": pa.array([[{"hubungan": 1, "tgl_lahir": 1.5}]], pa.list_(member)),
            "x": pa.array([0.5]),
        }
    )
    pq.write_table(table, tmp_path / "satu.parquet")
    with pytest.raises(InvalidFrame) as caught:
        check_tables(IKK, [tmp_path / "satu.parquet"], groups=["x", "desa"], absent="error")
    text = str(caught.value)
    for line in (
        "tabungan: needs text, not bool",
        "luas_lantai: needs a number, not date32[day]",
        "anggota.hubungan: needs text, not int64",
        "anggota.tgl_lahir: needs a date, or text as yyyy-mm-dd, not double",
        "anggota.jenis_kelamin: not there; it needs text",
        "tanggal_kunjungan: not there; it needs a date, or text as yyyy-mm-dd",
        "x: grouping needs text or whole numbers, not double",
        "desa: not there, but it is to be grouped by",
    ):
        assert line in text


def test_what_several_parts_say_is_one_line_a_column() -> None:
    found = [
        UnknownColumn("a", 2, ("Ya", "YA"), "one of ya"),
        UnknownColumn("b", 1, ("x",), "a number"),
        UnknownColumn("a", 3, ("Ja",), "one of ya"),
    ]
    assert join_unknown(found) == [UnknownColumn("a", 5, ("Ya", "YA"), "one of ya"), found[1]]
