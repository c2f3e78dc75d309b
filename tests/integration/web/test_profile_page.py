"""The profile of an area: dimensions, spread and themes of each index, as pictures, tables and files that agree."""

import csv
import io
from datetime import date

import pytest
from tests.fakes.family_visits import FORM, IKK, SIZE, store_visits

from bahtera.access.api import SYSTEM, Actor
from bahtera.indices import api as indices
from bahtera.results import api as results
from bahtera.surveys import api as surveys

from .province import NEIGHBOUR, PROVINCE, REGENCY, VILLAGE
from .test_kinds_of_families import patterns

TEAM = Actor.over("user:9", "Bu Endah", frozenset({"tpk2d"}), (PROVINCE,))


@pytest.fixture
def profiled(areas, form):
    row = surveys.create_round(
        name="Putaran profil (sintetis)",
        year=2026,
        form_id=FORM,
        opens=date(2026, 1, 1),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    for village, good in ((VILLAGE, 30), (NEIGHBOUR, 45)):
        store_visits(row.id, village, patterns(good, 60 - good))
        results.refresh_village(row.id, village)
    return row


def test_planks_spread_and_themes_stand_beside_their_tables_with_the_wider_area(profiled, chelsea):
    text = chelsea.get(f"/wilayah/{VILLAGE}/profil/").content.decode()
    page = results.village_result(profiled.id, VILLAGE, audience="internal", actor=TEAM)
    assert text.count('class="plank-value"') >= 2 * 3
    assert 'class="mark"' in text
    assert "Tanah Contoh" in text
    assert 'class="band-' in text
    assert "Hak anak" in text
    assert "Kesetaraan gender" in text
    legal = next(row for row in page.indicators if row.id == "IKK-D1-01")
    assert legal.share.rounded(1) == 50
    assert f"{legal.share.rounded(1)}".replace(".", ",") in text
    assert text.count("Cara menghitung") == len(profiled.index_ids)  # each its own, and in no fold
    assert "<details" not in text[text.index("Hak anak") :]
    assert IKK.hash[:12] in text
    assert "style=" not in text


def test_the_file_of_a_profile_says_what_the_page_says_and_by_which_definitions(profiled, chelsea):
    answer = chelsea.get(f"/wilayah/{REGENCY}/profil.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    whole = results.area_result(profiled.id, REGENCY, audience="internal", actor=TEAM)
    ikk = {(row["bagian"], row["butir"]): row for row in rows if row["indeks"] == "ikk"}
    assert float(ikk["indeks", ""]["nilai"]) == float(whole.main.figure.rounded(2))
    assert len([key for key in ikk if key[0] == "indikator"]) == SIZE
    assert "hak_anak" in ikk["indikator", "IKK-D1-02"]["tema"]
    assert {row["tema_sha256"] for row in rows} == {indices.load_themes().hash}
    assert {row["definisi_sha256"] for row in rows if row["indeks"] == "ikk"} == {IKK.hash}
    assert b"".join(chelsea.get(f"/wilayah/{REGENCY}/profil.xlsx").streaming_content).startswith(b"PK")
    assert chelsea.get(f"/wilayah/{REGENCY}/profil.pdf").status_code == 400


def test_a_hidden_category_is_dotted_and_tells_no_number(profiled, chelsea):
    store_visits(profiled.id, VILLAGE, ["0" * SIZE] * 2 + ["1" * SIZE] * 5)
    results.refresh_village(profiled.id, VILLAGE)
    text = chelsea.get(f"/wilayah/{VILLAGE}/profil/").content.decode()
    assert 'class="veiled"' in text
    rows = csv.DictReader(
        io.StringIO(chelsea.get(f"/wilayah/{VILLAGE}/profil.csv").content.decode("utf-8-sig"))
    )
    hidden = [row for row in rows if row["keadaan"] == "disembunyikan"]
    assert hidden
    assert all(row["nilai"] == "" for row in hidden)


def test_another_regency_is_not_shown(profiled, chelsea):
    for name in ("profil/", "profil.csv"):
        assert chelsea.get(f"/wilayah/63.02/{name}").status_code == 403
