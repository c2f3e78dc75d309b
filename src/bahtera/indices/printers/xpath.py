"""Conditions as XPath that ODK's engines agree on: each printed twice, "surely true" and "surely false".

XPath has two truth values where the tree has three; what is neither surely true nor surely false is unknown.
How each text stays the same in JavaRosa, in web engines and on the server:

* A blank in arithmetic is not a number, and no `<`, `<=`, `>`, `>=` or `=` holds for it: comparing with
  an unknown number is neither true nor false. `!=` would hold, so it is never printed for numbers.
* Ages are never counted in days. A birth date as the number yyyymmdd is compared with the interview date moved
  back by whole months (`Place.day`), which is exactly "so many months old, or older".
* Inside `[...]` members' questions are relative (`./x`) and the form's own are reached by `current()/../x`; a
  `${x}` there would become an absolute path, which engines read differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from bahtera.indices.expressions import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.indices.values import Roster, Variable

TRUE, FALSE = "true()", "false()"
Pair = tuple[str, str]
Span = tuple[int, int]
"""Ages from the first to before the second, in months."""
_FLIPPED: dict[tree.Operator, tree.Operator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}
_OPPOSITE: dict[tree.Operator, tree.Operator] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "!=",
    "!=": "=",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: in a calculate of the family, or in a predicate over members.

    `prefix` begins the names of the calculates that hold days, flags, counts and parameters; `everybody` has
    the tallies (roster and index) that count all members.
    """

    prefix: str
    inside: bool = False
    everybody: frozenset[tuple[str, int]] = frozenset()

    def answer(self, variable: Variable) -> str:
        """Return how a question is reached."""
        return f"./{variable.name}" if self.inside else f"${{{variable.name}}}"

    def calculate(self, name: str) -> str:
        """Return how one of the index's own calculates is reached."""
        return f"current()/../{self.prefix}{name}" if self.inside else f"${{{self.prefix}{name}}}"

    def day(self, months: int) -> str:
        """Return the interview date moved back, as the number yyyymmdd."""
        if months == 0:
            return self.calculate("day")
        if months % 12 == 0:
            return f"{self.calculate('day')} - {months // 12 * 10000}"
        return self.calculate(f"day_{months}")


# -- putting texts together ------------------------------------------------------------


def both(parts: Iterable[str]) -> str:
    """Return the conjunction, without parts that are always true."""
    kept = [part for part in dict.fromkeys(parts) if part != TRUE]
    return FALSE if FALSE in kept else _joined(" and ", kept, TRUE)


def either(parts: Iterable[str]) -> str:
    """Return the disjunction, without parts that are never true."""
    kept = [part for part in dict.fromkeys(parts) if part != FALSE]
    return TRUE if TRUE in kept else _joined(" or ", kept, FALSE)


def choose(condition: str, yes: str, no: str) -> str:
    """Return `if(..)`, or the only branch that can be taken."""
    if condition in (TRUE, FALSE):
        return yes if condition == TRUE else no
    return yes if yes == no else f"if({_bare(condition)}, {yes}, {no})"


def where(condition: str) -> str:
    """Return the condition as a predicate."""
    return "" if condition == TRUE else f"[{_bare(condition)}]"


def _joined(word: str, parts: Sequence[str], empty: str) -> str:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


