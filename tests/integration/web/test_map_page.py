"""The map of an area: points at first, filled once boundaries are imported, and the same numbers in table and files."""

import csv
import json
import re
from dataclasses import replace
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from tests.fakes.boundary_files import geojson, square
from tests.integration.web.province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.integration.web.province import DISTRICT, FAR, REGENCY, VILLAGE

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.areas.models import Area
from bahtera.results.api import abreast
from bahtera.results.queries import forget
from bahtera.web.presenters import map_samples
from bahtera.web.presenters.mapping import page as mapped_page


@pytest.fixture(autouse=True)
def _fresh():
    forget()


@pytest.fixture
def placed(village_results):
    Area.objects.filter(code__startswith=REGENCY).update(latitude=-3.05, longitude=115.05)
    return village_results


def page_of(client, query=""):
    answer = client.get(f"/peta/?wilayah={REGENCY}{query}")
    assert answer.status_code == 200
    return answer


def test_without_boundaries_villages_are_points_that_speak_for_themselves(chelsea, placed):
    answer = page_of(chelsea)
    text, page = answer.content.decode(), answer.context["page"]
    assert not page.filled
    assert 'class="point' in page.drawing
    assert "hanya berbicara untuk dirinya sendiri" in text
    assert "Batas wilayah untuk peta ini belum diimpor." in text
    assert "style=" not in text.partition("<main")[2]


def test_the_legend_of_a_small_map_names_the_places_of_each_class(chelsea, placed, monkeypatch):
    page = page_of(chelsea).context["page"]
    named = [name for line in page.legend for name in line.names.split(", ") if name]
    assert len(named) == sum(line.areas for line in page.legend) > 0
    assert {"Pulau Contoh"} <= set(named)
    monkeypatch.setattr(mapped_page, "_MOST_NAMED", 0)
    assert [line.names for line in page_of(chelsea).context["page"].legend if line.names] == []


