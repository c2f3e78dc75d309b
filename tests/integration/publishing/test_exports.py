"""Files of approved families: complete, readable, and without anybody's name in them."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import openpyxl
import orjson
import pyarrow.parquet as pq
import pytest

from bahtera.access.api import Actor, NotAllowed
from bahtera.foundation.models import AuditEntry
from bahtera.publishing import api as publishing
from bahtera.surveys.models import Submission

from .conftest import FORM, IKK, MEMBER_SECRETS, SECRETS, VILLAGE


def whole(stream):
    return b"".join(stream)


def read_csv(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture
def export(measured, supervisor):
    def run(file_format, **options):
        return whole(
            publishing.export_submissions(
                actor=supervisor, format=file_format, round_id=measured.id, area="63.10", **options
            )
        )

    return run


def test_csv_has_one_row_a_family_with_typed_answers_and_scores(approve, export, measured):
    approve(3)
    data = export("csv")
    assert data.startswith("\ufeff".encode())
    rows = read_csv(data)
    assert len(rows) == 3
    row = rows[0]
    assert (row["kode_desa"], row["kode_kabkota"], row["tanggal_kunjungan"]) == (
        VILLAGE,
        "63.10",
        "2026-03-02",
    )
    assert (row["tabungan"], row["luas_lantai"], row["pendapatan_bulan"]) == ("ya", "36.5", "2500000")
    assert row["diterima_pada"] == "2026-03-02T04:30:00Z"
    assert row["ikk_definisi"] == IKK.hash
    assert [row[each.id] for each in IKK.indicators[:2]] == ["1", "0"]
    assert [row[each.id] for each in IKK.indicators[-2:]] == ["8", "9"]
    assert int(row["putaran"]) == measured.id


def test_the_byte_order_mark_can_be_left_out(approve, export):
    approve(1)
    assert export("csv", mark=False).startswith(b"submission_id")


def test_no_cell_is_taken_for_a_formula(approve, export):
    approve(1)
    assert read_csv(export("csv"))[0]["dusun"] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx")))
    heads = [cell.value for cell in book["keluarga"][1]]
    cell = book["keluarga"].cell(2, heads.index("dusun") + 1)
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


@pytest.mark.parametrize("file_format", ["csv", "zip", "xlsx", "parquet"])
def test_nothing_that_names_or_finds_a_person_leaves(approve, export, file_format):
    approve(2)
    data = export(file_format)
    if file_format == "parquet":
        text = str(pq.read_table(io.BytesIO(data)).to_pylist())
        names = set(pq.read_schema(io.BytesIO(data)).names)
    elif file_format in ("zip", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        names = set()
    else:
        text = data.decode()
        names = set(text.splitlines()[0].split(","))
    assert not names & {*SECRETS, "keluarga", "catatan", "nama", "nik"}
    for secret in (*SECRETS.values(), *MEMBER_SECRETS.values(), "Rahasia"):
        assert secret not in text
    assert "2024-12-31" not in text


def test_the_zip_tells_members_apart_and_says_what_it_is(approve, export, measured):
    approve(3)
    with zipfile.ZipFile(io.BytesIO(export("zip"))) as archive:
        assert archive.testzip() is None
        files = {name: read_csv(archive.read(name)) for name in archive.namelist()}
    assert {name: len(rows) for name, rows in files.items() if name in ("keluarga.csv", "anggota.csv")} == {
        "keluarga.csv": 3,
        "anggota.csv": 6,
    }
    first, second = files["anggota.csv"][:2]
    assert first["submission_id"] == files["keluarga.csv"][0]["submission_id"]
    assert (first["nomor_urut"], first["usia_tahun"], first["usia_bulan"]) == ("1", "39", "478")
    assert (second["nomor_urut"], second["usia_tahun"], second["usia_bulan"]) == ("2", "1", "14")
    about = {row["hal"]: row["isi"] for row in files["keterangan.csv"]}
    assert about["keadaan_data"] == "sementara"
    assert IKK.hash in about[f"indeks ikk {IKK.version}"]
    assert measured.name in about["putaran"]
    assert "bahtera score BERKAS --without-private" in about["hitung_ulang"]
    meanings = {(row["tabel"], row["kolom"]): row for row in files["kolom.csv"]}
    assert {("keluarga", name) for name in files["keluarga.csv"][0]} <= set(meanings)
    assert {("anggota", name) for name in first} <= set(meanings)
    assert "8 = tidak berlaku" in meanings["keluarga", IKK.indicators[0].id]["kode"]


def test_xlsx_has_the_same_four_tables(approve, export):
    approve(3)
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx")))
    assert book.sheetnames == ["keluarga", "anggota", "keterangan", "kolom"]
    assert (book["keluarga"].max_row, book["anggota"].max_row) == (4, 7)
    heads = [cell.value for cell in book["keluarga"][1]]
    values = dict(zip(heads, (cell.value for cell in book["keluarga"][2]), strict=True))
    assert values["tanggal_kunjungan"].date() == date(2026, 3, 2)
    assert values["luas_lantai"] == 36.5
    assert values["kode_kabkota"] == "63.10"


def test_a_long_table_goes_on_in_another_sheet(approve, export, monkeypatch):
    monkeypatch.setattr("bahtera.publishing.writers.workbook.LAST_ROW", 2)
    approve(3)
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx")))
    assert [name for name in book.sheetnames if name.startswith("anggota")] == [
        "anggota",
        "anggota 2",
        "anggota 3",
    ]


def test_parquet_nests_members_and_carries_its_meaning(approve, export):
    approve(3)
    table = pq.read_table(io.BytesIO(export("parquet")))
    assert table.num_rows == 3
    row = table.to_pylist()[0]
    assert row["tanggal_kunjungan"] == date(2026, 3, 2)
    assert row["diterima_pada"] == datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    assert [member["usia_tahun"] for member in row["anggota"]] == [39, 1]
    assert table.schema.field("pendapatan_bulan").type == "int64"
    about = orjson.loads(table.schema.metadata[b"bahtera.about"])
    assert about["keadaan_data"] == "sementara"
    label = table.schema.field(IKK.indicators[0].id).metadata[b"label.id"].decode()
    assert label == IKK.indicators[0].label.id


@pytest.mark.parametrize("file_format", ["csv", "zip", "xlsx", "parquet"])
def test_an_export_of_nobody_is_a_file_with_columns(measured, export, file_format):
    assert export(file_format)


def test_only_current_approved_families_of_the_area_leave(approve, export):
    approve(2)
    approve(1, village="63.02.05.2001")
    approve(1, state="accepted")
    assert len(read_csv(export("csv"))) == 2


def test_answers_that_do_not_fit_their_column_are_left_empty(approve, export):
    answers = {
        "tanggal_kunjungan": "besok",
        "luas_lantai": "luas",
        "pendapatan_bulan": "banyak",
        "tabungan": "",
        "anggota": [{"tgl_lahir": "2030-01-01"}],
    }
    approve(1, answers=answers)
    row = read_csv(export("csv"))[0]
    assert (row["luas_lantai"], row["pendapatan_bulan"], row["tabungan"]) == ("", "", "")


def test_taking_data_out_needs_the_right_and_leaves_a_trace(approve, export, measured, supervisor):
    approve(1)
    with pytest.raises(NotAllowed):
        publishing.export_submissions(actor=supervisor, format="csv", area="63.02")
    assert not AuditEntry.objects.filter(action="publishing.submissions_exported").exists()
    export("csv")
    entry = AuditEntry.objects.get(action="publishing.submissions_exported")
    assert (entry.actor, entry.details) == ("user:1", {"format": "csv", "area": "63.10"})


def test_what_there_is_not_is_refused_by_name(measured, supervisor):
    with pytest.raises(publishing.UnknownFormat):
        publishing.export_submissions(actor=supervisor, format="ods", area="63.10")
    with pytest.raises(publishing.NothingToExport):
        publishing.export_submissions(actor=supervisor, format="csv", area="63.10", form_id=FORM + "x")
    with pytest.raises(publishing.UnknownTableFormat, match="XLSX or CSV, not as parquet"):
        publishing.export_village_table(measured.id, "63.10", actor=supervisor, format="parquet")


def test_the_result_table_lists_villages_and_then_their_average(approve, measured, supervisor):
    approve(30)
    approve(20, village="63.10.05.2004")
    rows = read_csv(whole(publishing.export_village_table(measured.id, "63.10", actor=supervisor)))
    assert [row["cakupan"] for row in rows] == ["desa", "desa", "rata-rata desa lokus"]
    assert [row["disetujui"] for row in rows] == ["30", "20", "50"]
    assert {row["status_definisi"] for row in rows} == {"working"}
    assert {row["metode"] for row in rows} == {"family_mean"}
    assert {row["definisi_sha256"] for row in rows} == {IKK.hash}


def test_every_row_of_the_result_table_holds_all_figures_of_its_village(approve, measured, supervisor):
    approve(30)
    approve(3, village="63.10.05.2004")
    rows = read_csv(whole(publishing.export_village_table(measured.id, "63.10", actor=supervisor)))
    first, second, together = rows
    for one in IKK.indicators:
        assert first[f"n_{one.id}"] or one.id in first["indikator_disembunyikan"].split()
        is_hidden = one.id in second["indikator_disembunyikan"].split()
        assert is_hidden == (second[f"persen_{one.id}"] == "" and second[f"n_{one.id}"] != "0")
    assert {f"dimensi_{one.id}" for one in IKK.dimensions} <= set(first)
    assert {f"keluarga_{one.id}" for one in IKK.categories} <= set(first)
    missing = [row for row in rows if row["nilai_disembunyikan"] == "1"]
    assert all(not row["nilai"] for row in missing)
    assert all(row["nilai"] for row in rows if row not in missing)
    assert not first["nilai_dimension_mean"], "a mean over hidden shares fits few whole counts"
    assert {(row["putaran"], row["data_sintetis"]) for row in rows} == {
        (f"{measured.name} ({measured.year})", "ya" if "sintetis" in measured.name.casefold() else "tidak")
    }
    parts = ("dinilai", "tidak_dinilai", "tanpa_wawancara", "definisi_lain")
    for row in rows:
        assert int(row["disetujui"]) == sum(int(row[name]) for name in parts)
    assert together["cakupan"] == "rata-rata desa lokus"


def test_a_reader_of_results_takes_the_result_table_and_no_families(approve, measured):
    approve(30)
    reader = Actor.over(key="user:9", name="Pembaca", roles=frozenset({"tpk2d"}), areas=("63.10",))
    assert read_csv(whole(publishing.export_village_table(measured.id, VILLAGE, actor=reader)))
    with pytest.raises(NotAllowed):
        publishing.export_submissions(actor=reader, format="csv", area="63.10")
    with pytest.raises(NotAllowed):
        publishing.export_village_table(measured.id, "63.02", actor=reader)


def test_the_table_of_one_village_is_its_row(approve, measured, supervisor):
    approve(30)
    rows = read_csv(whole(publishing.export_village_table(measured.id, VILLAGE, actor=supervisor)))
    assert [(row["kode"], row["cakupan"], row["disetujui"]) for row in rows] == [(VILLAGE, "desa", "30")]


def test_the_result_workbook_says_what_it_is_and_hides_small_counts(approve, measured):
    approve(3)
    data = whole(publishing.export_village_table(measured.id, "63.10", audience="public", format="xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["desa", "indikator", "keterangan", "kolom"]
    rows = list(book["desa"].iter_rows(values_only=True))
    hidden = rows[0].index("nilai_disembunyikan")
    value = rows[0].index("nilai")
    assert all(row[hidden] is True and row[value] is None for row in rows[1:])
    about = {row[0]: row[1] for row in book["keterangan"].iter_rows(values_only=True)}
    assert about["cakupan"] == "rata-rata desa lokus"
    assert about["jenis"] == "mikro"


def test_the_internal_table_needs_somebody_who_may(measured, approve):
    approve(3)
    with pytest.raises(NotAllowed):
        publishing.export_village_table(measured.id, "63.10")


WHERE = {"dusun", "rw", "rt"}


@pytest.mark.parametrize("file_format", ["csv", "zip"])
def test_a_statistician_learns_the_village_and_not_the_hamlet(approve, measured, supervisor, file_format):
    approve(3)
    statistician = Actor.over("user:2", "Pak Dani", frozenset({"statistician"}), ("63.10",))

    def columns_for(actor):
        body = b"".join(
            publishing.export_submissions(actor=actor, round_id=measured.id, area="63.10", format=file_format)
        )
        if file_format == "zip":
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                body = archive.read("keluarga.csv")
        return set(read_csv(body)[0])

    assert not WHERE & columns_for(statistician)
    assert columns_for(supervisor) - columns_for(statistician) == WHERE


def test_every_column_is_as_secret_as_what_it_is_made_from(approve, measured):
    """The level of a column is the level its source says in ``SENSITIVITY``."""
    from bahtera.families.models import FamilyState, Member
    from bahtera.publishing.columns import MEMBER_KEYS, VISIT, form_columns
    from bahtera.questionnaires import api as questionnaires
    from bahtera.surveys.models import Submission

    sources = {
        "submission_id": (Submission, "id"),
        "family_id": (Submission, "family_id"),
        "kode_provinsi": (Submission, "province_code"),
        "kode_kabkota": (Submission, "regency_code"),
        "kode_kecamatan": (Submission, "district_code"),
        "kode_desa": (Submission, "village_code"),
        "putaran": (Submission, "round"),
        "form_version": (Submission, "form_version"),
        "tanggal_kunjungan": (Submission, "visited_on"),
        "hasil_kunjungan": (Submission, "result_code"),
        "diterima_pada": (Submission, "received_at"),
        "member_id": (Member, "id"),
        **{name: (FamilyState, name) for name in WHERE},
    }
    approve(1)
    columns = form_columns(questionnaires.list_versions("kunjungan_keluarga"), str)
    every = (*VISIT, *MEMBER_KEYS, *columns.family.columns, *columns.member_columns)
    assert {column.name for column in every} >= set(sources) - {"member_id"}
    for column in every:
        model, name = sources.get(column.name, (None, ""))
        expected = model.SENSITIVITY[name] if model else "L2"
        assert column.level == expected, column.name


@pytest.mark.parametrize("by_phone", [False, True])
def test_whoever_makes_a_file_takes_no_kin_out_and_the_file_says_so(approve, measured, supervisor, by_phone):
    approve(3)
    [first, *_] = Submission.objects.order_by("id")
    kin = uuid4()
    Submission.objects.filter(pk=first.pk).update(
        family_id=None if by_phone else kin, claimed_family_id=kin if by_phone else None
    )
    related = replace(supervisor, kin=frozenset({kin}))
    options = {"round_id": measured.id, "area": "63.10"}
    for actor, rows in ((supervisor, 3), (related, 2)):
        table = read_csv(whole(publishing.export_submissions(actor=actor, format="csv", **options)))
        assert len(table) == rows
        data = whole(publishing.export_submissions(actor=actor, format="zip", **options))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: read_csv(archive.read(name)) for name in archive.namelist()}
        about = {row["hal"]: row["isi"] for row in files["keterangan.csv"]}
        assert ("tanpa_kerabat" in about) is (actor is related)
        assert len(files["anggota.csv"]) == 2 * rows
        assert str(first.pk) not in str(files["keterangan.csv"])
    parquet = whole(publishing.export_submissions(actor=related, format="parquet", **options))
    assert pq.read_table(io.BytesIO(parquet)).num_rows == 2
    assert b"tanpa_kerabat" in pq.read_schema(io.BytesIO(parquet)).metadata[b"bahtera.about"]
