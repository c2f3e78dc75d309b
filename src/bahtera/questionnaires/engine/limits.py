"""What an expression may not contain although it is well written; raised as ExpressionError with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .conversions import EvaluationError
from .expressions import Binary, Call, Expression, ExpressionError, Negative, Step, Text
from .functions import DATE_CODES, compiled_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NESTED: Final = re.compile(r"\([^()]*(?:[*+]|\{\d+,\d*\})[^()]*\)(?:[*+]|\{\d+,)")


def check_pattern(pattern: Expression) -> None:
    if not isinstance(pattern, Text):
        raise ExpressionError("the pattern of format-date() must be written in quotes")
    codes = {pattern.value[i + 1 : i + 2] for i, sign in enumerate(pattern.value) if sign == "%"}
    if wrong := sorted(codes - DATE_CODES):
        raise ExpressionError(f"the date pattern %{wrong[0]} depends on the phone's language: use numbers")


def check_regex(pattern: Expression) -> None:
    """Refuse patterns that engines read differently, or that one long answer could keep busy for hours."""
    if not isinstance(pattern, Text):
        raise ExpressionError("the pattern of regex() must be written in quotes")
    if "&&" in pattern.value or "[[" in pattern.value:
        raise ExpressionError("sets inside sets are read differently by phone and server: write them out")
    if _NESTED.search(pattern.value):
        raise ExpressionError("a repetition inside a repetition, as in (a+)+, could take for ever")
    try:
        compiled_pattern(pattern.value)
    except EvaluationError as problem:
        raise ExpressionError(str(problem)) from None


def uses_position(test: Expression) -> bool:
    match test:
        case Call("position", ()):
            return True
        case Call(arguments=parts):
            return any(map(uses_position, parts))
        case Binary(left=left, right=right):
            return uses_position(left) or uses_position(right)
        case Negative(operand=operand):
            return uses_position(operand)
    return False


def refuse_tests(step: Step) -> None:
    if step.predicates:
        raise ExpressionError("a filter in [...] works on a repeat or a list only")


def need(arguments: Sequence[Expression], number: int, name: str) -> None:
    if len(arguments) != number:
        raise ExpressionError(f"the function {name}() has the wrong number of arguments")


LITERALS: Final[dict[str, Callable[[Expression], None]]] = {
    "format-date": check_pattern,
    "format-date-time": check_pattern,
    "regex": check_regex,
}
"""Functions whose second argument is checked when the form is compiled."""
