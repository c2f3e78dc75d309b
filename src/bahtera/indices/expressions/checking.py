"""Typing: from a parse tree to the typed tree of `tree.py`, with every name resolved and every scale aligned."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from lark import Token, Tree

from bahtera.indices.expressions import tree
from bahtera.indices.expressions.syntax import ExpressionError, ParseTree, parse, position_of
from bahtera.indices.values import Parameter, Roster, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Constant = tree.Integer
_FLIPPED: dict[tree.Operator, tree.Operator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A named piece of expression; `roster` says over whose members it is to be read (None: the family)."""

    name: str
    roster: str | None
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything a name can mean in one definition."""

    variables: Mapping[str, Variable]
    rosters: Mapping[str, Roster]
    parameters: Mapping[str, Parameter | tree.Integer]
    terms: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A quoted code, only meaningful beside a choice variable."""

    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share over members, only meaningful beside a comparison."""

    roster: str
    where: tree.Logical
    condition: tree.Logical


Meaning = tree.Logical | tree.Numeric | Variable | Code | Share
_LOGICAL = (*tree.LOGICAL, tree.Exists, tree.CountCompare, tree.ShareCompare)
_NUMERIC = (*tree.NUMERIC, tree.Members)


def check_logical(text: str, scope: Scope, *, roster: str | None = None) -> tree.Logical:
    """Return the typed tree of a condition.

    Raises:
        ExpressionError: with the position of the first thing that is wrong.
    """
    return _Checker(scope, roster).logical(parse(text))


def check_any(text: str, scope: Scope, *, roster: str | None = None) -> Meaning:
    """Return the typed tree of a condition or number (for terms)."""
    meaning = _Checker(scope, roster).meaning(parse(text))
    if isinstance(meaning, Code | Share | Variable) and not (
        isinstance(meaning, Variable) and _is_number(meaning)
    ):
        raise ExpressionError("a term must be a condition or a number", 0)
    return meaning


class _Checker:
    def __init__(self, scope: Scope, roster: str | None) -> None:
        self.scope = scope
        self.roster = roster

    # -- what a piece means -------------------------------------------------------------------------------------

    def meaning(self, piece: ParseTree | Token) -> Meaning:
        assert isinstance(piece, Tree)
        method = cast("Callable[[ParseTree], Meaning]", getattr(self, f"_{piece.data}"))
        return method(piece)

    def logical(self, piece: ParseTree | Token) -> tree.Logical:
        meaning = self.meaning(piece)
        if not isinstance(meaning, _LOGICAL):
            raise ExpressionError(f"a condition is needed here, not {_describe(meaning)}", position_of(piece))
        return cast("tree.Logical", meaning)

    def number(self, piece: ParseTree | Token) -> tree.Numeric:
        return self._as_number(self.meaning(piece), position_of(piece))

    def _as_number(self, meaning: Meaning, position: int) -> tree.Numeric:
        if isinstance(meaning, Variable) and _is_number(meaning):
            return tree.NumberOf(meaning)
        if not isinstance(meaning, _NUMERIC):
            raise ExpressionError(f"a number is needed here, not {_describe(meaning)}", position)
        return cast("tree.Numeric", meaning)

    # -- logic --------------------------------------------------------------------------------------------------

    def _either(self, piece: ParseTree) -> tree.Logical:
        return _join(tree.Or, [self.logical(each) for each in piece.children])

    def _both(self, piece: ParseTree) -> tree.Logical:
        return _join(tree.And, [self.logical(each) for each in piece.children])

    def _opposite(self, piece: ParseTree) -> tree.Logical:
        return _negate(self.logical(piece.children[0]))

    def _true(self, _piece: ParseTree) -> tree.Logical:
        return tree.Truth(value=True)

    def _false(self, _piece: ParseTree) -> tree.Logical:
        return tree.Truth(value=False)

    # -- comparisons --------------------------------------------------------------------------------------------

    def _compare(self, piece: ParseTree) -> tree.Logical:
        left_piece, sign, right_piece = piece.children
        operator = cast("tree.Operator", str(sign))
        left, right = self.meaning(left_piece), self.meaning(right_piece)
        if isinstance(left, Code) and isinstance(right, Variable):
            return self._equal(right, operator, left, position_of(left_piece))
        if isinstance(left, Variable) and isinstance(right, Code):
            return self._equal(left, operator, right, position_of(right_piece))
        if isinstance(left, Share):
            return self._share_compare(left, operator, right, position_of(right_piece))
        if isinstance(right, Share):
            return self._share_compare(right, _FLIPPED[operator], left, position_of(left_piece))
        return self._number_compare(
            self._as_number(left, position_of(left_piece)),
            operator,
            self._as_number(right, position_of(right_piece)),
        )

    def _equal(self, variable: Variable, operator: tree.Operator, code: Code, position: int) -> tree.Logical:
        if operator not in ("=", "!="):
            raise ExpressionError(f"codes are compared with = or !=, not {operator}", position)
        test = tree.OneOf(variable, (self._choice(variable, code, position),))
        return test if operator == "=" else tree.Not(test)

    def _choice(self, variable: Variable, code: Code, position: int) -> str:
        if variable.type != "select_one":
            raise ExpressionError(
                f"{variable.name} is {variable.type}: only select_one is compared with a code", position
            )
        return _known_choice(variable, code, position)

    def _one_of(self, piece: ParseTree) -> tree.Logical:
        subject, *options = piece.children
        variable = self.meaning(subject)
        if not isinstance(variable, Variable):
            raise ExpressionError("`in` needs a select_one variable before it", position_of(subject))
        codes = []
        for option in options:
            code = self.meaning(option)
            if not isinstance(code, Code):
                raise ExpressionError("`in (...)` lists quoted codes", position_of(option))
            codes.append(self._choice(variable, code, position_of(option)))
        return tree.OneOf(variable, tuple(dict.fromkeys(codes)))

    def _none_of(self, piece: ParseTree) -> tree.Logical:
        return tree.Not(self._one_of(piece))

    @staticmethod
    def _share_compare(share: Share, operator: tree.Operator, other: Meaning, position: int) -> tree.Logical:
        if not isinstance(other, Constant):
            raise ExpressionError("a share is compared with a constant number", position)
        limit = Fraction(other.value, 10**other.scale)
        return tree.ShareCompare(
            operator, share.roster, share.where, share.condition, limit.numerator, limit.denominator
        )

    @staticmethod
    def _number_compare(left: tree.Numeric, operator: tree.Operator, right: tree.Numeric) -> tree.Logical:
        if isinstance(right, tree.Members) and _is_whole(left):
            left, operator, right = right, _FLIPPED[operator], left
        if isinstance(left, tree.Members) and isinstance(right, Constant) and _is_whole(right):
            return tree.CountCompare(operator, left.roster, left.condition, right.value // 10**right.scale)
        return tree.Compare(operator, *_align(left, right))

    # -- numbers ------------------------------------------------------------------------------------------------

    def _number(self, piece: ParseTree) -> tree.Numeric:
        return constant(str(piece.children[0]))

    def _add(self, piece: ParseTree) -> tree.Numeric:
        return tree.Arithmetic("+", *_align(self.number(piece.children[0]), self.number(piece.children[1])))

    def _subtract(self, piece: ParseTree) -> tree.Numeric:
        return tree.Arithmetic("-", *_align(self.number(piece.children[0]), self.number(piece.children[1])))

    def _multiply(self, piece: ParseTree) -> tree.Numeric:
        return tree.Arithmetic("*", self.number(piece.children[0]), self.number(piece.children[1]))

    def _minus(self, piece: ParseTree) -> tree.Numeric:
        inner = self.number(piece.children[0])
        if isinstance(inner, Constant):
            return tree.Integer(-inner.value, inner.scale)
        return tree.Arithmetic("-", tree.Integer(0, inner.scale), inner)

    def _code(self, piece: ParseTree) -> Meaning:
        return Code(str(piece.children[0])[1:-1])

    # -- names and calls ----------------------------------------------------------------------------------------

    def _name(self, piece: ParseTree) -> Meaning:
        name, position = str(piece.children[0]), position_of(piece)
        if name in self.scope.terms:
            return self._term(self.scope.terms[name], position)
        if name in self.scope.parameters:
            return self._parameter(name, position)
        if name in self.scope.rosters:
            raise ExpressionError(f"{name} is a roster: use it inside any, all, count or share", position)
        return self._variable(name, position)

    def _term(self, term: Term, position: int) -> Meaning:
        if term.roster is not None and term.roster != self.roster:
            raise ExpressionError(
                f"{term.name} is said of a member of {term.roster}: use it inside a form over it", position
            )
        if term.roster is None and self.roster is not None:
            raise ExpressionError(
                f"{term.name} is said of the family: it cannot stand in a condition over members", position
            )
        return term.meaning

    def _parameter(self, name: str, position: int) -> Meaning:
        parameter = self.scope.parameters[name]
        if isinstance(parameter, tree.Integer):
            return parameter
        if self.roster is not None:
            raise ExpressionError(
                f"{name} depends on the family's area: it cannot stand in a condition over members", position
            )
        return tree.ParameterOf(parameter)

    def _variable(self, name: str, position: int) -> Variable:
        variable = self.scope.variables.get(name)
        if variable is None:
            raise ExpressionError(f"{name} is not declared", position)
        if variable.roster != self.roster:
            where = f"a member of {variable.roster}" if variable.roster else "the family"
            here = f"members of {self.roster}" if self.roster else "the family"
            raise ExpressionError(f"{name} belongs to {where}, but this condition is about {here}", position)
        return variable

    def _call(self, piece: ParseTree) -> Meaning:
        name, *arguments = piece.children
        calls: dict[str, Callable[[Sequence[ParseTree | Token], int], Meaning]] = {
            "age": lambda args, at: self._age(args, at, "years"),
            "age_months": lambda args, at: self._age(args, at, "months"),
            "selected": self._selected,
            "answered": self._answered,
            "at_least": self._at_least,
        }
        if str(name) not in calls:
            raise ExpressionError(
                f"there is no function {name}; there are {', '.join(sorted(calls))}", position_of(piece)
            )
        return calls[str(name)](arguments, position_of(piece))

    def _age(self, arguments: Sequence[ParseTree | Token], position: int, unit: tree.AgeUnit) -> tree.Numeric:
        variable = self._only_variable(arguments, position, "date")
        return tree.AgeOf(variable, unit)

    def _answered(self, arguments: Sequence[ParseTree | Token], position: int) -> tree.Logical:
        return tree.Answered(self._only_variable(arguments, position, None))

    def _only_variable(
        self, arguments: Sequence[ParseTree | Token], position: int, type_: str | None
    ) -> Variable:
        meaning = self.meaning(arguments[0]) if len(arguments) == 1 else None
        if not isinstance(meaning, Variable) or (type_ is not None and meaning.type != type_):
            raise ExpressionError(
                f"one {type_ or ''} variable is needed in the brackets".replace("  ", " "), position
            )
        return meaning

    def _selected(self, arguments: Sequence[ParseTree | Token], position: int) -> tree.Logical:
        if len(arguments) != 2:  # noqa: PLR2004
            raise ExpressionError("selected(variable, 'code') takes two things", position)
        variable, code = self.meaning(arguments[0]), self.meaning(arguments[1])
        if (
            not isinstance(variable, Variable)
            or variable.type != "select_multiple"
            or not isinstance(code, Code)
        ):
            raise ExpressionError(
                "selected(variable, 'code') takes a select_multiple variable and a code", position
            )
        return tree.Chosen(variable, _known_choice(variable, code, position_of(arguments[1])))

    def _at_least(self, arguments: Sequence[ParseTree | Token], position: int) -> tree.Logical:
        least = self.meaning(arguments[0])
        conditions = tuple(self.logical(each) for each in arguments[1:])
        if not isinstance(least, Constant) or not _is_whole(least):
            raise ExpressionError("at_least(k, ...) begins with a whole number", position)
        number = least.value // 10**least.scale
        if not 1 <= number <= len(conditions):
            raise ExpressionError(
                f"at_least({number}, ...) of {len(conditions)} conditions is decided beforehand", position
            )
        return tree.AtLeast(number, conditions)

    # -- rosters ------------------------------------------------------------------------------------------------

    def _any_member(self, piece: ParseTree) -> tree.Logical:
        roster, where, condition = self._over(piece)
        return tree.Exists(roster.name, _join(tree.And, [*where, condition]))

    def _all_members(self, piece: ParseTree) -> tree.Logical:
        roster, where, condition = self._over(piece)
        return tree.Not(tree.Exists(roster.name, _join(tree.And, [*where, _negate(condition)])))

    def _share(self, piece: ParseTree) -> Meaning:
        roster, where, condition = self._over(piece)
        return Share(roster.name, _join(tree.And, where) if where else tree.Truth(value=True), condition)

    def _count(self, piece: ParseTree) -> tree.Numeric:
        name, where = piece.children
        roster = self._roster(cast("Token", name))
        condition = (
            _Checker(self.scope, roster.name).logical(cast("ParseTree", where).children[0]) if where else None
        )
        return tree.Members(roster.name, condition or tree.Truth(value=True), high=roster.maximum)

    def _over(self, piece: ParseTree) -> tuple[Roster, list[tree.Logical], tree.Logical]:
        name, where, condition = piece.children
        roster = self._roster(cast("Token", name))
        inside = _Checker(self.scope, roster.name)
        filters = [inside.logical(cast("ParseTree", where).children[0])] if where else []
        return roster, filters, inside.logical(condition)

    def _roster(self, name: Token) -> Roster:
        if self.roster is not None:
            raise ExpressionError("a form over members cannot stand inside another one", position_of(name))
        if str(name) not in self.scope.rosters:
            raise ExpressionError(f"{name} is not a roster", position_of(name))
        return self.scope.rosters[str(name)]


def constant(text: str) -> tree.Integer:
    """Return the exact constant of a plain decimal text."""
    number = Decimal(text.replace("_", ""))
    exponent = number.as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    return tree.Integer(int(number.scaleb(scale)), scale)


def _align(left: tree.Numeric, right: tree.Numeric) -> tuple[tree.Numeric, tree.Numeric]:
    scale = max(left.scale, right.scale)
    return _rescale(left, scale), _rescale(right, scale)


def _rescale(number: tree.Numeric, scale: int) -> tree.Numeric:
    missing = scale - number.scale
    if missing == 0:
        return number
    if isinstance(number, Constant):
        return tree.Integer(number.value * 10**missing, scale)
    return tree.Arithmetic("*", number, tree.Integer(10**missing, missing))


def _join(kind: type[tree.And | tree.Or], items: list[tree.Logical]) -> tree.Logical:
    if len(items) == 1:
        return items[0]
    flat: list[tree.Logical] = []
    for item in items:
        flat.extend(item.items if isinstance(item, kind) else (item,))
    return kind(tuple(flat))


def _negate(item: tree.Logical) -> tree.Logical:
    return item.item if isinstance(item, tree.Not) else tree.Not(item)


def _known_choice(variable: Variable, code: Code, position: int) -> str:
    if code.text in variable.missing:
        raise ExpressionError(
            f"'{code.text}' is a missing code of {variable.name}: it counts as unanswered and is never equal",
            position,
        )
    if code.text not in variable.choices:
        raise ExpressionError(
            f"'{code.text}' is not a choice of {variable.name} ({', '.join(variable.choices)})", position
        )
    return code.text


def _is_number(variable: Variable) -> bool:
    return variable.type in ("integer", "decimal")


def _is_whole(number: tree.Numeric) -> bool:
    return isinstance(number, Constant) and number.value % 10**number.scale == 0


def _describe(meaning: Meaning) -> str:
    if isinstance(meaning, Variable):
        return f"the {meaning.type} variable {meaning.name}"
    if isinstance(meaning, Code):
        return f"the code '{meaning.text}'"
    if isinstance(meaning, Share):
        return "a share (compare it with a number)"
    return "a number" if isinstance(meaning, _NUMERIC) else "a condition"