def _bare(text: str) -> str:
    """Return the text without one pair of brackets around all of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and index < len(text) - 1:
            return text
    return text[1:-1]


# -- conditions ------------------------------------------------------------


@singledispatch
def condition(node: Any, place: Place) -> Pair:  # noqa: ARG001
    """Return the texts that hold when the node is surely true and when it is surely false."""
    raise TypeError(f"not a condition: {node!r}")


@condition.register
def _(node: tree.Truth, _place: Place) -> Pair:
    return (TRUE, FALSE) if node.value else (FALSE, TRUE)


@condition.register
def _(node: tree.Not, place: Place) -> Pair:
    true, false = condition(node.item, place)
    return false, true


@condition.register
def _(node: tree.And, place: Place) -> Pair:
    return _all_of(node.items, place, truth=True), _any_of(node.items, place, truth=False)


@condition.register
def _(node: tree.Or, place: Place) -> Pair:
    return _any_of(node.items, place, truth=True), _all_of(node.items, place, truth=False)


@condition.register
def _(node: tree.AtLeast, place: Place) -> Pair:
    pairs = [condition(item, place) for item in node.items]
    true = " + ".join(choose(pair[0], "1", "0") for pair in pairs)
    false = " + ".join(choose(pair[1], "1", "0") for pair in pairs)
    return f"({true} >= {node.least})", f"({false} > {len(pairs) - node.least})"


@condition.register
def _(node: tree.OneOf, place: Place) -> Pair:
    others = [code for code in node.variable.choices if code not in node.codes]
    return _is_one_of(node.variable, node.codes, place), _is_one_of(node.variable, others, place)


@condition.register
def _(node: tree.Chosen, place: Place) -> Pair:
    question = place.answer(node.variable)
    known = _without_missing(node.variable, place)
    others = [code for code in node.variable.choices if code != node.code]
    chosen = f"selected({question}, '{node.code}')"
    instead = either(f"selected({question}, '{code}')" for code in others)
    return both([chosen, *known]), both([instead, f"not({chosen})", *known])


@condition.register
def _(node: tree.Answered, place: Place) -> Pair:
    known = _is_known(node.variable, place)
    return known, f"not({_bare(known)})"


@condition.register
def _(node: tree.Compare, place: Place) -> Pair:
    spans = _spans(node)
    if spans is not None:
        variable, true, false = spans
        return tuple(either(_span_text(variable, each, place) for each in part) for part in (true, false))  # type: ignore[return-value]
    left, right = number(node.left, place), number(node.right, place)
    return _compared(left, node.operator, right), _compared(left, _OPPOSITE[node.operator], right)


@condition.register
def _(node: tree.Flag, place: Place) -> Pair:
    flag = place.calculate(f"{node.roster}_has_{node.index + 1}")
    return f"{flag} = '1'", f"{flag} = '0'"


@condition.register
def _(node: tree.TallyCompare, place: Place) -> Pair:
    low, high = tally_names(node.tally, place)
    limit = str(node.number)
    opposite = _OPPOSITE[node.operator]
    return _interval(low, high, node.operator, limit), _interval(low, high, opposite, limit)


@condition.register
def _(node: tree.TallyShare, place: Place) -> Pair:
    hits, base = (number(each, place) for each in (node.both, node.where))
    left, right = f"{node.denominator} * {hits}", f"{node.numerator} * {base}"
    somebody = f"{base} > 0"
    return (
        both([somebody, _compared(left, node.operator, right)]),
        both([somebody, _compared(left, _OPPOSITE[node.operator], right)]),
    )


def is_member(roster: Roster, place: Place) -> str:
    """Return the condition that a row is a member at all."""
    return either(f"{place.answer(each)} != ''" for each in roster.listed_by)


def implies_member(node: tree.Logical, roster: Roster, *, truth: bool) -> bool:
    """Tell whether a row of which the node is surely so has an answer that makes it a member."""
    if isinstance(node, tree.Not):
        return implies_member(node.item, roster, truth=not truth)
    if isinstance(node, tree.And | tree.Or):
        every = isinstance(node, tree.Or) is truth
        found = [implies_member(item, roster, truth=truth) for item in node.items]
        return all(found) if every else any(found)
    if isinstance(node, tree.OneOf | tree.Compare):
        return any(variable in roster.listed_by for variable in tree.variables(node))
    return False


def is_number(variable: Variable) -> bool:
    """Tell whether the question is answered with a number."""
    return variable.type in ("integer", "decimal")


def _is_one_of(variable: Variable, codes: Iterable[str], place: Place) -> str:
    return either(f"{place.answer(variable)} = '{code}'" for code in codes)


def _without_missing(variable: Variable, place: Place) -> list[str]:
    return [f"not(selected({place.answer(variable)}, '{code}'))" for code in variable.missing]


def _is_known(variable: Variable, place: Place) -> str:
    if variable.type == "select_one":
        return _is_one_of(variable, variable.choices, place)
    if variable.type == "select_multiple":
        some = either(f"selected({place.answer(variable)}, '{code}')" for code in variable.choices)
        return both([some, *_without_missing(variable, place)])
    if is_number(variable):
        return f"({number(tree.NumberOf(variable), place)} >= {variable.minimum})"
    return f"({place.answer(variable)} != '')"


def _all_of(items: Sequence[tree.Logical], place: Place, *, truth: bool) -> str:
    """Return that all are surely so; age limits of one person are first cut down to one span."""
    texts: dict[object, str] = {}
    spans: dict[Variable, Span] = {}
    for index, item in enumerate(items):
        found = _spans(item)
        parts = () if found is None else (found[1] if truth else found[2])
        if found is None or len(parts) != 1:
            texts[index] = condition(item, place)[0 if truth else 1]
            continue
        low, high = spans.get(found[0], parts[0])
        spans[found[0]] = max(low, parts[0][0]), min(high, parts[0][1])
        texts[found[0]] = _span_text(found[0], spans[found[0]], place)
    return both(texts.values())


def _any_of(items: Sequence[tree.Logical], place: Place, *, truth: bool) -> str:
    return either(condition(item, place)[0 if truth else 1] for item in items)


def _compared(left: str, operator: tree.Operator, right: str) -> str:
    if operator == "!=":
        return f"({left} < {right} or {left} > {right})"
    return f"{left} {operator} {right}"


def _interval(low: str, high: str, operator: tree.Operator, limit: str) -> str:
    """Return the condition under which any number from low to high compares so."""
    if operator in (">", ">="):
        return f"{low} {operator} {limit}"
    if operator in ("<", "<="):
        return f"{high} {operator} {limit}"
    if operator == "=":
        return both([f"{low} = {limit}", f"{high} = {limit}"])
    return either([f"{low} > {limit}", f"{high} < {limit}"])


# -- ages ------------------------------------------------------------


def birth_months(node: tree.Logical) -> set[int]:
    """Return by how many months the interview date must be moved back to print the node's ages."""
    return {
        month
        for each in tree.walk(node)
        for found in [_spans(each)]
        if found is not None
        for span in (*found[1], *found[2])
        for month in span
    }


