"""XPath as OpenRosa forms write it, read into a small tree.

Supported: the operators of XPath 1.0, function calls, and paths made of child names, ``.``, ``..``,
predicates, ``instance('...')`` and ``current()``. Other axes, attributes, wildcards, unions and variables
are refused: no form engine of the field handles them alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator


class ExpressionError(Exception):
    """The text is not an expression this server can evaluate; the message says why."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Step:
    name: str  # a child's name, "." or ".."
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    start: Literal["root", "here", "current", "instance"]
    steps: tuple[Step, ...] = field(default=())
    instance: str = ""


Expression = Number | Text | Call | Binary | Negative | Path

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<operator>!=|<=|>=|//|::|\.\.|[-+*/=<>()\[\],|@$.])
    | (?P<name>[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?)
    )""",
    re.VERBOSE,
)
_LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS: Final = frozenset({"or", "and", "div", "mod"})
_DEPTH: Final = 60
_CHAIN: Final = 150


def parse(source: str) -> Expression:
    """Return the expression's tree; raises ExpressionError with a reason a form's author understands."""
    return _Parser(source).whole()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and every expression inside it, predicates included."""
    yield expression
    match expression:
        case Call(arguments=parts):
            inner = parts
        case Binary(left=left, right=right):
            inner = (left, right)
        case Negative(operand=operand):
            inner = (operand,)
        case Path(steps=steps):
            inner = tuple(test for step in steps for test in step.predicates)
        case _:
            inner = ()
    for part in inner:
        yield from walk(part)


def functions_of(expression: Expression) -> frozenset[str]:
    """Return the names of all functions called."""
    return frozenset(part.name for part in walk(expression) if isinstance(part, Call))


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(source.rstrip())
    while position < end:
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError(f"unexpected character {source[position:].strip()[:1]!r}")
        kind = match.lastgroup
        text = match.group(kind)
        if kind == "name" and text in _WORDS and tokens and _ends_operand(tokens[-1]):
            kind = "operator"
        tokens.append((kind, text))
        position = match.end()
    return tokens


def _ends_operand(token: tuple[str, str]) -> bool:
    kind, text = token
    return kind != "operator" or text in {")", "]", ".", ".."}


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        if not self._tokens:
            raise ExpressionError("the expression is empty")
        result = self._binary(0)
        if self._at < len(self._tokens):
            raise ExpressionError(f"unexpected {self._tokens[self._at][1]!r}")
        return result

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else ("end", "")

    def _take(self, text: str) -> bool:
        if self._peek() == ("operator", text):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            found = self._peek()[1] or "the end"
            raise ExpressionError(f"expected {text!r}, found {found!r}")

    def _binary(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        length = 0
        while self._peek()[0] == "operator" and self._peek()[1] in _LEVELS[level]:
            length += 1
            if length > _CHAIN:
                raise ExpressionError("the expression is too long: split it into several calculations")
            operator = self._peek()[1]
            self._at += 1
            left = Binary(operator, left, self._binary(level + 1))
        return left

    def _unary(self) -> Expression:
        self._depth += 1
        if self._depth > _DEPTH:
            raise ExpressionError("the expression is nested too deeply")
        result = Negative(self._unary()) if self._take("-") else self._primary()
        self._depth -= 1
        if self._peek() == ("operator", "|"):
            raise ExpressionError("the union operator | is not supported")
        return result

    def _primary(self) -> Expression:
        kind, text = self._peek()
        if kind == "number":
            self._at += 1
            return Number(float(text))
        if kind == "text":
            self._at += 1
            return Text(text[1:-1])
        if kind == "name" and self._peek(1) == ("operator", "("):
            return self._call(text)
        if self._take("("):
            inner = self._binary(0)
            self._expect(")")
            if self._peek() in {("operator", "/"), ("operator", "[")}:
                raise ExpressionError("a path may not start from an expression in brackets")
            return inner
        return self._path()

    def _call(self, name: str) -> Expression:
        self._at += 2
        arguments: list[Expression] = []
        if not self._take(")"):
            arguments.append(self._binary(0))
            while self._take(","):
                arguments.append(self._binary(0))
            self._expect(")")
        if name == "current" and not arguments:
            return Path("current", self._following())
        if name == "instance":
            match arguments:
                case [Text(value)]:
                    return Path("instance", self._following(), value)
            raise ExpressionError("instance() needs one name in quotes")
        if self._peek() in {("operator", "/"), ("operator", "[")}:
            raise ExpressionError(f"a path may not start from {name}()")
        return Call(name, tuple(arguments))

    def _path(self) -> Expression:
        if self._peek() == ("operator", "//"):
            raise ExpressionError("the path // is not supported: write the full path")
        if self._peek() == ("operator", "/"):
            return Path("root", self._following())
        first = self._step()
        return Path("here", (first, *self._following()))

    def _following(self) -> tuple[Step, ...]:
        steps = []
        while self._take("/"):
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        kind, text = self._peek()
        if kind != "name" and (kind, text) not in {("operator", "."), ("operator", "..")}:
            raise ExpressionError(_step_problem(text))
        self._at += 1
        if self._peek() == ("operator", "::"):
            raise ExpressionError(f"the axis {text}:: is not supported")
        predicates = []
        while self._take("["):
            predicates.append(self._binary(0))
            self._expect("]")
        return Step(text, tuple(predicates))


def _step_problem(found: str) -> str:
    match found:
        case "":
            return "the expression ends too early"
        case "@":
            return "attributes (@) are not supported"
        case "*":
            return "the wildcard * is not supported: name the question"
        case "$":
            return "variables ($) are not supported"
    return f"unexpected {found!r}"
