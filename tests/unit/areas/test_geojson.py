"""Boundaries as offices send them: rings either way, open, with heights; codes as text; anything else is told."""

import json

import pytest

from bahtera.areas.errors import BadBoundaries
from bahtera.areas.rules.geojson import read_outlines

SQUARE = [[115.0, -3.0], [115.1, -3.0], [115.1, -3.1], [115.0, -3.1], [115.0, -3.0]]


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def feature(code, rings, *, name="kode", kind="Polygon"):
    return {
        "type": "Feature",
        "properties": {name: code, "NAMOBJ": "Contoh"},
        "geometry": {"type": kind, "coordinates": rings},
    }


def test_rings_of_any_kind_become_corners():
    high = [[east, north, 12.5] for east, north in reversed(SQUARE[:-1])]
    dense = [[115.0, -3.0], [115.00001, -3.00001], *SQUARE[1:]]
    file = collection(
        feature("63.10.05.2003", [SQUARE]),
        feature("6310052004", [high], name="KDEPUM"),
        feature("63.10.05.2005", [[dense], [[[1, 2]]]][:1], kind="MultiPolygon"),
    )
    one, two, three = read_outlines(file)
    assert one.polygons == ((((115.0, -3.0), (115.1, -3.0), (115.1, -3.1), (115.0, -3.1)),),)
    assert (two.code, len(two.polygons[0][0]), two.problem, two.name) == ("63.10.05.2004", 4, "", "Contoh")
    assert three.polygons == one.polygons


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (feature(63.1, [SQUARE]), "number"),
        (feature("63.10", [[[300000, 9600000], [300100, 9600000], [300100, 9600100]]]), "elsewhere"),
        (feature("63.10", [[["x", 1]]]), "broken"),
        (feature("63.10", [1, 2], kind="Point"), "no_polygon"),
        (feature("63.10", [[[115, -3], [115.00001, -3], [115, -3]]]), "sliver"),
        ({"type": "Feature", "properties": None, "geometry": None}, "no_polygon"),
    ],
)
def test_what_cannot_be_used_says_why(told, problem):
    assert read_outlines(collection(told))[0].problem == problem


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "areas.no_geojson"),
        (b"[1]", "areas.no_geojson"),
        (b"\xff\xfe", "areas.no_geojson"),
        (b"[" * 100_000, "areas.no_geojson"),
        (
            collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}),
            "areas.boundaries_projected",
        ),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused(data, code):
    with pytest.raises(BadBoundaries) as caught:
        read_outlines(data)
    assert caught.value.code == code
