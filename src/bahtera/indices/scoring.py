"""The Python printer: closures over one family's answers."""

from __future__ import annotations

import datetime as dt
import math
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from bahtera.indices.errors import InvalidAnswers
from bahtera.indices.expressions import tree
from bahtera.indices.expressions.kleene import Truth
from bahtera.indices.values import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    STATES,
    UNANSWERED,
    DimensionScore,
    Score,
    Variable,
)

if TYPE_CHECKING:
    from bahtera.indices.compiler import IndicatorPlan, Plan, RosterPlan
    from bahtera.indices.declaration import MissingRule

Record = dict[str, Any]
"""Normalised values by variable name; under a roster's name: its flags and tallies, or None when unanswered."""
Condition = Callable[[Record], Truth]
Number = Callable[[Record], int | None]
_ON_MISSING: dict[MissingRule, str] = {
    "unanswered": UNANSWERED,
    "not_met": NOT_MET,
    "not_applicable": NOT_APPLICABLE,
}
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTERVIEW = "\0interview"
_AREA = "\0area"


@dataclass(frozen=True, slots=True)
class Scorer:
    """A plan turned into closures. About 100 microseconds a family of four."""

    plan: Plan
    variables: tuple[tuple[str, Callable[[object], Any]], ...]
    rosters: tuple[_RosterReader, ...]
    indicators: tuple[Callable[[Record], str], ...]

    def states(self, answers: Mapping[str, object]) -> str:
        """Return one sign an indicator: `1` met, `0` not met, `-` not applicable, `?` unanswered.

        Raises:
            InvalidAnswers: an answer's type does not fit its variable.
        """
        record: Record = {name: read(answers.get(name)) for name, read in self.variables}
        record[_INTERVIEW] = record[self.plan.interview_date.name] if self.plan.interview_date else None
        record[_AREA] = record[self.plan.area.name] if self.plan.area else None
        for roster in self.rosters:
            record[roster.name] = roster.read(answers.get(roster.name), record[_INTERVIEW])
        return "".join([state(record) for state in self.indicators])

    def score(self, answers: Mapping[str, object]) -> Score:
        """Return the score of one family's answers."""
        return score_states(self.plan, self.states(answers))


def build_scorer(plan: Plan) -> Scorer:
    """Return the closures of a plan."""
    return Scorer(
        plan=plan,
        variables=tuple((each.name, reader(each)) for each in plan.variables),
        rosters=tuple(_roster_reader(each) for each in plan.rosters),
        indicators=tuple(_state(each) for each in plan.indicators),
    )


def score_states(plan: Plan, states: str) -> Score:
    """Return the score from the states alone.

    Raises:
        InvalidAnswers: the text has another length than the definition has indicators, or another sign.
    """
    if len(states) != len(plan.indicators) or any(sign not in STATES for sign in states):
        raise InvalidAnswers(
            f"states need {len(plan.indicators)} of the signs {' '.join(STATES)}, not {states!r}"
        )
    size = len(plan.dimensions)
    met, answered, unanswered = [0] * size, [0] * size, [0] * size
    count = 0
    for sign, weight, dimension in zip(
        states, _weights(plan), (each.dimension for each in plan.indicators), strict=True
    ):
        if sign == UNANSWERED:
            unanswered[dimension] += 1
        elif sign != NOT_APPLICABLE:
            count += 1
            answered[dimension] += weight
            met[dimension] += weight if sign == MET else 0
    reason = plan.score.reason_not_scored(answered, count, sum(unanswered))
    number, category = (0, None) if reason else plan.score.compute(met, answered)
    return Score(
        numerator=number,
        denominator=plan.score.denominator,
        category=category,
        reason=reason,
        dimensions=tuple(map(DimensionScore, plan.dimensions, met, answered, unanswered)),
        states=states,
        scored=reason is None,
    )


