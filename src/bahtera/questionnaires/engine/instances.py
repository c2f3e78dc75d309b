"""Submissions written from plain answers: visits put together by a person, demonstration data, tests.

The blank instance inside the XForm gives structure and order; answers are found by bare question name.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from .conversions import parse_moment, to_text
from .evaluation import CompiledForm, Evaluated, environment
from .xml import JAVAROSA, XFORMS, parse_trusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .frames import Frame, Row

_TEMPLATE: Final = f"{{{JAVAROSA}}}template"


class InstanceWriter:
    """Fills the blank instance of one XForm. Reading the form once serves any number of families."""

    def __init__(self, xform: bytes) -> None:
        form = parse_trusted(xform)
        instance = form.find(f".//{{{XFORMS}}}model/{{{XFORMS}}}instance")
        if instance is None or not len(instance):
            message = "the form has no instance"
            raise ValueError(message)
        self._blank = instance[0]

    def write(self, answers: Mapping[str, object]) -> bytes:
        """Return the instance as UTF-8 XML. A repeat is a list of mappings; unknown names raise KeyError."""
        return _bytes(self._filled(answers))

    def complete(
        self, answers: Mapping[str, object], form: CompiledForm, *, on: date, corrects: str = ""
    ) -> bytes:
        """Return the instance as a phone would send it: calculations worked out, unasked questions left out.

        `on` serves as today() when the answers hold neither start nor end; `corrects` is the deprecatedID.
        """
        root = self._filled(answers)
        moments = [parse_moment(str(write_value(answers.get(name)) or "")) for name in ("start", "end")]
        evaluated = form.evaluate(root, environment(moments[0], moments[1], on))
        _Completer(form, evaluated).fill(root, form.layout.root, evaluated.root)
        if corrects:
            _add_deprecated_id(root, corrects)
        return _bytes(root)

    def _filled(self, answers: Mapping[str, object]) -> etree._Element:
        root = deepcopy(self._blank)
        root.tail = None
        used: set[str] = set()
        _fill(root, answers, used)
        if unknown := set(answers) - used:
            raise KeyError(sorted(unknown))
        return root


def _add_deprecated_id(root: etree._Element, corrects: str) -> None:
    """Write which version this one corrects beside its own id, in the namespace of that."""
    own = next(one for one in root.iter(etree.Element) if etree.QName(one).localname == "instanceID")
    other = etree.Element(etree.QName(etree.QName(own).namespace, "deprecatedID"))
    other.text = corrects
    own.addnext(other)


def _bytes(root: etree._Element) -> bytes:
    """Return the XML without a default namespace, as ODK Collect writes it."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{XFORMS}}}"):
            element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


class _Completer:
    """Writes what was worked out into an instance and removes what is not asked."""

    def __init__(self, form: CompiledForm, evaluated: Evaluated) -> None:
        self.form = form
        self.evaluated = evaluated

    def fill(self, element: etree._Element, frame: Frame, row: Row) -> None:
        base = _path(element)
        counts: dict[str, int] = {}
        for child in list(element):
            path = f"{base}/{etree.QName(child).localname}"
            place = self.form.layout.places[path]
            if place.frame is not frame:
                counts[path] = counts.get(path, 0) + 1
                self.fill_row(child, place.frame, self.row(place.frame, row, counts[path]))
            elif place.slot < 0:
                self.fill(child, frame, row)
                if not len(child):
                    element.remove(child)
            elif row.hidden[place.slot]:
                element.remove(child)
            elif self.form.checks[id(frame)][place.slot].worked_out:
                child.text = to_text(row.values[place.slot]) or None

    def row(self, frame: Frame, outer: Row, number: int) -> Row:
        rows = self.evaluated.rows[id(frame)]
        return next(row for row in rows if row.parent is outer and row.index == number)

    def fill_row(self, element: etree._Element, frame: Frame, row: Row) -> None:
        parent = element.getparent()
        if parent is not None and row.hidden and all(row.hidden):
            parent.remove(element)
        else:
            self.fill(element, frame, row)


def _path(element: etree._Element) -> str:
    names = [etree.QName(one).localname for one in (element, *element.iterancestors())]
    return "/" + "/".join(reversed(names))


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
