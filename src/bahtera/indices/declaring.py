"""From the text of a definition file to a `Declaration`, with every problem reported at once."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bahtera.indices import declaration as model
from bahtera.indices.declaring_variables import Names, read_parameters, read_terms, read_variables
from bahtera.indices.errors import InvalidDefinition, Problem
from bahtera.indices.expressions.checking import check_logical
from bahtera.indices.expressions.syntax import ExpressionError
from bahtera.indices.expressions.tree import Truth
from bahtera.indices.reading import Cursor, open_document
from bahtera.indices.values import Variable

if TYPE_CHECKING:
    from bahtera.indices.expressions.tree import Logical

FORMAT = 1
TOP_NEEDS = (
    "format", "id", "version", "status", "title", "source", "interview", "variables", "dimensions", "indicators",
    "aggregation", "categories",
)  # fmt: skip
TOP_MAY = ("note", "parameters", "terms")
AGGREGATION_NEEDS = ("within", "across", "most_unanswered")
AGGREGATION_MAY = ("alternatives", "floor", "empty_dimension")
CATEGORY_NEEDS = ("id", "title", "basis")
CATEGORY_MAY = ("from", "includes")


def read_declaration(text: str, file: str) -> model.Declaration:
    """Return what the definition says.

    Args:
        text: the content of the YAML file.
        file: its name, for messages.

    Raises:
        InvalidDefinition: with every problem, each with file, line and column.
    """
    top = open_document(text, file)
    parts = top.mapping(need=TOP_NEEDS, may=TOP_MAY)
    if top.journal.problems:
        raise InvalidDefinition(top.journal.problems)
    if parts["format"].text() != str(FORMAT):
        parts["format"].complain(f"this engine reads format {FORMAT}")
    names = Names()
    read_variables(parts["variables"], names)
    interview_date, area = _interview(parts["interview"], names)
    read_parameters(parts.get("parameters"), names, dated=area is not None)
    read_terms(parts.get("terms"), names)
    dimensions = _dimensions(parts["dimensions"])
    places = {"aggregation": parts["aggregation"].place()}
    indicators = _indicators(parts["indicators"], names, {each.id for each in dimensions}, places)
    declared = model.Declaration(
        id=parts["id"].name(),
        version=parts["version"].text(),
        status=parts["status"].choice(model.Status, "working"),
        variant=model.FULL,
        title=parts["title"].both_languages(),
        source=parts["source"].text(),
        note=parts["note"].text() if "note" in parts else "",
        interview_date=interview_date,
        area=area,
        variables=names.variables,
        rosters=names.rosters,
        parameters=names.dated,
        dimensions=dimensions,
        indicators=indicators,
        categories=_categories(parts["categories"]),
        aggregation=_aggregation(parts["aggregation"]),
        content=json.dumps(top.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        places=places,
    )
    _check_whole(declared, parts["indicators"], parts["dimensions"])
    if top.journal.problems:
        raise InvalidDefinition(top.journal.problems)
    return declared


def _interview(cursor: Cursor, names: Names) -> tuple[Variable, Variable | None]:
    parts = cursor.mapping(need=("date",), may=("area",))
    date = _named(parts.get("date"), names, "date") or Variable("?", "date")
    return date, _named(parts.get("area"), names, "text")


def _named(cursor: Cursor | None, names: Names, type_: str) -> Variable | None:
    if cursor is None:
        return None
    variable = names.variables.get(cursor.text())
    if variable is None or variable.type != type_ or variable.roster is not None:
        cursor.complain(f"a {type_} variable of the family is needed here")
        return None
    return variable


def _dimensions(cursor: Cursor) -> tuple[model.Dimension, ...]:
    found: dict[str, model.Dimension] = {}
    for item in cursor.sequence():
        parts = item.mapping(need=("id", "title"), may=("weight",))
        if not {"id", "title"} <= parts.keys():
            continue
        identity = parts["id"].text()
        if identity in found:
            parts["id"].complain(f"{identity} is said twice")
        weight = parts["weight"].integer(1) if "weight" in parts else 1
        found[identity] = model.Dimension(identity, parts["title"].both_languages(), weight)
    if not found:
        cursor.complain("at least one dimension is needed")
    return tuple(found.values())


INDICATOR_NEEDS = ("id", "dimension", "label", "met", "why_unmet", "to_meet", "source", "confidence")
INDICATOR_MAY = ("applies", "missing", "weight", "private", "sensitive", "note")


def _indicators(
    cursor: Cursor, names: Names, dimensions: set[str], places: dict[str, Problem]
) -> tuple[model.Indicator, ...]:
    found: dict[str, model.Indicator] = {}
    for item in cursor.sequence():
        parts = item.mapping(need=INDICATOR_NEEDS, may=INDICATOR_MAY)
        if not set(INDICATOR_NEEDS) <= parts.keys():
            continue
        indicator = _indicator(parts, names)
        if indicator.id in found:
            parts["id"].complain(f"{indicator.id} is said twice")
        if indicator.dimension not in dimensions:
            parts["dimension"].complain(f"there is no dimension {indicator.dimension}")
        found[indicator.id] = indicator
        places[indicator.id] = parts["met"].place()
    return tuple(found.values())


def _indicator(parts: dict[str, Cursor], names: Names) -> model.Indicator:
    private = "private" in parts and parts["private"].boolean()
    return model.Indicator(
        id=parts["id"].text(),
        dimension=parts["dimension"].text(),
        label=parts["label"].both_languages(),
        applies=_condition(parts["applies"], names) if "applies" in parts else None,
        met=_condition(parts["met"], names),
        missing=parts["missing"].choice(model.MissingRule, "unanswered")
        if "missing" in parts
        else "unanswered",
        weight=parts["weight"].integer(1) if "weight" in parts else 1,
        private=private,
        sensitive=_is_sensitive(parts, private=private),
        why_unmet=parts["why_unmet"].both_languages(),
        to_meet=parts["to_meet"].both_languages(),
        source=parts["source"].text(),
        confidence=parts["confidence"].text(),
        note=parts["note"].text() if "note" in parts else "",
    )


def _is_sensitive(parts: dict[str, Cursor], *, private: bool) -> bool:
    if "sensitive" not in parts:
        return private
    sensitive = parts["sensitive"].boolean()
    if private and not sensitive:
        parts["sensitive"].complain("a private indicator is always sensitive")
    return sensitive or private


def _condition(cursor: Cursor, names: Names) -> Logical:
    text = cursor.text()
    try:
        return check_logical(text, names.scope())
    except ExpressionError as error:
        if text:
            cursor.complain(error.message, error.position)
        return Truth(value=True)


def _categories(cursor: Cursor) -> tuple[model.Category, ...]:
    found: list[model.Category] = []
    for item in cursor.sequence():
        first = not found
        parts = item.mapping(need=CATEGORY_NEEDS if first else (*CATEGORY_NEEDS, *CATEGORY_MAY))
        if not {"id", "title", "basis"} <= parts.keys():
            continue
        at = parts["from"].fraction() if "from" in parts and not first else None
        includes = "includes" in parts and parts["includes"].boolean()
        category = model.Category(
            parts["id"].name(), parts["title"].both_languages(), parts["basis"].text(), at, includes
        )
        _check_cut(parts, category, found)
        found.append(category)
    if not found:
        cursor.complain("at least one category is needed")
    return tuple(found)


def _check_cut(parts: dict[str, Cursor], category: model.Category, lower: list[model.Category]) -> None:
    if any(each.id == category.id for each in lower):
        parts["id"].complain(f"{category.id} is said twice")
    if category.at is None:
        return
    if not Fraction(0) <= category.at <= Fraction(100):
        parts["from"].complain("a cut lies between 0 and 100")
    below = lower[-1].at if lower else None
    if below is not None and category.at <= below:
        parts["from"].complain("categories are listed from the lowest up")


def _aggregation(cursor: Cursor) -> model.Aggregation:
    parts = cursor.mapping(need=AGGREGATION_NEEDS, may=AGGREGATION_MAY)
    across: model.Method = "arithmetic"
    if "across" in parts:
        across = parts["across"].choice(model.Method, across)
    others = parts["alternatives"].sequence() if "alternatives" in parts else []
    alternatives: tuple[model.Method, ...] = tuple(item.choice(model.Method, across) for item in others)
    if "within" in parts and parts["within"].text() != "arithmetic":
        parts["within"].complain(
            "within a dimension only `arithmetic` is possible: indicators are 0 or 1, and any other mean of them "
            "is 0 as soon as one is unmet"
        )
    floor = parts["floor"].fraction() if "floor" in parts else Fraction(0)
    limit = parts["most_unanswered"].fraction() if "most_unanswered" in parts else Fraction(0)
    for name, value in (("floor", floor), ("most_unanswered", limit)):
        if not Fraction(0) <= value <= Fraction(1):
            parts[name].complain("a share lies between 0 and 1")
    empty: model.EmptyDimension = "leave_out"
    if "empty_dimension" in parts:
        empty = parts["empty_dimension"].choice(model.EmptyDimension, "leave_out")
    return model.Aggregation(across, alternatives, floor, empty, limit)


def _check_whole(declared: model.Declaration, indicators: Cursor, dimensions: Cursor) -> None:
    """Check what no single node can tell."""
    used = {each.dimension for each in declared.indicators}
    for dimension in declared.dimensions:
        if dimension.id not in used:
            dimensions.complain(f"{dimension.id} has no indicator")
    if declared.indicators and all(each.private for each in declared.indicators):
        indicators.complain("every indicator is private: nothing is left to show a family")


def with_method(declared: model.Declaration, method: model.Method) -> model.Declaration:
    """Return the definition with another way of joining dimensions."""
    aggregation = declared.aggregation
    others = tuple(each for each in (aggregation.across, *aggregation.alternatives) if each != method)
    return replace(declared, aggregation=replace(aggregation, across=method, alternatives=others))


__all__ = ["FORMAT", "read_declaration", "with_method"]
