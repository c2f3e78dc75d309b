"""Conditions in words: "only if number 9 is 1 (Yes)". What cannot be said plainly is not said."""

from __future__ import annotations

from dataclasses import dataclass
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
from bahtera.questionnaires.engine.messages import text_in
from bahtera.questionnaires.engine.numbering import codes

from .places import node_at
from .words import calculated, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.questionnaires.engine.expressions import Expression
    from bahtera.questionnaires.engine.schema import Node, Schema

_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: Final = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_DEEPEST: Final = 8
_LONGEST: Final = 180


class Unsayable(Exception):
    """There are no plain words for this."""


@dataclass(frozen=True)
class _Claim:
    """One comparison: what it is about, in words, how, and with what."""

    what: str
    operator: str
    value: str
    sense: str = ""


@dataclass(frozen=True)
class Sayer:
    """Says the conditions of one form in one language."""

    schema: Schema
    numbers: Mapping[str, int]
    language: str

    def say(self, source: str, here: Node) -> str | None:
        """Return a condition in words, "" for one that always holds, None when there are none for it."""
        try:
            said = self._say(parse(source), here, 0, within=False)
        except (Unsayable, ExpressionError):
            return None
        return said if len(said) <= _LONGEST else None

    # --- the tree ---------------------------------------------------------------------------------------------

    def _say(self, expression: Expression, here: Node, depth: int, *, within: bool) -> str:
        if depth > _DEEPEST:
            raise Unsayable
        match expression:
            case Binary(operator="and" | "or" as operator):
                return self._joined(expression, operator, here, depth, within=within)
            case Binary(operator=operator, left=left, right=right) if operator in _OPPOSITE:
                claim = self._claim(operator, left, right, here, depth)
                return claim if isinstance(claim, str) else self._worded(claim)
            case Call(name="not", arguments=(inner,)):
                return self._say(_negated(inner), here, depth + 1, within=within)
            case Call(name="selected", arguments=(Path() as path, Text(value))):
                return self._holds("holds", path, value, here)
            case Call(name="true", arguments=()):
                return ""
        raise Unsayable

    def _joined(self, expression: Expression, operator: str, here: Node, depth: int, *, within: bool) -> str:
        claims: list[_Claim | str] = []
        for part in _parts(expression, operator):
            match part:
                case Binary(operator=how, left=left, right=right) if how in _OPPOSITE:
                    claims.append(self._claim(how, left, right, here, depth + 1))
                case _:
                    claims.append(self._say(part, here, depth + 1, within=True))
        said = [one for one in self._merged(claims, operator) if one]
        unique = list(dict.fromkeys(said))
        if not unique:
            return ""
        joined = f" {word(operator, self.language)} ".join(unique)
        return f"({joined})" if within and len(unique) > 1 else joined

    def _merged(self, claims: Sequence[_Claim | str], operator: str) -> list[str]:
        """Say several claims about one thing in one breath: "is 1 or 2", "is 5 to 24"."""
        told: list[str] = []
        left = list(claims)
        while left:
            first = left.pop(0)
            if isinstance(first, str):
                told.append(first)
                continue
            same = [one for one in left if isinstance(one, _Claim) and one.what == first.what]
            alike = [one for one in same if one.operator == first.operator and one.sense == first.sense]
            wanted = "=" if operator == "or" else "!="
            ends = {first.operator: first.value, **{one.operator: one.value for one in same}}
            if operator == "and" and first.operator == "!=" and not first.value and alike:
                continue  # what is something else than 1 is filled in
            if first.operator == wanted and alike and first.value:
                values = [first.value, *(one.value for one in alike)]
                left = [one for one in left if one not in alike]
                joined = f" {word(operator, self.language)} ".join(values)
                told.append(self._worded(_Claim(first.what, first.operator, joined, first.sense)))
            elif operator == "and" and set(ends) == {"<=", ">="} and len(same) == 1:
                left.remove(same[0])
                what = self._valued(first)
                told.append(word("between", self.language, what=what, low=ends[">="], high=ends["<="]))
            else:
                told.append(self._worded(first))
        return told

    # --- one comparison ---------------------------------------------------------------------------------------

    def _claim(
        self, operator: str, left: Expression, right: Expression, here: Node, depth: int
    ) -> _Claim | str:
        if isinstance(left, Number | Text) and not isinstance(right, Number | Text):
            return self._claim(_TURNED[operator], right, left, here, depth)
        if not isinstance(right, Number | Text):
            raise Unsayable
        value = right.value if isinstance(right, Text) else _plain(right.value)
        match left:
            case Path() as path:
                return self._about(path, operator, value, here, depth)
            case Call(name="count", arguments=(Path() as path,)):
                return self._counted(path, operator, value, here, depth)
            case Call(name="number" | "int" | "string", arguments=(Path() as path,)):
                return self._about(path, operator, value, here, depth)
        raise Unsayable

    def _about(self, path: Path, operator: str, value: str, here: Node, depth: int) -> _Claim | str:
        node = node_at(path, here, self.schema.root)
        if node is None or node.kind != "question" or any(step.predicates for step in path.steps):
            raise Unsayable
        number = self.numbers.get(node.path)
        if number is None:
            return self._of_calculation(node, operator, value, depth)
        what = word("number", self.language, number=str(number))
        if value == "":
            return _Claim(what, operator, "", "asked")
        return _Claim(what, operator, self._choice(node, value), "asked")

    def _of_calculation(self, node: Node, operator: str, value: str, depth: int) -> _Claim | str:
        """Say what a yes-or-no calculation stands for; another by its name."""
        if not node.calculate:
            raise Unsayable
        try:
            inner = parse(node.calculate)
        except ExpressionError:
            raise Unsayable from None
        match inner:
            case Call(name="if", arguments=(test, then, otherwise)) if operator in {"=", "!="}:
                ends = [_constant(then), _constant(otherwise)]
                if value in ends and ends[0] != ends[1]:
                    holds = (ends[0] == value) == (operator == "=")
                    return self._say(test if holds else _negated(test), node, depth + 1, within=True)
        return _Claim(calculated(node.name, self.language), operator, value, "worked out")

    def _counted(self, path: Path, operator: str, value: str, here: Node, depth: int) -> _Claim | str:
        node = node_at(path, here, self.schema.root)
        if node is None or node.kind != "repeat":
            raise Unsayable
        whom = _lower(text_in(node.labels, self.language)) or node.name.replace("_", " ")
        tests = [test for step in path.steps for test in step.predicates]
        if len(tests) > 1:
            raise Unsayable
        if tests:
            what = self._say(tests[0], node, depth + 1, within=False)
            whom = word("such", self.language, whom=whom, what=what)
        if (operator, value) in {(">", "0"), (">=", "1"), ("!=", "0")}:
            return word("some", self.language, whom=whom)
        if (operator, value) in {("=", "0"), ("<", "1"), ("<=", "0")}:
            return word("none", self.language, whom=whom)
        return _Claim(word("count", self.language, whom=whom), operator, value, "worked out")

    def _choice(self, node: Node, value: str) -> str:
        if node.options is None:
            return value if value.replace(".", "").isdigit() else f"“{value}”"
        found = next((one for one in node.options.choices if one.name == value), None)
        if found is None:
            return f"“{value}”"
        code = codes(node.options.choices)[value]
        label = plain(text_in(found.labels, self.language)) or value
        return code if code == label else f"{code} ({label})"

    def _holds(self, key: str, path: Path, value: str, here: Node) -> str:
        node = node_at(path, here, self.schema.root)
        number = self.numbers.get(node.path) if node else None
        if node is None or number is None:
            raise Unsayable
        what = word("number", self.language, number=str(number))
        return word(key, self.language, what=what, value=self._choice(node, value))

    def _worded(self, claim: _Claim) -> str:
        worked_out = claim.sense == "worked out"
        if claim.value == "":
            if claim.operator not in {"=", "!="}:
                raise Unsayable
            keys = ("unknown", "known") if worked_out else ("blank", "filled")
            return word(keys[claim.operator == "!="], self.language, what=claim.what)
        key = {"=": "equals" if worked_out else "is", "!=": "is_not"}.get(claim.operator, claim.operator)
        what = self._valued(claim) if claim.operator in {"<", "<=", ">", ">="} else claim.what
        return word(key, self.language, what=what, value=claim.value)

    def _valued(self, claim: _Claim) -> str:
        return word("valued", self.language, what=claim.what) if claim.sense == "asked" else claim.what


def plain(text: str) -> str:
    """Return a label without the marks of its formatting."""
    return " ".join(text.replace("**", "").replace("__", "").split())


def _negated(expression: Expression) -> Expression:
    match expression:
        case Binary(operator="and", left=left, right=right):
            return Binary("or", _negated(left), _negated(right))
        case Binary(operator="or", left=left, right=right):
            return Binary("and", _negated(left), _negated(right))
        case Binary(operator=operator, left=left, right=right) if operator in _OPPOSITE:
            return Binary(_OPPOSITE[operator], left, right)
        case Call(name="not", arguments=(inner,)):
            return inner
    raise Unsayable


def _parts(expression: Expression, operator: str) -> list[Expression]:
    if isinstance(expression, Binary) and expression.operator == operator:
        return [*_parts(expression.left, operator), *_parts(expression.right, operator)]
    return [expression]


def _constant(expression: Expression) -> str | None:
    match expression:
        case Text(value):
            return value
        case Number(value):
            return _plain(value)
    return None


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
