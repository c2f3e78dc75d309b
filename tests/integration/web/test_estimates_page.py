"""The page of a round's estimates and its files: what was chosen stands in the address."""

import csv
import io

import pytest
from openpyxl import load_workbook

from .province import NEIGHBOUR, VILLAGE, enter


@pytest.fixture
def dita(db):
    """A statistician of one regency."""
    return enter("dita", "statistician", ["63.10"])


def get(client, round_id, end="/", **asked):
    return client.get(f"/putaran/{round_id}/estimasi{end}", asked)


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_statistician_reads_figures_with_what_stands_behind_them(dita, village_results):
    text = get(dita, village_results.id).content.decode()
    assert "Desa Pulau Contoh" in text
    assert "Semua keluarga didata: tidak ada galat sampel." in text
    assert "sementara: yang disetujui saat ini" in text
    assert "selang" not in text.split("Semua angka")[1].casefold()
    assert "Teluk Dalam" not in text


def test_a_figure_of_several_villages_is_called_what_it_is(dita, village_results):
    text = get(dita, village_results.id, tingkat="kecamatan").content.decode()
    assert "Rata-rata desa lokus" in text
    assert "bukan angka kecamatan" in text


def test_families_are_split_by_what_is_known_of_them(dita, village_results):
    text = get(dita, village_results.id, kelompok="head_sex").content.decode()
    assert text.count('<span class="small quiet">perempuan</span>') == 2
    unknown = get(dita, village_results.id, kelompok="disability").content.decode()
    assert "tidak dapat ditampilkan" in unknown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ukuran": "indeks:lain"}, "tidak punya pilihan indeks:lain"),
        ({"tingkat": "dusun"}, "tidak punya pilihan dusun"),
        ({"versi": "satu"}, "tidak punya pilihan satu"),
    ],
)
def test_a_choice_that_there_is_not_is_said_beside_the_choices(dita, village_results, asked, said):
    answer = get(dita, village_results.id, **asked)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_round_or_version_that_there_is_not_is_not_found(dita, village_results):
    assert get(dita, 999).status_code == 404
    assert get(dita, village_results.id, versi="9").status_code == 404


def test_the_team_waits_for_a_data_version(chelsea, village_results):
    text = get(chelsea, village_results.id).content.decode()
    assert "Putaran ini belum punya angka final" in text
    assert "Desa Pulau Contoh" not in text
    assert get(chelsea, village_results.id, ".csv").status_code >= 400


def test_the_files_hold_the_same_figures_as_the_page(dita, village_results):
    made = body(get(dita, village_results.id, ".csv", ukuran="indeks:ikk")).decode("utf-8-sig")
    rows = {row["kode"]: row for row in csv.DictReader(io.StringIO(made))}
    assert set(rows) == {VILLAGE, NEIGHBOUR}
    assert rows[VILLAGE]["n"] == "9"
    assert float(rows[VILLAGE]["cakupan"]) == pytest.approx(0.9)
    book = load_workbook(io.BytesIO(body(get(dita, village_results.id, ".xlsx"))))
    assert book.sheetnames == ["estimasi", "keterangan", "kolom"]
    about = dict(book["keterangan"].iter_rows(min_row=2, values_only=True))
    assert about["versi data"] == "sementara"
    assert get(dita, village_results.id, ".pdf").status_code >= 400
