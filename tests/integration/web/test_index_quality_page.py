"""The page of what a round's index is worth: nothing to rank is said, ranks come with what may be seen alone."""

import io

import pytest
from openpyxl import load_workbook

from bahtera.foundation import audit
from bahtera.results import api as results

from .province import DISTRICT, SIZE, enter, states

THIRD, FOURTH, FIFTH, SMALL = (f"{DISTRICT}.{number}" for number in (2005, 2006, 2007, 2008))


def get(client, round_id, **asked):
    return client.get(f"/putaran/{round_id}/mutu-indeks/", asked)


@pytest.fixture
def dita(db):
    """A statistician of one regency."""
    return enter("dita", "statistician", ["63.10"])


def test_two_villages_are_nothing_to_rank_and_the_rest_is_said(dita, village_results):
    text = get(dita, village_results.id).content.decode()
    assert "Kurang dari tiga desa dapat dibandingkan" in text
    assert "Peringkat desa" not in text
    assert "Perlu 30 keluarga" in text
    assert "sementara: yang disetujui saat ini" in text


def test_villages_are_ranked_and_small_ones_are_left_out(dita, village_results, visit):
    for village, met in ((THIRD, 6), (FOURTH, 8), (FIFTH, 10)):
        for number in range(met + 6):
            kept = SIZE if number < met else 0
            visit(
                "approved", village=village, pattern="1" * kept + "0" * (SIZE - kept), name=f"Lain {number}"
            )
    visit("approved", village=SMALL, pattern=states(5, unmet=24), name="Sendiri")
    results.refresh_round(village_results.id)
    text = get(dita, village_results.id).content.decode()
    ranks = text.split('id="peringkat"')[1].split("</table>")[0]
    better_first = [ranks.index(village) for village in (FIFTH, FOURTH, THIRD) if village in ranks]
    assert len(better_first) >= 2
    assert better_first == sorted(better_first)
    assert SMALL not in ranks
    shown = ranks.count("dot-track")
    assert f"{6 - shown} dari 6 desa tidak ikut" in text
    assert "500 kali undian, benih 2026" in text
    assert "Korelasi dengan yang lain" in text
    assert "Tidak ada peringkat yang bergeser" in text
    taken = dita.get(f"/putaran/{village_results.id}/mutu-indeks.csv")
    lines = b"".join(taken.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("kode,nama,nilai,peringkat,peringkat_bawah")
    assert len(lines) == 1 + shown
    assert SMALL not in "".join(lines)
    [entry] = audit.entries(action="publishing.index_quality_exported").items
    assert entry.details == {"format": "csv", "measure": "indeks:ikk"}
    book = load_workbook(
        io.BytesIO(b"".join(dita.get(f"/putaran/{village_results.id}/mutu-indeks.xlsx").streaming_content))
    )
    assert book.sheetnames == ["peringkat", "indikator", "penggerak", "keterangan", "kolom"]
    assert book["penggerak"].max_row == 1


def test_a_choice_that_there_is_not_is_said_and_the_team_waits(dita, chelsea, village_results):
    assert (
        "tidak punya pilihan indeks:lain"
        in get(dita, village_results.id, ukuran="indeks:lain").content.decode()
    )
    assert "tidak punya pilihan satu" in get(dita, village_results.id, versi="satu").content.decode()
    assert get(dita, 999).status_code == 404
    assert "belum punya angka final" in get(chelsea, village_results.id).content.decode()