def test_every_view_has_the_numbers_of_the_area_page_in_its_table_and_files(chelsea, placed):
    page = page_of(chelsea).context["page"]
    row = next(line for line in page.lines if VILLAGE in line.url)
    own = chelsea.get(f"/wilayah/{VILLAGE}/").context["page"].results[0].values[0]
    assert row.value == own.value
    taken = chelsea.get(f"/peta.csv?{page.query}")
    rows = list(csv.DictReader(StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    assert {each["kode"] for each in rows} == {line.url.strip("/").split("/")[-1] for line in page.lines}
    shown = next(each for each in rows if each["kode"] == VILLAGE)
    assert float(shown["nilai"]) == pytest.approx(float(own.value), abs=0.005)
    assert all(len(each["nilai"].partition(".")[2]) <= 2 for each in rows), "two decimals as everywhere"
    book = load_workbook(BytesIO(b"".join(chelsea.get(f"/peta.xlsx?{page.query}").streaming_content)))
    assert book.sheetnames[0] == "peta"
    drawn = chelsea.get(f"/peta.svg?{page.query}")
    assert drawn["Content-Disposition"].startswith("attachment")
    assert b"<style>" in drawn.content
    assert chelsea.get(f"/peta.pdf?{page.query}").status_code in {400, 404}


@pytest.mark.parametrize("measure", ["capaian", "dimensi", "indikator"])
def test_other_figures_are_mapped_by_classes_with_limits(chelsea, placed, measure):
    options = page_of(chelsea).context["page"].measures
    wanted = next(one.value for one in options if one.value.startswith(measure))
    page = page_of(chelsea, f"&ukuran={wanted}").context["page"]
    assert [one.chosen for one in page.measures if one.value == wanted] == [True]
    assert "75 sampai di bawah 90" in {one.label for one in page.legend}


def test_imported_boundaries_are_filled_and_their_source_is_printed(chelsea, placed, tmp_path):
    codes = [row.code for row in areas.within(REGENCY, "district")] or [VILLAGE[:8]]
    if not areas.within(REGENCY, "district"):
        Area.objects.create(
            code=VILLAGE[:8],
            name="Kecamatan Contoh",
            level="district",
            kind="kecamatan",
            parent_code=REGENCY,
            province_code=REGENCY[:2],
            regency_code=REGENCY,
            district_code=VILLAGE[:8],
            zone="Asia/Makassar",
            search_text="|contoh|",
        )
    file = geojson(
        tmp_path / "a.json", *(({"kode": code}, square(115 + at / 10, -3)) for at, code in enumerate(codes))
    )
    areas.import_boundaries(file, areas.FileNotes("BIG (uji)", "2024", "CC BY 4.0"), actor_key="system")
    answer = page_of(chelsea, "&tingkat=district")
    page = answer.context["page"]
    assert page.filled
    assert "BIG (uji), 2024, CC BY 4.0" in answer.content.decode()
    assert "rata-rata desa lokus" in answer.content.decode()
    points = page_of(chelsea, "&tingkat=village").context["page"]
    assert 'class="ground"' in points.drawing


def test_the_view_that_pans_has_the_figures_of_the_drawing_and_no_more(chelsea, placed, tmp_path):
    answer = page_of(chelsea)
    page, text = answer.context["page"], answer.content.decode()
    assert f'data-map-url="{page.live_url.replace("&", "&amp;")}"' in text
    sent = chelsea.get(page.live_url)
    assert sent["Content-Type"] == "application/geo+json"
    found = json.loads(sent.content)
    told = {one["id"]: one["properties"] for one in found["features"] if "id" in one}
    assert {line.told for line in page.lines} == {one["angka"] for one in told.values()}
    assert told[VILLAGE]["url"] == f"/wilayah/{VILLAGE}/"
    assert set(re.findall(r'data-code="([^"]+)"', page.drawing)) == set(told)
    assert chelsea.get(f"/peta.geojson?wilayah={FAR}").status_code == 403


def test_what_is_hidden_on_the_page_is_hidden_in_the_features(chelsea, placed, monkeypatch):
    monkeypatch.setattr("bahtera.web.presenters.mapping.asked.results.abreast", _hiding)
    page = page_of(chelsea).context["page"]
    told = [one["properties"] for one in json.loads(chelsea.get(page.live_url).content)["features"]]
    named = [one for one in told if one["nama"]]
    assert {one["keadaan"] for one in named} == {"hidden"}
    assert {one["angka"] for one in named} == {"disembunyikan: keluarga terlalu sedikit"}
    assert {one["isi"] for one in named} == {"url(#peta-hidden)"}


def _hiding(*args, **more):
    found = abreast(*args, **more)
    rows = tuple(
        replace(row, category=None, figure=replace(row.figure, value=None, n=None, hidden=True))
        for row in found.rows
    )
    return replace(found, rows=rows)


def test_a_sample_shows_its_estimates_with_intervals_and_marks_the_wide_ones(chelsea, placed, monkeypatch):
    question = analysis.Question("indeks:ikk", "kecamatan")
    lines = {DISTRICT: analysis.Line(DISTRICT, value=61.25, n=40, low=48.0, high=74.5, marked=True)}
    monkeypatch.setattr(
        "bahtera.web.presenters.map_samples.sampled",
        lambda *asked: map_samples.Sampled(None, question, lines) if asked[2] == "district" else None,
    )
    answer = page_of(chelsea, "&tingkat=district")
    page, text = answer.context["page"], answer.content.decode()
    line = next(one for one in page.lines if one.name.endswith("Muara"))
    assert (line.value, line.interval, line.n, line.unsure) == (Fraction(61.25), "48,0–74,5", 40, True)
    assert "48,0–74,5" in text
    assert "dipakai dengan hati-hati" in text
    told = next(
        one["properties"]
        for one in json.loads(chelsea.get(page.live_url).content)["features"]
        if one.get("id") == DISTRICT
    )
    assert told["kurang_pasti"]
    assert told["rincian"][0].endswith("48,0–74,5")
    assert "unsure" in told["gaya"]
    hidden = {DISTRICT: analysis.Line(DISTRICT, why=analysis.Why.FEW)}
    monkeypatch.setattr(
        "bahtera.web.presenters.map_samples.sampled",
        lambda *_: map_samples.Sampled(None, question, hidden),
    )
    assert page_of(chelsea, "&tingkat=district").context["page"].lines[0].told.startswith("disembunyikan")


def test_another_regency_is_refused_and_nonsense_is_not_found(chelsea, placed):
    assert chelsea.get(f"/peta/?wilayah={FAR}").status_code == 403
    assert chelsea.get(f"/peta.svg?wilayah={FAR}").status_code == 403
    for query in ("&ukuran=lain", "&ukuran=indikator:ikk:X9", "&tingkat=province", "&putaran=999"):
        assert chelsea.get(f"/peta/?wilayah={REGENCY}{query}").status_code == 404


def test_a_reader_begins_with_the_own_area_and_areas_without_positions_still_have_a_table(
    chelsea, village_results
):
    answer = chelsea.get("/peta/")
    assert answer.status_code == 200
    assert answer.context["page"].lines
    assert chelsea.get("/peta.svg").status_code == 404
