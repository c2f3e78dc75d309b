"""Answers of a typed sheet as plain text by name, and which of them a person gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from bahtera.questionnaires import api as questionnaires

_NOT_TYPED: Final = frozenset({"calculate", "note", "image", "audio", "video", "file", "geopoint"})
# Looked up on a screen and not written on paper.
_LOOKED_UP: Final = frozenset({"keluarga", "anggota_lama"})


@dataclass(frozen=True)
class Shape:
    """What a form asks: names in order (repeats among them), the repeats, and every name it has."""

    asked: tuple[str, ...]
    rows: frozenset[str]
    known: frozenset[str]


def shape_of(form: questionnaires.FormVersion) -> Shape:
    """Return what a form asks; what is worked out or only shown is not compared."""
    items = questionnaires.outline(form)
    rows = frozenset(one.name for one in items if one.kind == "repeat")
    asked = tuple(
        one.name for one in items if one.kind == "repeat" or (one.kind == "question" and _is_asked(one))
    )
    return Shape(asked, rows, frozenset(one.name for one in items))


def _is_asked(one: questionnaires.OutlineItem) -> bool:
    """Tell whether somebody writes it on paper: an id that the form makes up by itself has no words."""
    return one.type not in _NOT_TYPED and one.name not in _LOOKED_UP and one.labels["id"] != one.name


def answers_in(xml: bytes, shape: Shape) -> dict[str, Any]:
    """Return what a sheet says, groups left out; ``xml`` was read as a submission before."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return _answers(etree.fromstring(xml, parser), shape)


def text_in(answers: Mapping[str, Any], name: str) -> str:
    """Return an answer outside repeats as trimmed text."""
    found = answers.get(name)
    return found.strip() if isinstance(found, str) else ""


def rows_in(answers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the rows of a repeat."""
    found = answers.get(name)
    return found if isinstance(found, list) else []


def _answers(element: etree._Element, shape: Shape) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        if callable(child.tag):
            continue
        name = etree.QName(child).localname
        if name == "meta":
            continue
        if name in shape.rows:
            found.setdefault(name, []).append(_answers(child, shape))
        elif len(child):
            found |= _answers(child, shape)
        elif child.text and child.text.strip():
            found[name] = child.text
    return found
