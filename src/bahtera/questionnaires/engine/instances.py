"""Submissions written from plain answers: for demonstration data, benchmarks and tests.

The blank instance inside the XForm gives structure and order; answers are found by bare question name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Final, cast

from lxml import etree

from .xml import JAVAROSA, XFORMS, parse_trusted

_TEMPLATE: Final = f"{{{JAVAROSA}}}template"


class InstanceWriter:
    """Fills the blank instance of one XForm. Reading the form once serves any number of families."""

    def __init__(self, xform: bytes) -> None:
        form = parse_trusted(xform)
        instance = form.find(f".//{{{XFORMS}}}model/{{{XFORMS}}}instance")
        if instance is None or not len(instance):
            message = "the form has no instance"
            raise ValueError(message)
        self._blank = cast("etree._Element", instance[0])

    def write(self, answers: Mapping[str, object]) -> bytes:
        """Return the instance as UTF-8 XML. A repeat is a list of mappings; unknown names raise KeyError."""
        root = deepcopy(self._blank)
        root.tail = None
        used: set[str] = set()
        _fill(root, answers, used)
        if unknown := set(answers) - used:
            raise KeyError(sorted(unknown))
        etree.cleanup_namespaces(root, keep_ns_prefixes=["orx"])
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _fill(element: etree._Element, answers: Mapping[str, object], used: set[str]) -> None:
    repeats: set[str] = set()
    for child in list(element):
        name = etree.QName(child).localname
        if child.get(_TEMPLATE) is not None:
            repeats.add(child.tag)
            used.add(name)
            _fill_repeat(element, child, answers.get(name))
        elif child.tag in repeats:
            element.remove(child)  # the first, empty member that pyxform adds after the template
        elif len(child):
            _fill(child, answers, used)
        elif name in answers:
            used.add(name)
            child.text = write_value(answers[name])


def _fill_repeat(parent: etree._Element, template: etree._Element, rows: object) -> None:
    for row in cast("Iterable[Mapping[str, object]]", rows or ()):
        copy = deepcopy(template)
        del copy.attrib[_TEMPLATE]
        used: set[str] = set()
        _fill(copy, row, used)
        if unknown := set(row) - used:
            raise KeyError(sorted(unknown))
        template.addprevious(copy)
    parent.remove(template)


def write_value(value: object) -> str | None:
    """Return the text OpenRosa stores for a Python value; None stays blank."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return " ".join(str(item) for item in value)
    return str(value)
