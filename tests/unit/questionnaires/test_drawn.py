"""What the field app draws is one list for both sides, and it names what questionnaires compile to."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from pyxform.xls2xform import convert

from bahtera.questionnaires.engine import drawn
from bahtera.questionnaires.engine.support import TYPES, row_problems

ASKED = (
    "text",
    "integer",
    "decimal",
    "date",
    "geopoint",
    "image",
    "note",
    "acknowledge",
    "range",
    "select_one pilihan",
    "select_multiple pilihan",
    "rank pilihan",
)
REFUSED = ("geotrace", "geoshape", "dateTime", "datetime", "file", "audio", "video", "time", "barcode")


def controls(kind: str) -> set[tuple[str, str]]:
    """Return the control and type of answer that a kind of question compiles to."""
    row = {"type": kind, "name": "q", "label": "Q"}
    choices = [{"list_name": "pilihan", "name": name, "label": name} for name in ("a", "b")]
    book = {"survey": [row], "choices": choices, "settings": [{"form_id": "f", "version": "1"}]}
    form = ET.fromstring(convert(book, validate=False).xform)
    bind = next(
        each for each in form.iter() if each.get("nodeset") == "/data/q" and each.tag.endswith("bind")
    )
    asked = [each for each in form.iter() if each.get("ref") == "/data/q" and not each.tag.endswith("bind")]
    return {(re.sub(r"\{.*\}", "", each.tag), bind.get("type", "string")) for each in asked}


@pytest.mark.parametrize("kind", ASKED)
def test_what_may_be_published_is_drawn(kind: str) -> None:
    assert kind.split(maxsplit=1)[0] not in TYPES
    found = controls(kind)
    assert found
    assert all(type_ in drawn.CONTROLS[control] for control, type_ in found)


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_drawn_is_refused_with_the_reason(kind: str) -> None:
    problems = list(row_problems(2, {"type": kind, "name": "q", "label": "Q"}))
    assert [problem.column for problem in problems] == ["type"]
    assert TYPES[kind] in problems[0].message


@pytest.mark.parametrize(
    ("appearance", "refused"),
    [
        ("minimal autocomplete", []),
        ("numbers", []),
        ("w1 map", ["map"]),
        ("month-year", ["month-year"]),
        ("ex:org.example.scan(x='1')", ["ex:org.example.scan(x='1')"]),
        ("draw signature", ["draw", "signature"]),
    ],
)
def test_appearances_that_ask_for_more_than_is_drawn_are_refused(appearance: str, refused: list[str]) -> None:
    row = {"type": "text", "name": "q", "label": "Q", "appearance": appearance}
    messages = [problem.message for problem in row_problems(2, row)]
    assert [message.split(" is not supported")[0] for message in messages] == [
        f"the appearance {look}" for look in refused
    ]