def _weights(plan: Plan) -> list[int]:
    """Return the indicators' weights as the score plan has shrunk them, in the definition's order."""
    remaining = [iter(each.indicators) for each in plan.score.dimensions]
    return [next(remaining[each.dimension]) for each in plan.indicators]


def _state(indicator: IndicatorPlan) -> Callable[[Record], str]:
    met = condition(indicator.met)
    applies = None if indicator.applies is None else condition(indicator.applies)
    signs: dict[Truth, str] = {True: MET, False: NOT_MET, None: _ON_MISSING[indicator.missing]}
    if applies is None:
        return lambda record: signs[met(record)]

    def state(record: Record) -> str:
        relevant = applies(record)
        if relevant:
            return signs[met(record)]
        return UNANSWERED if relevant is None else NOT_APPLICABLE

    return state


# -- rosters ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _RosterReader:
    name: str
    maximum: int
    listed_by: tuple[str, ...]
    variables: tuple[tuple[str, Callable[[object], Any]], ...]
    ages: tuple[tuple[str, str], ...]
    flags: tuple[Condition, ...]
    tallies: tuple[Condition, ...]

    def read(
        self, rows: object, interview: dt.date | None
    ) -> tuple[list[Truth], list[tuple[int, int]]] | None:
        if rows is None:
            return None
        if isinstance(rows, str) or not isinstance(rows, Sequence):
            raise InvalidAnswers(f"{self.name} must be a list of members, not {type(rows).__name__}")
        members = [self._member(row, interview) for row in rows if self._is_member(row)]
        if not 0 < len(members) <= self.maximum:
            return None
        return [_exists(flag, members) for flag in self.flags], [
            _count(tally, members) for tally in self.tallies
        ]

    def _is_member(self, row: Mapping[str, object]) -> bool:
        return any(row.get(name) not in (None, "", ()) for name in self.listed_by)

    def _member(self, row: Mapping[str, object], interview: dt.date | None) -> Record:
        record: Record = {name: read(row.get(name)) for name, read in self.variables}
        for name, months in self.ages:
            if name not in row and months in row:
                record[name] = date_before(interview, _read_months(row[months], months))
        record[_INTERVIEW] = interview
        return record


def _roster_reader(plan: RosterPlan) -> _RosterReader:
    return _RosterReader(
        name=plan.roster.name,
        maximum=plan.roster.maximum,
        listed_by=tuple(name for each in plan.roster.listed_by for name in (each.name, each.months) if name),
        variables=tuple((each.name, reader(each)) for each in plan.variables),
        ages=tuple((each.name, each.months) for each in plan.variables if each.months),
        flags=tuple(condition(each) for each in plan.flags),
        tallies=tuple(condition(each) for each in plan.tallies),
    )


def _exists(holds: Condition, members: Sequence[Record]) -> Truth:
    unknown = False
    for member in members:
        value = holds(member)
        if value:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def _count(holds: Condition, members: Sequence[Record]) -> tuple[int, int]:
    values = [holds(member) for member in members]
    return sum(value is True for value in values), sum(value is None for value in values)


# -- values -----------------------------------------------------------------------------------------------------


def reader(variable: Variable) -> Callable[[object], Any]:
    """Return the function that normalises an answer: unknown becomes None, a number a scaled integer."""

    def wrong(value: object) -> InvalidAnswers:
        return InvalidAnswers(f"{variable.name} is {variable.type} and cannot be {value!r}")

    if variable.type in ("integer", "decimal"):
        return lambda value: _read_number(value, variable, wrong)
    if variable.type == "select_multiple":
        return lambda value: _read_multiple(value, variable, wrong)
    if variable.type == "date":
        return lambda value: _read_date(value, wrong)
    choices = frozenset(variable.choices) if variable.type == "select_one" else None

    def read_text(value: object) -> str | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise wrong(value)
        return value if choices is None or value in choices else None

    return read_text


_Wrong = Callable[[object], InvalidAnswers]


