"""Maps: every area drawn once, told without colour, edges shared, nothing guessed."""

import re
import xml.etree.ElementTree as ET

import pytest

from bahtera.pictures.classes import class_of, limits
from bahtera.pictures.labelling import Box, Wish, box_of, inside_point, place_names
from bahtera.pictures.maps import WIDTH, Ground, Key, Klass, Neighbour, Spot, area_map
from bahtera.pictures.plan import Frame, Plan

CLASSES = (
    Klass("0–60", "klass-rendah", "down"),
    Klass("60–75", "klass-sedang", "disc"),
    Klass("75–100", "klass-tinggi", "up"),
)
SEQUENCE = tuple(Klass(f"kelas {at}", f"klass-{at}") for at in range(1, 6))


def box(west, north, side=1.0):
    return (((((west, north), (west + side, north), (west + side, north - side), (west, north - side))),),)


def spot(code, west, state="shown", **more):
    return Spot(code, f"Wilayah {code}", "71,20", state, polygons=box(west, -3), **more)


def drawn(spots, classes=CLASSES, **more):
    return ET.fromstring(area_map(spots, classes, name="peta", title="IKK", **more))


def shapes(root, code):
    return [each for each in root.iter() if each.get("data-code") == code]


def test_each_area_is_drawn_by_its_class_and_says_what_it_is():
    root = drawn([spot("63.01", 115, klass=0), spot("63.02", 116, klass=2)])
    (one,), (two,) = shapes(root, "63.01"), shapes(root, "63.02")
    assert "klass-rendah" in one.get("class")
    assert "klass-tinggi" in two.get("class")
    assert one[0].text == "Wilayah 63.01: 71,20"
    assert len([each for each in root.iter() if each.get("class") == "sign"]) == 2
    assert not [each for each in root.iter() if each.get("style")]


def test_no_data_and_hidden_have_their_own_hatching_and_no_class():
    root = drawn([spot("63.01", 115, "hidden", klass=2), spot("63.02", 116, "missing", klass=2)])
    (one,), (two,) = shapes(root, "63.01"), shapes(root, "63.02")
    assert (one.get("fill"), two.get("fill")) == ("url(#peta-hidden)", "url(#peta-missing)")
    assert (one.get("class"), two.get("class")) == ("area", "area")
    assert [each for each in root.iter() if each.get("class") == "sign"] == []


def test_neighbours_are_drawn_along_the_same_line():
    root = drawn([spot("63.01", 115), spot("63.02", 116)])
    ends = []
    for code in ("63.01", "63.02"):
        start, *steps = re.findall(r"-?[\d.]+,-?[\d.]+", shapes(root, code)[0].get("d"))
        x, y = map(float, start.split(","))
        corners = {(round(x, 1), round(y, 1))}
        for step in steps:
            dx, dy = map(float, step.split(","))
            x, y = x + dx, y + dy
            corners.add((round(x, 1), round(y, 1)))
        ends.append(corners)
    assert len(ends[0] & ends[1]) == 2


def test_without_outlines_areas_are_points_and_the_largest_lies_below():
    places = [
        Spot("63.01", "Satu", "60", "shown", klass=0, at=(115.0, -3.0), weight=100),
        Spot("63.02", "Dua", "80", "shown", klass=2, at=(115.5, -3.2), weight=900, unsure=True),
        Spot("63.03", "Tiga", "disembunyikan", "hidden", at=(115.2, -3.4)),
    ]
    root = drawn(places, ground=Ground(specks=[(115.3, -3.3)]))
    order = [each.get("data-code") for each in root.iter() if each.get("data-code")]
    assert order == ["63.02", "63.01", "63.03"]
    assert [each.get("class") for each in shapes(root, "63.02")[0]][1] == "point klass-tinggi unsure"
    assert len([each for each in root.iter() if each.get("class") == "speck"]) == 1


def test_under_the_line_is_a_ring_where_classes_have_no_marks():
    root = drawn([spot("63.01", 115, klass=1, under=True), spot("63.02", 116, klass=4)], SEQUENCE)
    assert len([each for each in root.iter() if each.get("class") == "sign-ring"]) == 1


def test_a_file_carries_its_legend_with_every_limit_and_its_sources():
    key = Key("IKK", missing="tidak ada data", hidden="disembunyikan", sources=("BIG 2024",))
    said = "".join(drawn([spot("63.01", 115)], key=key).itertext())
    for words in ("0–60", "60–75", "75–100", "tidak ada data", "disembunyikan", "BIG 2024"):
        assert words in said


def test_a_map_without_any_place_is_refused():
    with pytest.raises(ValueError, match="place"):
        area_map([Spot("63.01", "Satu", "", "missing")], CLASSES, name="peta", title="IKK")


def test_many_areas_bear_no_names_and_stay_small():
    spots = [spot(f"63.{at:02}", 115 + at) for at in range(1, 60)]
    assert "map-name" not in area_map(spots, CLASSES, name="peta", title="IKK")


