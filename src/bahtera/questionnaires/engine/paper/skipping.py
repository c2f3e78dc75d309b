"""Where an answer leads: which questions are certainly not asked after it, so that paper can say "go to number 24"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.engine.expressions import (
    Binary,
    Call,
    ExpressionError,
    Number,
    Path,
    Text,
    parse,
)

from .places import node_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.questionnaires.engine.expressions import Expression
    from bahtera.questionnaires.engine.schema import Node, Schema

_DEEPEST: Final = 12
_CONTRARY: Final[dict[bool | None, bool | None]] = {True: False, False: True, None: None}
_ORDERS: Final = {"<", "<=", ">", ">="}


class Skips:
    """Finds, for a choice, the next question that may be asked."""

    def __init__(self, schema: Schema, numbers: Mapping[str, int]) -> None:
        self._root = schema.root
        self._asked = [node for node in schema.questions() if node.path in numbers]

    def after(self, asked: Node, value: str) -> Node | str | None:
        """Return the question that a choice leads to when it skips some; None when it skips none.

        "end" where nothing more is asked: of the form, or of the member.
        """
        inside = asked.repeat
        following = self._asked[self._asked.index(asked) + 1 :]
        if inside is not None:
            following = [node for node in following if _lies_in(node, inside)]
        known = {asked.path: value}
        for place, node in enumerate(following):
            if self._surely_hidden(node, known):
                known[node.path] = ""
                continue
            return node if place else None
        return "end" if following else None

    def truth(self, source: str, here: Node, known: Mapping[str, str]) -> bool | None:
        """Return whether a condition holds when some answers are known; None when they do not decide it."""
        try:
            return self._holds(parse(source), here, known, 0)
        except ExpressionError:
            return None

    def _surely_hidden(self, node: Node, known: Mapping[str, str]) -> bool:
        return any(self.truth(one.relevant, one, known) is False for one in upward(node) if one.relevant)

    def _holds(self, expression: Expression, here: Node, known: Mapping[str, str], depth: int) -> bool | None:
        match expression:
            case Binary(operator="and" | "or" as operator, left=left, right=right) if depth < _DEEPEST:
                pair = [self._holds(one, here, known, depth + 1) for one in (left, right)]
                return _both(pair) if operator == "and" else _either(pair)
            case Binary(operator=operator, left=left, right=right):
                return _compared(operator, [self._value(one, here, known, depth) for one in (left, right)])
            case Call(name="not", arguments=(inner,)) if depth < _DEEPEST:
                return _CONTRARY[self._holds(inner, here, known, depth + 1)]
            case Call(name="selected", arguments=(first, second)):
                return _selected([self._value(one, here, known, depth) for one in (first, second)])
            case Call(name="true" | "false" as name, arguments=()):
                return name == "true"
        return None

    def _value(self, expression: Expression, here: Node, known: Mapping[str, str], depth: int) -> str | None:
        match expression:
            case Text(value):
                return value
            case Number(value):
                return str(int(value)) if value == int(value) else str(value)
            case Path(steps=steps) if not any(step.predicates for step in steps):
                return self._at(expression, here, known, depth)
            case Call(name="if", arguments=(test, then, otherwise)):
                holds = self._holds(test, here, known, depth + 1)
                return (
                    None
                    if holds is None
                    else self._value(then if holds else otherwise, here, known, depth + 1)
                )
        return None

    def _at(self, path: Path, here: Node, known: Mapping[str, str], depth: int) -> str | None:
        node = node_at(path, here, self._root)
        if node is None:
            return None
        if node.path in known:
            return known[node.path]
        if not node.calculate or depth > _DEEPEST:
            return None
        try:
            return self._value(parse(node.calculate), node, known, depth + 1)
        except ExpressionError:
            return None


def upward(node: Node) -> list[Node]:
    """Return a place and all it lies in, the nearest first."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found


def _lies_in(node: Node, repeat: Node) -> bool:
    return any(one is repeat for one in upward(node))


def _compared(operator: str, values: Sequence[str | None]) -> bool | None:
    first, second = values
    if first is None or second is None:
        return None
    if operator in {"=", "!="}:
        return (first == second) == (operator == "=")
    # A number compared with a blank is never true.
    return False if operator in _ORDERS and "" in values else None


def _selected(values: Sequence[str | None]) -> bool | None:
    return None if None in values else str(values[1]) in str(values[0]).split()


def _both(pair: Sequence[bool | None]) -> bool | None:
    return False if False in pair else None if None in pair else True


def _either(pair: Sequence[bool | None]) -> bool | None:
    return True if True in pair else None if None in pair else False