def _read_number(value: object, variable: Variable, wrong: _Wrong) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise wrong(value)
    if not math.isfinite(value):
        return None
    scaled = (
        Decimal(value * 10**variable.places)
        if isinstance(value, float)
        else Decimal(value).scaleb(variable.places)
    )
    number = int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)) if abs(scaled) < 10**20 else None
    return number if number is not None and variable.minimum <= number <= variable.maximum else None


def _read_multiple(value: object, variable: Variable, wrong: _Wrong) -> frozenset[str] | None:
    if value is None:
        return None
    codes = value.split() if isinstance(value, str) else value
    if not isinstance(codes, Sequence | set | frozenset) or not all(isinstance(code, str) for code in codes):
        raise wrong(value)
    chosen = frozenset(codes) & frozenset(variable.choices)
    return None if not chosen or any(code in variable.missing for code in codes) else chosen


def _read_date(value: object, wrong: _Wrong) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise wrong(value) from None
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise wrong(value)
    return value


def _read_months(value: object, name: str) -> int | None:
    """Return whole months; a part of a month is left out, as the age is."""
    if value is None or value == "" or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise InvalidAnswers(f"{name} is a whole number of months and cannot be {value!r}")
    try:
        return int(Decimal(value))
    except (InvalidOperation, OverflowError, ValueError):
        raise InvalidAnswers(f"{name} is a whole number of months and cannot be {value!r}") from None