def test_a_label_lies_inside_even_of_a_bent_area():
    bent = [(0, 0), (10, 0), (10, 2), (2, 2), (2, 8), (10, 8), (10, 10), (0, 10)]
    x, y, room = inside_point([bent])
    assert 0 < x < 10
    assert y < 2 or y > 8 or x < 2
    assert room > 0


def test_classes_begin_at_their_cut_exactly():
    assert [class_of(value) for value in (0, 24.999, 25, 74.9999, 75, 90, 100)] == [0, 0, 1, 2, 3, 4, 4]
    assert (limits()[0], limits()[-1]) == ((0, 25), (90, 100))


def around(*, focus=True):
    return Ground(
        around=(
            Neighbour("Tetangga", box(114, -3)),
            Neighbour("Jauh", box(120, -3)),
            Neighbour(polygons=box(115, -3), focus=focus),
            Neighbour("Kecamatan", at=(115.5, -3.2)),
        ),
        north="U",
    )


def test_a_map_with_a_focus_shows_it_whole_and_of_its_neighbours_what_lies_in_the_frame():
    root = drawn(
        [Spot("63.01.01.2001", "Desa", "71,20", "shown", klass=0, at=(115.5, -3.6))], ground=around()
    )
    said = {each.text for each in root.iter() if each.get("class") == "ground-name"}
    assert said == {"Tetangga", "Kecamatan"}
    assert [
        each.get("class") for each in root.iter() if each.get("class") in {"focus", "frame", "north"}
    ] == [*("focus", "frame", "north")]
    (neighbour,) = [each for each in root.iter() if each.get("class") == "ground"]
    starts = [float(one) for one in re.findall(r"M(-?[\d.]+),", neighbour.get("d"))]
    assert all(0 <= one <= WIDTH for one in starts)


def test_an_islet_far_away_does_not_make_the_map_small():
    islet = (*box(115, -3), *box(118, -3, 0.001))
    near = Plan.around([Spot("a", "A", "1", "shown", polygons=islet)], Ground(north="U"))
    far = Plan.around([Spot("a", "A", "1", "shown", polygons=islet)], Ground())
    assert near.scale > 2 * far.scale


def test_stripes_lie_over_a_class_that_is_striped():
    classes = (Klass("rendah", "klass-rendah", "down", striped=True), *CLASSES[1:])
    root = drawn([spot("63.01", 115, klass=0), spot("63.02", 116, klass=2)], classes)
    assert len([each for each in root.iter() if each.get("fill") == "url(#peta-stripes)"]) == 1
    assert [each.get("id") for each in root.iter() if (each.get("id") or "").endswith("stripes")] == [
        "peta-stripes"
    ]


def test_a_window_cuts_an_area_at_its_edges():
    window = Frame(0, 0, 2, 2)
    ((ring,),) = window.cut((((((1, 1), (3, 1), (3, 3), (1, 3))),),))
    assert {(round(x, 9), round(y, 9)) for x, y in ring} == {(1, 1), (2, 1), (2, 2), (1, 2)}
    assert not window.cut((((((5, 5), (6, 5), (6, 6))),),))


def test_names_find_room_beside_each_other_and_never_over_the_edge():
    frame = Box(0, 0, 640, 400)
    crowd = [Wish(f"Kabupaten {at}", 630 - 9 * (at % 4), 150 + 14 * at, 5.0) for at in range(8)]
    points = [Box(one.x - 5, one.y - 5, one.x + 5, one.y + 5) for one in crowd]
    placed = place_names(crowd, points, frame)
    boxes = [box_of(one) for one in placed]
    assert len(placed) == len(crowd)
    assert all(frame.holds(one) for one in boxes)
    assert not [1 for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.meets(other)]
    assert not [1 for one in boxes for point in points if one.meets(point)]


def test_thousands_of_corners_stand_on_a_coarser_grid_and_shared_edges_stay_shared(monkeypatch):
    monkeypatch.setattr("bahtera.pictures.plan._GRAINS", ((1, 3),))
    wavy = [(115.1 + 0.0004 * (at % 2), -3 - at / 5000) for at in range(500)]
    left = (((115.0, -3.0), *wavy, (115.0, -3.1)),)
    right = ((*wavy, (115.2, -3.1), (115.2, -3.0)),)
    spots = [Spot("a", "A", "1", "shown", polygons=(left,)), Spot("b", "B", "1", "shown", polygons=(right,))]
    coarse = area_map(spots, (Klass("x", "klass-1"),), name="m", title="t")
    monkeypatch.setattr("bahtera.pictures.plan._GRAINS", ((1, 10_000),))
    assert len(coarse) < 0.7 * len(area_map(spots, (Klass("x", "klass-1"),), name="m", title="t"))
    assert "." not in re.search(r' d="(M[^"]*)"', coarse).group(1)


def test_signs_of_many_may_be_smaller_than_their_names_say():
    def wide(marks):
        root = drawn([Spot("a", "A", "1", "hidden", at=(115.5, -3.5))], ground=Ground(marks=marks))
        return float(shapes(root, "a")[0].get("r"))

    assert wide(0.5) == wide(1.0) / 2
