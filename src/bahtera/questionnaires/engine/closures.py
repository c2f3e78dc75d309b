"""The closures expressions are made of: small on purpose, they run some hundred times for every family."""

# ruff: noqa: ARG005 - every closure takes the row and the environment, whether it needs them or not

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from .conversions import Value, equal, to_boolean, to_number
from .expressions import ExpressionError, Path, Step
from .functions import format_date

if TYPE_CHECKING:
    from .frames import Environment, Row

Run = Callable[["Row", "Environment"], Value]
Gather = Callable[["Row", "Environment"], "list[Row]"]
Spread = Callable[["Row", "Environment"], "Sequence[Value]"]
Static = Literal["text", "number", "boolean", "any"]
Test = Callable[["Row", "Environment"], bool]
Amount = Callable[["Row", "Environment"], float]
_TINY: Final = 1e-12


def constant(value: Value) -> Run:
    return lambda row, env: value


def column(path: Path) -> Run:
    match path.steps:
        case (Step(name, ()),) | (Step("."), Step(name, ())) if name not in {".", ".."}:
            return lambda row, env: row.get(name, "")  # type: ignore[attr-defined]
    raise ExpressionError("inside a list's filter write the name of a column, or the full path of a question")


def base(up: int) -> Callable[[Row, Environment], Row]:
    if up == 0:
        return lambda row, env: row
    return lambda row, env: climbed(row, up)


def origin_base(up: int) -> Callable[[Row, Environment], Row]:
    return lambda row, env: climbed(env.origin, up)


def climbed(row: Row | None, up: int) -> Row:
    for _ in range(up):
        assert row is not None
        row = row.parent
    assert row is not None
    return row


def read(up: int, slot: int, *, from_origin: bool) -> Run:
    if from_origin:
        return lambda row, env: climbed(env.origin, up).values[slot]
    if up == 0:
        return lambda row, env: row.values[slot]
    if up == 1:
        return lambda row, env: row.parent.values[slot]  # type: ignore[union-attr]
    return lambda row, env: climbed(row, up).values[slot]


def rows_of(base: Callable[[Row, Environment], Row], slot: int) -> Gather:
    return lambda row, env: base(row, env).rows[slot]


def inner_rows(outer: Gather, slot: int) -> Gather:
    return lambda row, env: [inner for found in outer(row, env) for inner in found.rows[slot]]


DATE_NUMBERS: Final[dict[str, Callable[[date], int]]] = {
    "%Y%m%d": lambda day: day.year * 10000 + day.month * 100 + day.day,
    "%Y": lambda day: day.year,
    "%m": lambda day: day.month,
    "%d": lambda day: day.day,
}


def date_number(run: Run, pattern: str) -> Amount:
    """Return number(format-date(...)) without the text between: ages are worked out hundreds of times."""
    part = DATE_NUMBERS[pattern]

    def number(row: Row, env: Environment) -> float:
        value = run(row, env)
        return float(part(value)) if value.__class__ is date else to_number(format_date(value, pattern))

    return number


def truth(run: Run, static: Static) -> Test:
    if static == "boolean":
        return run  # type: ignore[return-value]
    return lambda row, env: to_boolean(run(row, env))


def numeric(run: Run, static: Static) -> Amount:
    if static == "number":
        return run  # type: ignore[return-value]

    def number(row: Row, env: Environment) -> float:
        value = run(row, env)
        return value if value.__class__ is float else to_number(value)

    return number


def logic(operator: str, left: Test, right: Test) -> Run:
    if operator == "and":
        return lambda row, env: left(row, env) and right(row, env)
    return lambda row, env: left(row, env) or right(row, env)


def equality(wanted: bool, left: tuple[Run, Static], right: tuple[Run, Static]) -> Run:
    (first, kind), (second, other) = left, right
    if kind == other == "text":
        if wanted:
            return lambda row, env: first(row, env) == second(row, env)
        return lambda row, env: first(row, env) != second(row, env)
    if "number" in {kind, other} and "boolean" not in {kind, other} and "any" not in {kind, other}:
        one, two = numeric(first, kind), numeric(second, other)
        return lambda row, env: (abs(one(row, env) - two(row, env)) < _TINY) is wanted
    return lambda row, env: equal(first(row, env), second(row, env)) is wanted


def comparison(operator: str, left: Amount, right: Amount) -> Run:
    match operator:
        case "<":
            return lambda row, env: left(row, env) < right(row, env)
        case "<=":
            return lambda row, env: left(row, env) <= right(row, env)
        case ">":
            return lambda row, env: left(row, env) > right(row, env)
    return lambda row, env: left(row, env) >= right(row, env)


def arithmetic(operator: str, left: Amount, right: Amount) -> Run:
    match operator:
        case "+":
            return lambda row, env: left(row, env) + right(row, env)
        case "-":
            return lambda row, env: left(row, env) - right(row, env)
        case "*":
            return lambda row, env: left(row, env) * right(row, env)
        case "div":
            return lambda row, env: divide(left(row, env), right(row, env))
    return lambda row, env: remainder(left(row, env), right(row, env))


def divide(left: float, right: float) -> float:
    if right == 0:
        return float("nan") if left == 0 or math.isnan(left) else float("inf") * left
    return left / right


def remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return float("nan")
    return math.fmod(left, right)


def apply(function: Callable[..., Value], runs: list[Run]) -> Run:
    match runs:
        case []:
            return lambda row, env: function()
        case [one]:
            return lambda row, env: function(one(row, env))
        case [one, two]:
            return lambda row, env: function(one(row, env), two(row, env))
    return lambda row, env: function(*[run(row, env) for run in runs])
