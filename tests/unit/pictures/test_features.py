"""A map as GeoJSON: the same areas, classes and hatchings as the drawing, with rings that close."""

import json

from bahtera.pictures.features import feature_collection
from bahtera.pictures.maps import Ground, Klass, Spot

SQUARE = (((115.0, -3.0), (115.1, -3.0), (115.1, -3.1), (115.0, -3.1)),)
MARKED = (Klass("rendah", "klass-rendah", "down"), Klass("tinggi", "klass-tinggi", "up"))
PLAIN = (Klass("0 sampai di bawah 75", "klass-2"), Klass("75 ke atas", "klass-5"))


def made(*spots, classes=MARKED, **more):
    found = feature_collection(spots, classes, name="peta", **more)
    return {one["id"]: one for one in json.loads(json.dumps(found))["features"] if "id" in one}, found


def test_an_area_carries_its_figure_its_class_and_a_sign_well_inside_it():
    found, _ = made(Spot("63.10", "Tanah Contoh", "62,5", "shown", polygons=(SQUARE,), unsure=True))
    one = found["63.10"]
    ring = one["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert one["properties"]["gaya"] == "area klass-rendah unsure"
    assert one["properties"]["kelas"] == "rendah"
    assert "sign" in one["properties"]["tanda"]
    east, north = one["properties"]["di"]
    assert 115 < east < 115.1
    assert -3.1 < north < -3


def test_what_has_no_figure_is_hatched_by_the_picture_and_tells_no_class():
    found, _ = made(
        Spot("a", "A", "disembunyikan", "hidden", polygons=(SQUARE,)),
        Spot("b", "B", "-", "missing", at=(115, -3)),
    )
    assert found["a"]["properties"]["isi"] == "url(#peta-hidden)"
    assert found["b"]["properties"]["isi"] == "url(#peta-missing)"
    assert [found[code]["properties"]["kelas"] for code in "ab"] == ["", ""]
    assert [found[code]["properties"]["tanda"] for code in "ab"] == ["", ""]


def test_points_are_larger_with_weight_and_those_under_the_line_wear_a_ring():
    found, _ = made(
        Spot("a", "A", "80", "shown", klass=1, at=(115, -3), weight=900.0),
        Spot("b", "B", "60", "shown", at=(115.5, -3), weight=100.0, under=True),
        Spot("c", "C", "?", "shown"),
        classes=PLAIN,
    )
    assert set(found) == {"a", "b"}
    assert found["a"]["properties"]["jari"] > found["b"]["properties"]["jari"]
    assert found["a"]["properties"]["tanda"] == ""
    assert "sign-open" in found["b"]["properties"]["tanda"]


def test_what_lies_beneath_has_no_name_and_more_is_told_by_code():
    found, whole = made(
        Spot("a", "A", "80", "shown", at=(115, -3)),
        ground=Ground(((SQUARE,),), ((115.2, -3.0),)),
        more={"a": {"url": "/wilayah/a/"}},
    )
    assert [one["properties"]["gaya"] for one in whole["features"][:2]] == ["ground", "speck"]
    assert found["a"]["properties"]["url"] == "/wilayah/a/"


def test_a_province_by_village_is_told_more_coarsely_and_its_rings_still_close(monkeypatch):
    monkeypatch.setattr("bahtera.pictures.features._MANY", 3)
    fine = (((115.0, -3.0), (115.00012, -3.0), (115.1, -3.0), (115.1, -3.1), (115.0, -3.1)),)
    crumb = (((115.0, -3.0), (115.0001, -3.0), (115.0001, -3.0001)),)
    found, _ = made(
        Spot("a", "A", "80", "shown", polygons=(fine,)), Spot("b", "B", "80", "shown", polygons=(crumb,))
    )
    ring = found["a"]["geometry"]["coordinates"][0][0]
    assert ring == [[115.0, -3.0], [115.1, -3.0], [115.1, -3.1], [115.0, -3.1], [115.0, -3.0]]
    assert len(found["b"]["geometry"]["coordinates"][0][0]) == 4