def years_between(birth: dt.date, on: dt.date) -> int:
    """Return whole years; negative when birth is later."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def months_between(birth: dt.date, on: dt.date) -> int:
    """Return whole months; negative when birth is later."""
    return 12 * (on.year - birth.year) + on.month - birth.month - (on.day < birth.day)


def date_before(on: dt.date | None, months: int | None) -> dt.date | None:
    """Return the date whole months before another, clipped to its month's last day: the age there is `months`.

    None where one of them is unknown, or no age that is believed.
    """
    if on is None or months is None or not 0 <= months <= 12 * (tree.OLDEST_YEARS + 1):
        return None
    year, month = divmod(12 * on.year + on.month - 1 - months, 12)
    return dt.date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


# -- expressions ------------------------------------------------------------------------------------------------


@singledispatch
def condition(node: Any) -> Condition:
    """Return the closure of a logical node."""
    raise TypeError(f"not a condition: {node!r}")


@condition.register
def _(node: tree.Truth) -> Condition:
    value = node.value
    return lambda _record: value


@condition.register
def _(node: tree.Not) -> Condition:
    inner = condition(node.item)

    def negated(record: Record) -> Truth:
        value = inner(record)
        return None if value is None else not value

    return negated


@condition.register
def _(node: tree.And) -> Condition:
    parts = tuple(condition(item) for item in node.items)

    def conjoined(record: Record) -> Truth:
        unknown = False
        for part in parts:
            value = part(record)
            if value is None:
                unknown = True
            elif not value:
                return False
        return None if unknown else True

    return conjoined


@condition.register
def _(node: tree.Or) -> Condition:
    parts = tuple(condition(item) for item in node.items)

    def disjoined(record: Record) -> Truth:
        unknown = False
        for part in parts:
            value = part(record)
            if value:
                return True
            unknown = unknown or value is None
        return None if unknown else False

    return disjoined


@condition.register
def _(node: tree.AtLeast) -> Condition:
    parts = tuple(condition(item) for item in node.items)
    least = node.least

    def enough(record: Record) -> Truth:
        values = [part(record) for part in parts]
        true = values.count(True)
        if true >= least:
            return True
        return None if true + values.count(None) >= least else False

    return enough


@condition.register
def _(node: tree.OneOf) -> Condition:
    name, codes = node.variable.name, frozenset(node.codes)

    def one_of(record: Record) -> Truth:
        value = record[name]
        return None if value is None else value in codes

    return one_of


@condition.register
def _(node: tree.Chosen) -> Condition:
    name, code = node.variable.name, node.code

    def chosen(record: Record) -> Truth:
        value = record[name]
        return None if value is None else code in value

    return chosen


@condition.register
def _(node: tree.Answered) -> Condition:
    name = node.variable.name
    return lambda record: record[name] is not None


_COMPARE: dict[tree.Operator, Callable[[int, int], bool]] = {
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
    "=": int.__eq__,
    "!=": int.__ne__,
}


@condition.register
def _(node: tree.Compare) -> Condition:
    left, right, compare = number(node.left), number(node.right), _COMPARE[node.operator]

    def compared(record: Record) -> Truth:
        x, y = left(record), right(record)
        return None if x is None or y is None else compare(x, y)

    return compared


@condition.register
def _(node: tree.Flag) -> Condition:
    roster, index = node.roster, node.index

    def flag(record: Record) -> Truth:
        found = record[roster]
        value: Truth = None if found is None else found[0][index]
        return value

    return flag


@condition.register
def _(node: tree.TallyCompare) -> Condition:
    roster, index, limit = node.tally.roster, node.tally.index, node.number
    operator = node.operator

    def compared(record: Record) -> Truth:
        found = record[roster]
        if found is None:
            return None
        surely, unknown = found[1][index]
        return compare_interval(operator, surely, unknown, limit)

    return compared


@condition.register
def _(node: tree.TallyShare) -> Condition:
    roster, both, where = node.both.roster, node.both.index, node.where.index
    compare, top, bottom = _COMPARE[node.operator], node.numerator, node.denominator

    def compared(record: Record) -> Truth:
        found = record[roster]
        if found is None:
            return None
        (hits, unclear), (base, unsure) = found[1][both], found[1][where]
        return None if unclear or unsure or not base else compare(bottom * hits, top * base)

    return compared


def compare_interval(operator: tree.Operator, surely: int, unknown: int, limit: int) -> Truth:
    """Return how a count somewhere in [surely, surely + unknown] compares with the limit."""
    low, high = surely, surely + unknown
    compare = _COMPARE[operator]
    if low == high:
        return compare(low, limit)
    if operator in ("=", "!="):
        return None if low <= limit <= high else operator == "!="
    ends = compare(low, limit), compare(high, limit)
    return ends[0] if ends[0] == ends[1] else None


@singledispatch
def number(node: Any) -> Number:
    """Return the closure of a numeric node."""
    raise TypeError(f"not a number: {node!r}")


@number.register
def _(node: tree.Integer) -> Number:
    value = node.value
    return lambda _record: value


@number.register
def _(node: tree.NumberOf) -> Number:
    name = node.variable.name
    return lambda record: record[name]


@number.register
def _(node: tree.AgeOf) -> Number:
    name, highest = node.variable.name, node.high
    between = years_between if node.unit == "years" else months_between

    def age(record: Record) -> int | None:
        birth, on = record[name], record[_INTERVIEW]
        if birth is None or on is None or birth > on:
            return None
        found = between(birth, on)
        return found if found <= highest else None

    return age


@number.register
def _(node: tree.ParameterOf) -> Number:
    parameter = node.parameter
    return lambda record: parameter.at(record[_AREA], record[_INTERVIEW])


@number.register
def _(node: tree.Tally) -> Number:
    roster, index = node.roster, node.index

    def tally(record: Record) -> int | None:
        found = record[roster]
        if found is None:
            return None
        surely, unknown = found[1][index]
        return None if unknown else surely

    return tally


@number.register
def _(node: tree.Arithmetic) -> Number:
    left, right = number(node.left), number(node.right)
    compute: Callable[[int, int], int] = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}[node.operator]

    def computed(record: Record) -> int | None:
        x, y = left(record), right(record)
        return None if x is None or y is None else compute(x, y)

    return computed


__all__ = ["Scorer", "build_scorer", "compare_interval", "condition", "number", "reader", "score_states"]