def _spans(node: Any) -> tuple[Variable, tuple[Span, ...], tuple[Span, ...]] | None:
    """Return the ages for which a comparison of an age with a constant is true, and false."""
    if not isinstance(node, tree.Compare):
        return None
    operator, left, right = node.operator, node.left, node.right
    if isinstance(left, tree.Integer) and isinstance(right, tree.AgeOf):
        operator, left, right = _FLIPPED[operator], right, left
    if not (isinstance(left, tree.AgeOf) and isinstance(right, tree.Integer)):
        return None
    step = 12 if left.unit == "years" else 1
    oldest = (left.high + 1) * step
    start, end = (min(max(each * step, 0), oldest) for each in (right.value, right.value + 1))
    below: dict[tree.Operator, int] = {"<": start, "<=": end, ">": end, ">=": start}
    if operator in below:
        first, second = ((0, below[operator]),), ((below[operator], oldest),)
        return (left.variable, first, second) if operator in ("<", "<=") else (left.variable, second, first)
    equal, other = ((start, end),), ((0, start), (end, oldest))
    return (left.variable, equal, other) if operator == "=" else (left.variable, other, equal)


def _span_text(variable: Variable, span: Span, place: Place) -> str:
    low, high = span
    if low >= high:
        return FALSE
    born = _yyyymmdd(variable, place)
    return f"({born} <= {place.day(low)} and {born} > {place.day(high)})"


def _yyyymmdd(variable: Variable, place: Place) -> str:
    return f"number(format-date({place.answer(variable)}, '%Y%m%d'))"


# -- numbers ------------------------------------------------------------


@singledispatch
def number(node: Any, place: Place) -> str:  # noqa: ARG001
    """Return the text of a numeric node: its scaled integer, or blank (not a number) when unknown."""
    raise TypeError(f"not a number: {node!r}")


@number.register
def _(node: tree.Integer, _place: Place) -> str:
    return str(node.value) if node.value >= 0 else f"(0 - {-node.value})"


@number.register
def _(node: tree.NumberOf, place: Place) -> str:
    variable = node.variable
    return place.calculate(f"number_{variable.name}") if not place.inside else scaled(variable, place)


@number.register
def _(node: tree.AgeOf, place: Place) -> str:
    born, day = _yyyymmdd(node.variable, place), place.day(0)
    if node.unit == "years":
        age = f"int(({day} - {born}) div 10000)"
    else:
        months = f"12 * (int({day} div 10000) - int({born} div 10000))"
        months += f" + int({day} div 100) mod 100 - int({born} div 100) mod 100"
        age = f"({months} - if({day} mod 100 < {born} mod 100, 1, 0))"
    return f"if({born} <= {day} and {age} <= {node.high}, {age}, '')"


@number.register
def _(node: tree.ParameterOf, place: Place) -> str:
    return place.calculate(node.parameter.name)


@number.register
def _(node: tree.Tally, place: Place) -> str:
    low, high = tally_names(node, place)
    return low if low == high else f"if({low} = {high}, {low}, '')"


@number.register
def _(node: tree.Arithmetic, place: Place) -> str:
    return f"({number(node.left, place)} {node.operator} {number(node.right, place)})"


def scaled(variable: Variable, place: Place) -> str:
    """Return a question's number times `10 ** places`, rounded half away from zero; blank out of bounds."""
    answer = place.answer(variable)
    text = answer
    if variable.places:
        factor, places = 10**variable.places, variable.places
        text = f"int(round({answer}, {places}) * {factor} + 0.5)"
        if variable.minimum <= 0:  # adding a half and cutting off would lift -0.01 to 0
            negative = f"0 - int(round(0 - {answer}, {places}) * {factor} + 0.5)"
            text = f"if({answer} < 0, {negative}, {text})"
    least, most = (number(tree.Integer(each), place) for each in (variable.minimum, variable.maximum))
    return f"if({text} >= {least} and {text} <= {most}, {text}, '')"


def tally_names(tally: tree.Tally, place: Place) -> tuple[str, str]:
    """Return how the least and the greatest possible number of a tally are reached."""
    if (tally.roster, tally.index) in place.everybody:
        return (place.calculate(f"{tally.roster}_members"),) * 2
    name = f"{tally.roster}_count_{tally.index + 1}"
    return place.calculate(f"{name}_min"), place.calculate(f"{name}_max")
