"""The commands over real files: what they write, what they refuse, and that provinces add up to the country."""

from __future__ import annotations

import csv
import json
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import typer
from tests.spec.indices.engines import Answers, arrow_table, read_cases, with_ages
from typer.testing import CliRunner

from bahtera.cli import indices as commands
from bahtera.indices import load

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

app = typer.Typer()
commands.add_to(app)


def bahtera(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def succeed(*arguments: object) -> str:
    done = bahtera(*arguments)
    assert done.exit_code == 0, done.output
    return done.output


def golden(index: str) -> list[Answers]:
    """Return the golden families; the two whose village is no village (63, 630.1) are given one."""
    found = []
    for case in read_cases(index):
        code = case.answers.get("kode_desa")
        mended = {"kode_desa": "63.01.01.2001"} if code in {"63", "630.1"} else {}
        found.append({**case.answers, **mended})
    return found


def families() -> pa.Table:
    table = arrow_table(load("ikk"), golden("ikk"))
    return table.append_column("nomor", pa.array(range(1, table.num_rows + 1)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    pq.write_table(families(), tmp_path / "keluarga.parquet")
    return tmp_path / "keluarga.parquet"


@pytest.fixture
def provinces(tmp_path: Path) -> list[Path]:
    """The same families in three files, cut without regard to villages."""
    table, parts = families(), []
    for number, start in enumerate((0, 50, 120)):
        parts.append(tmp_path / f"provinsi-{number}.parquet")
        pq.write_table(table.slice(start, (50, 70, 1000)[number]), parts[-1])
    return parts


@pytest.mark.parametrize("method", ["arithmetic", "pooled"])
@pytest.mark.parametrize("ending", ["json", "parquet"])
def test_merged_provinces_equal_the_whole_bit_for_bit(
    file: Path, provinces: list[Path], tmp_path: Path, method: str, ending: str
) -> None:
    options = ["--by", "village", "--method", method]
    whole, merged = tmp_path / "whole", tmp_path / "merged"
    for kind in ("csv", "json", "parquet"):
        succeed("score", file, *options, "--out", f"{whole}.{kind}")
    sums = []
    for part in provinces:
        sums.append(part.with_suffix(f".sums.{ending}"))
        succeed("score", part, *options, "--sums", sums[-1])
    for kind in ("csv", "json", "parquet"):
        succeed("merge", *sums, "--allow-overlap", "--out", f"{merged}.{kind}")
        assert (tmp_path / f"merged.{kind}").read_bytes() == (tmp_path / f"whole.{kind}").read_bytes()
    succeed("score", file, *options, "--sums", tmp_path / "whole.sums.json")
    succeed("merge", *reversed(sums), "--allow-overlap", "--sums", tmp_path / "merged.sums.json")
    assert (tmp_path / "merged.sums.json").read_bytes() == (tmp_path / "whole.sums.json").read_bytes()


def test_several_files_and_folders_are_one_table(file: Path, provinces: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for part in provinces:
        part.rename(folder / part.name)
    succeed("score", file, "--by", "regency", "--sums", tmp_path / "file.json")
    succeed("score", folder, "--by", "regency", "--sums", tmp_path / "folder.json")
    succeed("score", *sorted(folder.iterdir()), "--by", "regency", "--sums", tmp_path / "files.json")
    assert (tmp_path / "folder.json").read_bytes() == (tmp_path / "file.json").read_bytes()
    assert (tmp_path / "files.json").read_bytes() == (tmp_path / "file.json").read_bytes()


def test_figures_are_those_of_single_scores(file: Path, tmp_path: Path) -> None:
    succeed("score", file, "--by", "province", "--out", tmp_path / "hasil.csv")
    with (tmp_path / "hasil.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = {row["province"]: row for row in csv.DictReader(opened)}
    definition = load("ikk")
    scores = [
        definition.score_one(answers)
        for answers in golden("ikk")
        if str(answers.get("kode_desa", "")).startswith("15")
    ]
    row = rows["15"]
    assert int(row["families"]) == len(scores)
    assert int(row["tinggi_families"]) == sum(score.category == "tinggi" for score in scores)
    assert row["definition_hash"] == definition.hash
    assert row["definition"] == "ikk 2026.1 working arithmetic"
    assert int(row["IKK-D1-01_unanswered"]) == sum(score.states[0] == "?" for score in scores)


def test_a_workbook_names_its_method(file: Path, tmp_path: Path) -> None:
    succeed("score", file, "--by", "village", "--out", tmp_path / "hasil.xlsx")
    with zipfile.ZipFile(tmp_path / "hasil.xlsx") as book:
        texts = book.read("xl/sharedStrings.xml").decode("utf-8")
        sheets = book.read("xl/workbook.xml").decode("utf-8")
    for word in (
        load("ikk").hash,
        "set kerja, bukan resmi",
        "Desa/kelurahan",
        "Kecukupan pangan",
        "keluarga.parquet",
    ):
        assert word in texts
    for name in ("Hasil", "Butir", "Di bawah 75", "Metode"):
        assert f'name="{name}"' in sheets
    first = (tmp_path / "hasil.xlsx").read_bytes()
    succeed("score", file, "--by", "village", "--out", tmp_path / "hasil.xlsx")
    assert (tmp_path / "hasil.xlsx").read_bytes() == first


def test_every_family_can_be_written(file: Path, tmp_path: Path) -> None:
    succeed("score", file, "--families", tmp_path / "nilai.parquet")
    scored = pq.read_table(tmp_path / "nilai.parquet")
    definition = load("ikk")
    wanted = [definition.score_one(answers).states for answers in golden("ikk")]
    assert scored["ikk_states"].to_pylist() == wanted


def test_a_table_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    table = families().drop_columns(["tabungan", "makan_beragam"])
    pq.write_table(table.set_column(0, "kode_desa", pa.array([1.5] * len(table))), tmp_path / "bad.parquet")
    done = bahtera("score", tmp_path / "bad.parquet", "--by", "village", "--out", tmp_path / "hasil.csv")
    assert done.exit_code == 3
    assert "4 problems" in done.output
    assert "tabungan: not there" in done.output
    assert "makan_beragam: not there" in done.output
    assert "kode_desa: needs text, not double" in done.output
    assert not (tmp_path / "hasil.csv").exists()
    assert "anggota" not in done.output


def test_absent_questions_may_count_as_unanswered(tmp_path: Path) -> None:
    pq.write_table(families().drop_columns(["tabungan"]), tmp_path / "less.parquet")
    succeed("score", tmp_path / "less.parquet", "--absent-is-unanswered", "--out", tmp_path / "hasil.json")
    rows = json.loads((tmp_path / "hasil.json").read_text("utf-8"))["rows"]
    assert rows[0]["IKK-D3-07_unanswered"] == rows[0]["families"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["score", "nowhere.parquet"], 3, "there is no file nowhere.parquet"),
        (["score", "{file}", "--index", "nothing"], 3, "there is no index nothing"),
        (["score", "{file}", "--method", "median"], 3, "no method median"),
        (["score", "{file}", "--by", "warna"], 3, "warna: not there"),
        (["score", "{file}", "--out", "x.docx"], 2, ".xlsx"),
        (["score", "{file}", "--sums", "nowhere/x.json"], 2, "there is no folder"),
        (["score", "{file}", "--engine", "abacus"], 2, "duckdb, spark"),
        (["score", "{file}", "--language", "fr"], 2, "id, en"),
        (["merge", "nowhere.json"], 3, "there is no file nowhere.json"),
        (["merge", "{file}"], 3, "not one of sums"),
        (["explain", "{file}", "--family", "0"], 3, "a row from 1 to"),
        (["explain", "{file}", "--family", "x", "--column", "nomor"], 3, "0 families have x"),
    ],
)
def test_what_cannot_be_done_is_said(file: Path, arguments: list[str], status: int, message: str) -> None:
    done = bahtera(*[each.replace("{file}", str(file)) for each in arguments])
    assert (done.exit_code, message in done.output) == (status, True), done.output


def test_sums_of_other_definitions_do_not_merge(file: Path, tmp_path: Path) -> None:
    succeed("score", file, "--sums", tmp_path / "mean.json")
    succeed("score", file, "--method", "pooled", "--sums", tmp_path / "pooled.json")
    done = bahtera(
        "merge", tmp_path / "mean.json", tmp_path / "pooled.json", "--sums", tmp_path / "both.json"
    )
    assert done.exit_code == 3
    assert "cannot be added" in done.output
    assert not (tmp_path / "both.json").exists()


@pytest.mark.parametrize("options", [["--by", "village"], []])
def test_sums_that_would_count_a_family_twice_do_not_merge(
    file: Path, tmp_path: Path, options: list[str]
) -> None:
    succeed("score", file, *options, "--sums", tmp_path / "one.json")
    (tmp_path / "copy.json").write_bytes((tmp_path / "one.json").read_bytes())
    done = bahtera("merge", tmp_path / "one.json", tmp_path / "copy.json", "--sums", tmp_path / "both.json")
    assert done.exit_code == 3
    assert "counted twice" in done.output
    assert not (tmp_path / "both.json").exists()


def test_nothing_is_written_over_what_is_read(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    assert bahtera("score", file, "--out", file).exit_code == 2
    assert bahtera("score", tmp_path, "--out", tmp_path / "results.csv").exit_code == 2
    assert bahtera("score", file, "--out", "x.parquet", "--families", "x.parquet").exit_code == 2
    succeed("score", file, "--sums", tmp_path / "sums.json")
    assert bahtera("merge", tmp_path / "sums.json", "--sums", tmp_path / "sums.json").exit_code == 2
    assert file.read_bytes() == before


def test_one_family_is_explained_in_both_languages(file: Path) -> None:
    by_row = succeed("explain", file, "--family", "3")
    assert by_row == succeed("explain", file, "--family", "3", "--column", "nomor")
    assert "set kerja, bukan resmi" in by_row
    assert "working set, not official" in succeed("explain", file, "--family", "3", "--language", "en")


def test_definitions_are_listed() -> None:
    listed = succeed("indices")
    assert "ikk" in listed
    assert load("ikk").hash[:12] in listed
    for variant in (load("ibangga"), load("ibangga").without_private()):
        (line,) = (
            line for line in listed.splitlines() if f" {variant.variant} " in line and "ibangga" in line
        )
        assert variant.hash[:12] in line
        assert f" {len(variant.indicators)} " in line


def aged(index: str, folder: Path) -> Path:
    table = with_ages(load(index), golden(index))
    pq.write_table(
        table.append_column("nomor", pa.array(range(1, table.num_rows + 1))), folder / "usia.parquet"
    )
    return folder / "usia.parquet"


def test_ages_in_months_stand_for_dates_of_birth(file: Path, tmp_path: Path) -> None:
    ages = aged("ikk", tmp_path)
    for source in (file, ages):
        succeed("score", source, "--by", "village", "--out", source.with_suffix(".csv"))
    assert ages.with_suffix(".csv").read_bytes() == file.with_suffix(".csv").read_bytes()
    for number in range(1, 60):
        assert succeed("explain", ages, "--family", number) == succeed("explain", file, "--family", number)


def test_a_table_without_dates_or_ages_is_told_both_ways_out(tmp_path: Path) -> None:
    table = pq.read_table(aged("ikk", tmp_path))
    inner = table.schema.field("anggota").type.value_type
    for kept, kind, value, message in (
        (
            "usia_tahun",
            pa.int64(),
            7,
            "anggota.tgl_lahir: not there; it needs a date, or text as yyyy-mm-dd, or usia_bulan",
        ),
        ("usia_bulan", pa.bool_(), True, "anggota.usia_bulan: needs a whole number of months, not bool"),
    ):
        fields = [pa.field(kept, kind) if each.name == "usia_bulan" else each for each in inner]
        wrong = table.set_column(
            table.schema.get_field_index("anggota"),
            "anggota",
            pa.array([[{kept: value}]] * table.num_rows, pa.list_(pa.struct(fields))),
        )
        pq.write_table(wrong, tmp_path / "salah.parquet")
        done = bahtera("score", tmp_path / "salah.parquet")
        assert done.exit_code == commands.EXIT_REFUSED
        assert message in " ".join(done.output.split())


def test_private_questions_that_a_table_lacks_are_told_from_the_others(tmp_path: Path) -> None:
    whole = pq.read_table(aged("ibangga", tmp_path))
    private = [each.name for each in load("ibangga").variables.values() if each.private]
    pq.write_table(whole.drop_columns(private), tmp_path / "tanpa.parquet")
    done = bahtera("score", tmp_path / "tanpa.parquet", "--index", "ibangga")
    assert done.exit_code == commands.EXIT_REFUSED
    assert "private, and the variant without private items does not read it" in " ".join(done.output.split())
    succeed("score", tmp_path / "tanpa.parquet", "--index", "ibangga", "--without-private")


def swapped(name: str, values: list[object], folder: Path) -> Path:
    table = families()
    pq.write_table(
        table.set_column(table.schema.get_field_index(name), name, pa.array(values)), folder / "ubah.parquet"
    )
    return folder / "ubah.parquet"


def test_answers_that_cannot_be_read_are_printed_and_stand_in_the_workbook(tmp_path: Path) -> None:
    size = len(families())
    source = swapped("tabungan", ["Ya"] * size, tmp_path)
    halves = pq.read_table(source)
    pq.write_table(halves.slice(0, 100), tmp_path / "a.parquet")
    pq.write_table(halves.slice(100), tmp_path / "b.parquet")
    said = f"tabungan: {size} values are not one of ya, tidak, tidak_tahu, menolak (such as 'Ya')"
    for files in ([source], [tmp_path / "a.parquet", tmp_path / "b.parquet"]):
        output = succeed("score", *files, "--out", tmp_path / "hasil.xlsx")
        assert said in output
        assert "kode_desa:" not in output
        with zipfile.ZipFile(tmp_path / "hasil.xlsx") as book:
            texts = book.read("xl/sharedStrings.xml").decode("utf-8")
        assert "Jawaban tak terbaca" in texts
        assert f"{size} jawaban: Ya (yang dikenal: one of ya, tidak, tidak_tahu, menolak)" in texts


def test_a_table_without_strays_is_said_to_have_none(tmp_path: Path) -> None:
    clean = families().filter(pc.equal(families()["nomor"], 1))
    pq.write_table(clean, tmp_path / "satu.parquet")
    assert "Tidak terbaca" not in succeed(
        "score", tmp_path / "satu.parquet", "--out", tmp_path / "hasil.xlsx"
    )
    with zipfile.ZipFile(tmp_path / "hasil.xlsx") as book:
        assert "Tidak ada." in book.read("xl/sharedStrings.xml").decode("utf-8")


@pytest.mark.parametrize("level", ["province", "regency", "district", "village"])
@pytest.mark.parametrize("code", ["6310112011", "630.1", "63.1", "63.10.11.201", "٦٣.10.11.2011"])
def test_codes_that_are_not_dotted_are_named_and_not_cut(tmp_path: Path, level: str, code: str) -> None:
    source = swapped("kode_desa", [code, code, *["63.10.11.2011"] * (len(families()) - 2)], tmp_path)
    done = bahtera("score", source, "--by", level, "--out", tmp_path / "hasil.csv")
    assert done.exit_code == commands.EXIT_REFUSED
    assert f"none (families): {code} (2)" in " ".join(done.output.split())
    assert not (tmp_path / "hasil.csv").exists()
    succeed("score", source, "--by", "kode_desa", "--out", tmp_path / "hasil.csv")


def test_a_code_above_the_level_is_refused_and_one_without_a_code_stands_apart(tmp_path: Path) -> None:
    rest = len(families()) - 3
    source = swapped("kode_desa", ["63.10", None, "", *["63.10.11.2011"] * rest], tmp_path)
    assert "63.10 (1)" in bahtera("score", source, "--by", "village").output
    succeed("score", source, "--by", "regency", "--out", tmp_path / "hasil.csv")
    with (tmp_path / "hasil.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = {row["regency"]: int(row["families"]) for row in csv.DictReader(opened)}
    assert rows == {"": 2, "63.10": rest + 1}


def test_families_without_a_village_in_two_files_are_named_so(tmp_path: Path) -> None:
    source = swapped("kode_desa", [None] * len(families()), tmp_path)
    succeed("score", source, "--by", "village", "--sums", tmp_path / "a.json")
    succeed("score", source, "--by", "village", "--sums", tmp_path / "b.json")
    done = bahtera("merge", tmp_path / "a.json", tmp_path / "b.json")
    assert "the group without village stands in a.json and in b.json" in " ".join(done.output.split())
