"""The part of a definition file that gives names: variables, rosters, parameters and terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bahtera.indices.expressions import tree
from bahtera.indices.expressions.checking import Scope, Term, check_any
from bahtera.indices.expressions.syntax import ExpressionError
from bahtera.indices.values import Parameter, ParameterValue, Roster, Variable, VariableType

if TYPE_CHECKING:
    from bahtera.indices.reading import Cursor

VARIABLE_MAY = ("label", "choices", "missing", "places", "min", "max", "private", "months")
ROSTER_NEEDS = ("type", "max", "variables")
ROSTER_MAY = ("listed_by", "label")
PARAMETER_NEEDS = ("label", "source")
PARAMETER_MAY = ("value", "values", "places", "unit", "note")
_PLACES = 2
_MOST_MEMBERS = 200


@dataclass(slots=True)
class Names:
    """Everything named so far. A name means one thing in the whole definition."""

    variables: dict[str, Variable] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)
    dated: dict[str, Parameter] = field(default_factory=dict)
    constants: dict[str, tree.Integer] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    """Column of a table that stands for a variable -> the variable."""

    def scope(self) -> Scope:
        """Return what expressions may refer to."""
        return Scope(self.variables, self.rosters, {**self.dated, **self.constants}, self.terms)

    def is_free(self, cursor: Cursor, name: str) -> bool:
        """Return whether nothing has the name yet, and complain otherwise."""
        taken = any(
            name in each
            for each in (self.variables, self.rosters, self.dated, self.constants, self.terms, self.columns)
        )
        if taken:
            cursor.complain(f"{name} already names something else")
        return not taken


def read_variables(cursor: Cursor, names: Names) -> None:
    """Read the section `variables`."""
    for name, entry in cursor.mapping(may=None).items():
        parts = entry.mapping(may=None)
        if "type" in parts and parts["type"].text() == "roster":
            _read_roster(entry, name, names)
        else:
            _read_variable(entry, name, None, names)


def _read_roster(cursor: Cursor, name: str, names: Names) -> None:
    parts = cursor.mapping(need=ROSTER_NEEDS, may=ROSTER_MAY)
    if not {"max", "variables"} <= parts.keys() or not names.is_free(cursor, name):
        return
    maximum = parts["max"].integer(1)
    if maximum > _MOST_MEMBERS:
        parts["max"].complain(f"a roster has at most {_MOST_MEMBERS} members")
    members = [
        variable
        for key, entry in parts["variables"].mapping(may=None).items()
        if (variable := _read_variable(entry, key, name, names)) is not None
    ]
    listed = members
    if "listed_by" in parts:
        wanted = {item.text(): item for item in parts["listed_by"].sequence()}
        listed = [variable for variable in members if variable.name in wanted]
        for key, item in wanted.items():
            if all(variable.name != key for variable in members):
                item.complain(f"{key} is not a variable of {name}")
    names.rosters[name] = Roster(name, maximum, tuple(listed))


def _read_variable(cursor: Cursor, name: str, roster: str | None, names: Names) -> Variable | None:
    parts = cursor.mapping(need=("type",), may=VARIABLE_MAY)
    if "type" not in parts or not names.is_free(cursor, name):
        return None
    type_: VariableType = parts["type"].choice(VariableType, "text")
    variable = Variable(name, type_, roster=roster, private="private" in parts and parts["private"].boolean())
    variable = _with_choices(cursor, parts, variable)
    variable = _with_bounds(cursor, parts, variable)
    variable = _with_months(parts, variable, names)
    names.variables[name] = variable
    return variable


def _with_choices(cursor: Cursor, parts: dict[str, Cursor], variable: Variable) -> Variable:
    chosen = variable.type in ("select_one", "select_multiple")
    if not chosen:
        for key in ("choices", "missing"):
            if key in parts:
                parts[key].complain(f"only select_one and select_multiple have {key}")
        return variable
    if "choices" not in parts:
        cursor.complain("choices is missing")
        return variable
    choices = tuple(item.text() for item in parts["choices"].sequence())
    missing = tuple(item.text() for item in parts["missing"].sequence()) if "missing" in parts else ()
    codes = [*choices, *missing]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            cursor.complain(f"the code {code} is said twice")
        if any(sign in code for sign in " '\"\\"):
            cursor.complain(f"the code {code!r} holds a blank, quote or backslash")
    return replace(variable, choices=choices, missing=missing)


def _with_bounds(cursor: Cursor, parts: dict[str, Cursor], variable: Variable) -> Variable:
    if variable.type not in ("integer", "decimal"):
        for key in ("min", "max", "places"):
            if key in parts:
                parts[key].complain(f"only integer and decimal have {key}")
        return variable
    if "min" not in parts or "max" not in parts:
        cursor.complain("min and max are needed: without bounds no arithmetic can be proved exact")
        return variable
    if variable.type == "integer" and "places" in parts:
        parts["places"].complain("an integer has no decimal places")
    places = (
        parts["places"].integer(0) if "places" in parts else (_PLACES if variable.type == "decimal" else 0)
    )
    minimum, maximum = parts["min"].scaled(places), parts["max"].scaled(places)
    if minimum > maximum:
        parts["min"].complain("min is above max")
    return replace(variable, places=places, minimum=minimum, maximum=maximum)


def _with_months(parts: dict[str, Cursor], variable: Variable, names: Names) -> Variable:
    if "months" not in parts:
        return variable
    column = parts["months"].name()
    if variable.type != "date" or variable.roster is None:
        parts["months"].complain("only dates of members have months")
    elif column != variable.name and names.is_free(parts["months"], column):
        names.columns[column] = variable.name
        return replace(variable, months=column)
    return variable


def read_parameters(cursor: Cursor | None, names: Names, *, dated: bool) -> None:
    """Read the section `parameters`: plain numbers, and numbers by area and date."""
    if cursor is None:
        return
    for name, entry in cursor.mapping(may=None).items():
        parts = entry.mapping(need=PARAMETER_NEEDS, may=PARAMETER_MAY)
        if not names.is_free(entry, name):
            continue
        places = parts["places"].integer(0) if "places" in parts else 0
        if "value" in parts:
            names.constants[name] = tree.Integer(parts["value"].scaled(places), places)
        elif "values" in parts and dated:
            values = [_parameter_value(item, places) for item in parts["values"].sequence()]
            values.sort(key=lambda each: (each.area.count("."), each.area != "", each.since), reverse=True)
            if not values:
                parts["values"].complain("at least one value is needed")
                continue
            names.dated[name] = Parameter(name, places, tuple(values))
        elif "values" in parts:
            parts["values"].complain("values by area need `area` in the section interview")
        else:
            entry.complain("value or values is missing")


def _parameter_value(cursor: Cursor, places: int) -> ParameterValue:
    parts = cursor.mapping(need=("area", "from", "value", "status", "source"))
    if not {"area", "from", "value", "status", "source"} <= parts.keys():
        return ParameterValue("", dt.date.min, 0, "working", "")
    area = parts["area"].text()
    return ParameterValue(
        area="" if area == "*" else area,
        since=parts["from"].date(),
        value=parts["value"].scaled(places),
        status=parts["status"].text(),
        source=parts["source"].text(),
    )


def read_terms(cursor: Cursor | None, names: Names) -> None:
    """Read the section `terms`: named conditions and numbers; a term may use those above it."""
    if cursor is None:
        return
    for name, entry in cursor.mapping(may=None).items():
        parts = entry.mapping(need=("is",), may=("roster", "label"))
        if "is" not in parts or not names.is_free(entry, name):
            continue
        roster = parts["roster"].text() if "roster" in parts else None
        if roster is not None and roster not in names.rosters:
            parts["roster"].complain(f"{roster} is not a roster")
            continue
        try:
            meaning = check_any(parts["is"].text(), names.scope(), roster=roster)
        except ExpressionError as error:
            parts["is"].complain(error.message, error.position)
            meaning = tree.Truth(value=True)
        names.terms[name] = Term(name, roster, meaning)
