"""Maps in documents: areas by name among their neighbours, from the boundaries in use, and points without any."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from tests.fakes.places import add_places
from tests.integration.documents.conftest import OTHER, REGENCY, SMALL, fill

from bahtera.access.api import SYSTEM
from bahtera.areas import api as areas
from bahtera.areas.models import Area
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.publishing import api as publishing
from bahtera.publishing.issued.facts import facts_of
from bahtera.publishing.issued.mapping import map_of
from bahtera.publishing.issued.responsible import answers_in
from bahtera.surveys import api as surveys

NOTES = areas.FileNotes("Contoh sintetis", "2026", "bebas", "kode")
SQUARES = {"63.10": (115.4, -3.8), "63.02": (116.4, -3.8), "63.11": (114.4, -3.8)}


def map_in(measured, area):
    return map_of(facts_of(measured.id, area, "ikk", answers_in(area)))


def names(drawn, *classes):
    root = ET.fromstring(drawn["picture"].encode())
    return {each.text for each in root.iter() if each.get("class") in classes}


def shapes(drawn, code):
    root = ET.fromstring(drawn["picture"].encode())
    return [each for each in root.iter() if each.get("data-code") == code]


@pytest.fixture
def neighbours(measured):
    add_places({"63.02": "Kabupaten Sebelah Timur", "63.11": "Kabupaten Sebelah Barat"})
    return measured


def bound(folder, codes):
    """Let areas have squares of one degree as boundaries."""
    path = folder / "batas.geojson"
    features = []
    for code in codes:
        west, south = SQUARES[code]
        ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"kode": code},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    areas.import_boundaries(path, NOTES, actor_key="user:1")


def test_villages_are_named_points_in_their_regency_among_its_neighbours(neighbours, tmp_path):
    bound(tmp_path, SQUARES)
    drawn = map_in(neighbours, REGENCY)
    assert names(drawn, "map-name") == {"Pulau Contoh", "Sungai Contoh", "Bukit Contoh", "Danau Contoh"}
    assert names(drawn, "ground-name") == {"Sebelah Timur", "Sebelah Barat"}
    root = ET.fromstring(drawn["picture"].encode())
    assert len([each for each in root.iter() if each.get("class") == "focus"]) == 1
    told = " ".join(drawn["notes"])
    assert "Garis batas: Contoh sintetis, 2026, bebas." in told
    assert "bukan peta resmi" in told


def test_without_boundaries_villages_are_points_among_the_districts(measured):
    Area.objects.filter(level="district").update(latitude=-3.5, longitude=115.7)
    drawn = map_in(measured, REGENCY)
    assert names(drawn, "map-name") == {"Pulau Contoh", "Sungai Contoh", "Bukit Contoh", "Danau Contoh"}
    assert names(drawn, "ground-name") == {"Muara", "Hulu"}
    assert "batas wilayah belum dimasukkan" in " ".join(drawn["notes"])
    assert drawn["instead"] == ""


def test_a_hidden_figure_is_in_no_map(measured):
    drawn = map_in(measured, REGENCY)
    (shape,) = shapes(drawn, SMALL)
    assert shape.get("fill") == "url(#peta-hidden)"
    assert "disembunyikan" in "".join(shape.itertext())
    assert any(line["title"] == "Angka disembunyikan" for line in drawn["legend"])


def test_a_province_is_filled_by_regency_and_says_that_it_is_the_average_of_its_villages(
    neighbours, tmp_path
):
    bound(tmp_path, SQUARES)
    drawn = map_in(neighbours, "63")
    (shape,) = shapes(drawn, REGENCY)
    assert shape.tag.endswith("path")
    assert names(drawn, "map-name") == {"Tanah Contoh"}
    assert names(drawn, "ground-name") == {"Sebelah Timur", "Sebelah Barat"}
    assert "rata-rata keluarga desa lokus di dalamnya, bukan keadaan seluruh wilayah" in drawn["notes"][0]


def test_every_class_is_told_with_its_limits_and_without_colour(measured):
    drawn = map_in(measured, REGENCY)
    titles = [line["title"] for line in drawn["legend"]]
    assert re.search(r"\(di atas 75\)$", titles[0])
    assert re.search(r"\(mulai 50 sampai 75\)$", titles[1])
    assert re.search(r"\(di bawah 50\)$", titles[2])
    shapes_of = [
        re.findall(r"<(polygon|circle|rect)", line["sample"].partition("</defs>")[2])
        for line in drawn["legend"]
    ]
    assert shapes_of[0] != shapes_of[1]


@pytest.mark.usefixtures("measured")
def test_one_village_with_nothing_around_it_is_a_sentence_and_no_map(tpk2d):
    row = surveys.create_round(
        name="Satu desa sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 2, 1),
        actor=SYSTEM,
    )
    surveys.set_targets(row.id, {OTHER: 30}, actor=SYSTEM)
    fill(row.id, OTHER, 20, 2)
    drawn = map_in(row, REGENCY)
    assert drawn["picture"] == ""
    assert "Sungai Contoh" in drawn["instead"]
    made = documents.order_document(Kind.REGENCY_BOOK, round_id=row.id, area=REGENCY, actor=tpk2d)
    publishing.make_document(made.id)
    assert documents.document(made.id, actor=tpk2d).state is State.ISSUED


def test_new_boundaries_make_a_new_number_of_what_has_a_map_and_of_nothing_else(neighbours, tmp_path, tpk2d):
    kinds = (Kind.SLIDES, Kind.PRESS)

    def again():
        found = []
        for kind in kinds:
            row = documents.order_document(kind, round_id=neighbours.id, area=REGENCY, actor=tpk2d)
            publishing.make_document(row.id)
            found.append(documents.document(row.id, actor=tpk2d).state)
        return found

    assert again() == [State.ISSUED, State.ISSUED]
    assert again() == [State.UNCHANGED, State.UNCHANGED]
    bound(tmp_path, [REGENCY])
    assert again() == [State.ISSUED, State.UNCHANGED]
