"""SVG as text."""

import xml.etree.ElementTree as ET

import pytest

from bahtera.pictures import svg

_SPACE = "{http://www.w3.org/2000/svg}"


def _part(root: ET.Element, name: str) -> ET.Element:
    found = root.find(_SPACE + name)
    assert found is not None
    return found


def test_what_a_picture_holds_is_escaped() -> None:
    drawn = svg.picture(
        svg.words(1, 2.345, 'Desa "A" <b> & B'),
        size=(640, 400.5),
        name="map",
        title="A & B",
        description="<x>",
    )
    root = ET.fromstring(drawn)
    assert root.get("viewBox") == "0 0 640 400.5"
    assert _part(root, "title").text == "A & B"
    assert _part(root, "desc").text == "<x>"
    said = _part(root, "text")
    assert (said.text, said.get("x"), said.get("y")) == ('Desa "A" <b> & B', "1", "2.35")


@pytest.mark.parametrize("name", ["style", "onclick"])
def test_an_attribute_that_the_policy_forbids_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        svg.element("path", {name: "x"})


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        svg.picture("", size=(1, 1), name="map", title=" ")


def test_a_file_carries_its_size_and_its_styles() -> None:
    drawn = svg.standalone(svg.picture("", size=(640, 400), name="map", title="A"))
    root = ET.fromstring(drawn)
    assert (root.get("width"), root.get("height")) == ("640", "400")
    assert "hatch-line" in str(_part(root, "style").text)


@pytest.mark.parametrize(("value", "written"), [(12.5, "12.5"), (-0.001, "0"), (100, "100"), (1 / 3, "0.33")])
def test_lengths_are_written_short(value: float, written: str) -> None:
    assert svg.number(value) == written
