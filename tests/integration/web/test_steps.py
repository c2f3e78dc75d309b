"""What a page of figures shows before and after one approval, to who may read visits and who may not."""

import re

from bahtera.results import api as results

from .province import REGENCY, VILLAGE, states


def text_of(answer) -> str:
    """The words of a page without its marks, blanks squeezed; codes against forgery differ each time."""
    plain = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)).strip()


def approve_one(visit, round_id, number):
    visit("approved", pattern=states(10, unmet=19), name=f"Baru {number}")
    results.refresh_village(round_id, VILLAGE)


def figures_of(client, area):
    """The page from its results to its papers; how many were visited stands before and moves at once."""
    page = text_of(client.get(f"/wilayah/{area}/"))
    first = page.index("Indeks Kualitas Keluarga (belum resmi) Daftar indikator")
    return page[first : page.index("Dokumen wilayah ini", first)]


def table_of(client, round_id):
    answer = client.get(f"/ekspor/desa.csv?wilayah={REGENCY}&putaran={round_id}")
    rows = b"".join(answer.streaming_content).decode().splitlines()
    visited = {each: rows[0].split(",").index(each) for each in ("dikunjungi", "diwawancarai")}
    return [
        [cell for place, cell in enumerate(row.split(",")) if place not in visited.values()] for row in rows
    ]


def test_a_viewer_cannot_subtract_one_family_and_is_told_why(chelsea, bob, visit, village_results):
    round_id = village_results.id
    before = figures_of(chelsea, VILLAGE), table_of(chelsea, round_id)
    supervised = figures_of(bob, VILLAGE)
    for number in range(4):
        approve_one(visit, round_id, number)
        assert (figures_of(chelsea, VILLAGE), table_of(chelsea, round_id)) == before
        assert figures_of(bob, VILLAGE) != supervised
    approve_one(visit, round_id, 4)
    assert figures_of(chelsea, VILLAGE) == figures_of(bob, VILLAGE)
    said = "Untuk pembaca hasil, angka sebuah desa diperbarui tiap 5 keluarga"
    for area in (VILLAGE, REGENCY):
        assert said in text_of(chelsea.get(f"/wilayah/{area}/"))
        assert said not in text_of(bob.get(f"/wilayah/{area}/"))
