"""Looking into an area: its places side by side, and what changed between two rounds."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from tests.fakes.family_visits import FORM, IKK, SIZE, store_visits

from bahtera.access.api import SYSTEM
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round, RoundVillage
from bahtera.web import numbers

from .province import FAR, NEIGHBOUR, PROVINCE, REGENCY, VILLAGE

FIRST = IKK.indicators[0]


def fill(round_id, village, good, bad):
    rest = [
        "".join("0" if (at * 7 + each) % 3 == 0 else "1" for each in range(1, SIZE))
        for at in range(good + bad)
    ]
    patterns = [first + more for first, more in zip("1" * good + "0" * bad, rest, strict=True)]
    store_visits(round_id, village, patterns)
    results.refresh_village(round_id, village)


@pytest.fixture
def two_rounds(areas, form):
    found = []
    for year, good in ((2025, 60), (2026, 80)):
        row = surveys.create_round(
            name=f"Putaran {year} (sintetis)",
            year=year,
            form_id=FORM,
            opens=date(year, 1, 1),
            area_code=PROVINCE,
            actor=SYSTEM,
        )
        fill(row.id, VILLAGE, good, 100 - good)
        fill(row.id, NEIGHBOUR, 90, 10)
        Round.objects.filter(pk=row.id).update(state="final")
        found.append(row.id)
    return found


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_places_are_drawn_and_told_side_by_side_with_all_indicators(two_rounds, chelsea):
    earlier, _ = two_rounds
    text = page_of(
        chelsea, f"/wilayah/{REGENCY}/banding/?putaran={earlier}&tingkat=village&ukuran=indikator:{FIRST.id}"
    )
    assert text.index("Pulau Contoh") < text.index("Sungai Contoh")
    assert "60,0" in text
    assert "90,0" in text
    assert text.count('class="picture"') == 2
    assert 'class="dot-low"' in text
    assert 'class="heat-3"' in text
    assert IKK.hash[:12] in text
    assert "style=" not in text


def test_places_as_files_say_the_same(two_rounds, chelsea):
    query = f"?putaran={two_rounds[0]}&tingkat=village&ukuran=indikator:{FIRST.id}"
    table = chelsea.get(f"/wilayah/{REGENCY}/banding.csv{query}").content.decode("utf-8-sig")
    rows = {row["kode"]: row for row in csv.DictReader(io.StringIO(table))}
    assert {code: float(row["nilai"]) for code, row in rows.items()} == {VILLAGE: 60.0, NEIGHBOUR: 90.0}
    assert {row["definisi_sha256"] for row in rows.values()} == {IKK.hash}
    workbook = chelsea.get(f"/wilayah/{REGENCY}/banding.xlsx{query}")
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    drawn = chelsea.get(f"/wilayah/{REGENCY}/banding.svg{query}")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"Pulau Contoh: 60,0" in drawn.content


def test_a_hidden_place_is_dotted_and_empty_in_the_file(two_rounds, alice):
    fill(two_rounds[1], FAR, 99, 1)
    query = f"?putaran={two_rounds[1]}&tingkat=village&ukuran=indikator:{FIRST.id}"
    assert 'class="veiled"' in page_of(alice, f"/wilayah/{PROVINCE}/banding/{query}")
    table = alice.get(f"/wilayah/{PROVINCE}/banding.csv{query}").content.decode("utf-8-sig")
    rows = {row["kode"]: row for row in csv.DictReader(io.StringIO(table))}
    assert (rows[FAR]["nilai"], rows[FAR]["keadaan"]) == ("", "disembunyikan")


def test_a_change_is_told_with_its_rule(two_rounds, chelsea):
    text = page_of(chelsea, f"/wilayah/{VILLAGE}/perubahan/")
    assert "+20,0" in text
    assert "lebih tinggi" in text
    assert "tidak tampak berubah" in text
    assert text.count('class="dot-before"') > 10
    table = chelsea.get(f"/wilayah/{VILLAGE}/perubahan.csv").content.decode("utf-8-sig")
    rows = {row["butir"]: row for row in csv.DictReader(io.StringIO(table))}
    assert (float(rows[FIRST.id]["selisih"]), rows[FIRST.id]["putusan"]) == (20.0, "higher")


def test_every_difference_is_that_of_the_two_figures_as_printed(two_rounds, chelsea):
    """And the share of a category is the one its own page prints, where all add up to 100."""
    page = chelsea.get(f"/wilayah/{VILLAGE}/perubahan/").context["page"]
    rows = [
        row
        for group in page.groups
        for row in group.rows
        if row.verdict not in {"disembunyikan", "tidak ada"}
    ]
    assert len(rows) > 10
    for row in rows:
        before, after, told = (
            Decimal(text.replace("\u2212", "-").replace(",", "."))
            for text in (row.before, row.after, row.difference)
        )
        assert told == after - before, row.name
    whole = chelsea.get(f"/wilayah/{VILLAGE}/").context["page"].results[0].distribution.rows
    told = {row.name: row.after for row in rows}
    with translation.override("id"):
        assert {
            row.label.lower(): numbers.number(row.share, 1) for row in whole if row.share is not None
        } == {
            row.label.lower(): told.get(row.label, told.get(row.label.lower()))
            for row in whole
            if row.share is not None
        }


def test_while_a_round_runs_its_changes_are_provisional_and_what_could_turn_is_not_told(two_rounds, chelsea):
    address = f"/wilayah/{VILLAGE}/perubahan"
    assert "Sementara" not in page_of(chelsea, f"{address}/").partition("<h2")[0]
    Round.objects.filter(pk=two_rounds[1]).update(state="field")
    RoundVillage.objects.create(round_id=two_rounds[1], village_code=VILLAGE, target_families=160)
    results.refresh_round(two_rounds[1])
    text = page_of(chelsea, f"{address}/")
    assert "putaran masih berjalan, 60 dari 160 keluarga belum diputuskan" in text
    assert "+20,0" in text
    assert "belum dapat dikatakan" in text
    assert "lebih tinggi</span>" not in text
    assert "kini di 75 atau lebih" not in text
    table = chelsea.get(f"{address}.csv").content.decode("utf-8-sig")
    rows = {row["butir"]: row for row in csv.DictReader(io.StringIO(table))}
    assert (rows[FIRST.id]["selisih"], rows[FIRST.id]["putusan"]) == ("20.0", "open")
    assert float(rows[FIRST.id]["batas_perubahan"]) == 35.0


def test_a_break_leads_to_the_areas_inside_that_are_one_measure(two_rounds, alice):
    earlier, later = two_rounds
    fill(later, NEIGHBOUR, 10, 80)
    text = page_of(alice, f"/wilayah/{PROVINCE}/perubahan/")
    assert "kurang dari tiga perempat" in text
    link = f"/wilayah/{VILLAGE}/perubahan/?putaran={later}&amp;indeks=ikk&amp;dari={earlier}"
    assert f'<a href="{link}">' in text
    assert f"/wilayah/{NEIGHBOUR}/perubahan/" not in text
    assert "+20,0" in page_of(alice, link.replace("&amp;", "&"))


def test_two_instruments_are_a_break_and_no_difference(two_rounds, chelsea):
    Round.objects.filter(pk=two_rounds[0]).update(form_id="lain")
    text = page_of(chelsea, f"/wilayah/{VILLAGE}/perubahan/")
    assert "Dua ukuran" in text
    assert 'class="dot-before"' not in text
    table = chelsea.get(f"/wilayah/{VILLAGE}/perubahan.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["selisih"], row["putus_karena"]) == ("", "instrument")


def test_an_area_without_an_earlier_round_says_so(village_results, chelsea):
    assert "Belum ada putaran sebelumnya" in page_of(chelsea, f"/wilayah/{VILLAGE}/perubahan/")


@pytest.mark.parametrize("query", ["?putaran=99999", "?indeks=lain", "?ukuran=indikator:X", "?tingkat=rt"])
def test_what_there_is_not_is_not_found(two_rounds, chelsea, query):
    assert chelsea.get(f"/wilayah/{REGENCY}/banding/{query}").status_code == 404


def test_another_regency_is_not_shown(two_rounds, chelsea):
    for name in ("banding/", "banding.csv", "perubahan/", "perubahan.csv"):
        assert chelsea.get(f"/wilayah/63.02/{name}").status_code == 403


def test_an_area_of_many_villages_lists_what_lies_one_level_down(two_rounds, alice, monkeypatch):
    from bahtera.web.presenters import area_page

    assert "Sungai Contoh" in page_of(alice, f"/wilayah/{PROVINCE}/")
    monkeypatch.setattr(area_page, "MOST_VILLAGES", 1)
    text = page_of(alice, f"/wilayah/{PROVINCE}/")
    assert "Sungai Contoh" not in text
    assert "Tanah Contoh" in text
    assert "2 desa lokus" in text


def test_the_families_of_a_village_are_one_step_away_for_who_may_see_them(two_rounds, bob, chelsea):
    address = f"/keluarga/?desa={VILLAGE}"
    assert address in page_of(bob, f"/wilayah/{VILLAGE}/")
    assert address not in page_of(chelsea, f"/wilayah/{VILLAGE}/")
