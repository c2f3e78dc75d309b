"""Polygons are repaired, and neighbours stay neighbours however much they are thinned."""

import math

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from bahtera.areas.rules import shapes

SQUARE = [(115.0, -3.0), (115.1, -3.0), (115.1, -3.1), (115.0, -3.1)]


def test_heights_and_turning_do_not_matter():
    high = Polygon([(east, north, 12.5) for east, north in reversed(SQUARE)])
    shape, why, mended = shapes.repaired(high)
    assert (shape.equals(Polygon(SQUARE)), shape.has_z, why, mended) == (True, False, "", False)


def test_a_ring_that_crosses_itself_is_mended():
    bow = Polygon([(115.0, -3.0), (115.1, -3.1), (115.1, -3.0), (115.0, -3.1)])
    shape, why, mended = shapes.repaired(bow)
    assert (shape.is_valid, why, mended) == (True, "", True)
    assert shape.area == pytest.approx(0.005)


def test_crumbs_beside_an_area_are_left_out():
    crumb = Polygon([(115.2, -3.0), (115.20001, -3.0), (115.20001, -3.00001)])
    assert shapes.repaired(MultiPolygon([Polygon(SQUARE), crumb]))[0].geom_type == "Polygon"
    assert shapes.repaired(crumb)[:2] == (None, "sliver")


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (None, "no_polygon"),
        (Point(115, -3), "no_polygon"),
        (LineString(SQUARE), "no_polygon"),
        (Polygon(), "sliver"),
        (Polygon([(300000, 9600000), (300100, 9600000), (300100, 9600100)]), "metres"),
        (Polygon([(115, math.inf), (116, -3), (116, -4)]), "broken"),
    ],
)
def test_what_cannot_be_used_says_why(shape, why):
    assert shapes.repaired(shape)[:2] == (None, why)


def _coast(east, north, side, corners):
    """Return a square whose inner edge with its neighbour wiggles."""
    return [(east + 0.004 * math.sin(9 * at), north - side * at / corners) for at in range(corners + 1)]


def test_neighbours_share_their_edge_after_thinning():
    edge = _coast(115.1, -3.0, 0.1, 400)
    west = Polygon([(115.0, -3.0), *edge, (115.0, -3.1)])
    east = Polygon([*edge, (115.2, -3.1), (115.2, -3.0)])
    made = shapes.drawn({"63.01": west, "63.02": east}, points=120)
    one, two = (Polygon(made[code][0][0]) for code in ("63.01", "63.02"))
    assert sum(len(ring) for polygons in made.values() for ring in polygons[0]) <= 120
    assert shapely.coverage_is_valid([one, two])
    assert one.intersection(two).area == 0
    assert one.union(two).area == pytest.approx(0.02, rel=0.001)


def test_no_area_vanishes_from_a_picture():
    islands = {
        f"63.{at:02}": shapely.box(115 + at / 10, -3.001, 115.001 + at / 10, -3) for at in range(1, 40)
    }
    assert all(polygons for polygons in shapes.drawn(islands, points=100).values())


def test_areas_on_top_of_each_other_are_told():
    one, two, three = (
        shapely.box(115, -4, 116, -3),
        shapely.box(115.9, -4, 117, -3),
        shapely.box(117, -4, 118, -3),
    )
    found = shapes.overlaps({"63.02": one, "63.01": two, "63.03": three})
    assert [(pair.one, pair.other, pair.percent) for pair in found] == [("63.01", "63.02", 10)]


def test_what_is_packed_comes_back():
    polygons = ((((115.0, -3.0), (115.1, -3.0), (115.1, -3.1)),),)
    assert shapes.unpack(shapes.pack(polygons)) == polygons
