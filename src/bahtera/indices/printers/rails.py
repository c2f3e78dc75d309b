"""Three values in a language that has two: every condition is printed as "surely true" and "surely false".

`Rails` walks the tree and leaves the words to a subclass (`words` below). It never prints a negation, so a target
whose comparisons give NULL (SQL) may treat NULL as "not true": `NULL and x` and `NULL or x` never become true by
themselves. A target whose comparisons with blanks can be *true* (XPath's `!=`) must guard in its `compare`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bahtera.indices.expressions import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.values import Parameter, Variable

INVERSE: dict[tree.Operator, tree.Operator] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "!=",
    "!=": "=",
}


class Rails(ABC):
    """Prints conditions as two rails and numbers as one; a subclass says how each word is written."""

    # -- words a language must have -----------------------------------------------------------------------------

    @abstractmethod
    def constant(self, *, value: bool) -> str:
        """Write true or false."""

    @abstractmethod
    def both(self, parts: Sequence[str]) -> str:
        """Write that all parts hold."""

    @abstractmethod
    def either(self, parts: Sequence[str]) -> str:
        """Write that some part holds."""

    @abstractmethod
    def how_many(self, parts: Sequence[str]) -> str:
        """Write the number of parts that hold."""

    @abstractmethod
    def is_one_of(self, variable: Variable, codes: Sequence[str]) -> str:
        """Write that a select-one variable has one of the codes (never none of them)."""

    @abstractmethod
    def has_chosen(self, variable: Variable, code: str, *, chosen: bool) -> str:
        """Write that a select-multiple variable is answered, and has (or has not) the code."""

    @abstractmethod
    def is_answered(self, variable: Variable, *, answered: bool) -> str:
        """Write that a variable is known (or is not)."""

    @abstractmethod
    def compare(self, operator: tree.Operator, left: str, right: str) -> str:
        """Write that both numbers are known and compare so."""

    @abstractmethod
    def flag(self, roster: str, index: int, *, holds: bool) -> str:
        """Write that a flag is surely true (or surely false)."""

    @abstractmethod
    def surely(self, tally: tree.Tally) -> str:
        """Write the number of members for whom a tally's condition is true."""

    @abstractmethod
    def possibly(self, tally: tree.Tally) -> str:
        """Write the number of members for whom a tally's condition is not false."""

    @abstractmethod
    def known_tally(self, tally: tree.Tally) -> str:
        """Write the tally as a number, unknown when `surely` and `possibly` differ."""

    @abstractmethod
    def number_of(self, variable: Variable) -> str:
        """Write a numeric variable: a scaled integer, unknown outside its bounds."""

    @abstractmethod
    def age_of(self, node: tree.AgeOf) -> str:
        """Write an age as a number."""

    @abstractmethod
    def parameter(self, parameter: Parameter) -> str:
        """Write a parameter's value for the family's area and interview date."""

    def compare_age(self, _operator: tree.Operator, _age: tree.AgeOf, _limit: int) -> str | None:
        """Write the comparison of an age with a constant by dates, or None to have the age computed."""
        return None

    # -- the walk -----------------------------------------------------------------------------------------------

    def true(self, node: tree.Logical) -> str:
        """Return the text that holds exactly when the condition is surely true."""
        return self._rail(node, wanted=True)

    def false(self, node: tree.Logical) -> str:
        """Return the text that holds exactly when the condition is surely false."""
        return self._rail(node, wanted=False)

    def _rail(self, node: tree.Logical, *, wanted: bool) -> str:
        match node:
            case tree.Truth():
                return self.constant(value=node.value is wanted)
            case tree.Not():
                return self._rail(node.item, wanted=not wanted)
            case tree.And() | tree.Or():
                join = self.both if isinstance(node, tree.And) is wanted else self.either
                return join([self._rail(item, wanted=wanted) for item in node.items])
            case tree.AtLeast():
                return self._at_least(node, wanted=wanted)
            case tree.OneOf() | tree.Chosen() | tree.Answered():
                return self._variable(node, wanted=wanted)
            case _:
                return self._comparison(node, wanted=wanted)

    def _at_least(self, node: tree.AtLeast, *, wanted: bool) -> str:
        count = self.how_many([self._rail(item, wanted=wanted) for item in node.items])
        return self.compare(">=", count, str(node.least if wanted else len(node.items) - node.least + 1))

    def _variable(self, node: tree.OneOf | tree.Chosen | tree.Answered, *, wanted: bool) -> str:
        if isinstance(node, tree.Chosen):
            return self.has_chosen(node.variable, node.code, chosen=wanted)
        if isinstance(node, tree.Answered):
            return self.is_answered(node.variable, answered=wanted)
        codes = [code for code in node.variable.choices if (code in node.codes) is wanted]
        return self.is_one_of(node.variable, codes) if codes else self.constant(value=False)

    def _comparison(self, node: tree.Logical, *, wanted: bool) -> str:
        match node:
            case tree.Flag():
                return self.flag(node.roster, node.index, holds=wanted)
            case tree.Compare():
                return self._compare(node, node.operator if wanted else INVERSE[node.operator])
            case tree.TallyCompare():
                operator = node.operator if wanted else INVERSE[node.operator]
                return self._interval(operator, node.tally, str(node.number))
            case tree.TallyShare():
                return self._share(node, node.operator if wanted else INVERSE[node.operator])
            case _:
                raise TypeError(f"roster forms must be factored out before printing: {node!r}")

    def _compare(self, node: tree.Compare, operator: tree.Operator) -> str:
        if isinstance(node.left, tree.AgeOf) and isinstance(node.right, tree.Integer):
            by_date = self.compare_age(operator, node.left, node.right.value)
            if by_date is not None:
                return by_date
        return self.compare(operator, self.number(node.left), self.number(node.right))

    def _interval(self, operator: tree.Operator, tally: tree.Tally, limit: str) -> str:
        low, high = self.surely(tally), self.possibly(tally)
        if operator == "=":
            return self.both([self.compare("=", low, limit), self.compare("=", high, limit)])
        if operator == "!=":
            return self.either([self.compare(">", low, limit), self.compare("<", high, limit)])
        return self.compare(operator, low if operator in (">", ">=") else high, limit)

    def _share(self, node: tree.TallyShare, operator: tree.Operator) -> str:
        both, where = self.surely(node.both), self.surely(node.where)
        return self.both(
            [
                self.compare("=", both, self.possibly(node.both)),
                self.compare("=", where, self.possibly(node.where)),
                self.compare(">", where, "0"),
                self.compare(operator, f"{node.denominator} * {both}", f"{node.numerator} * {where}"),
            ]
        )

    def number(self, node: tree.Numeric) -> str:
        """Return the text of a number."""
        match node:
            case tree.Integer():
                return str(node.value) if node.value >= 0 else f"({node.value})"
            case tree.NumberOf():
                return self.number_of(node.variable)
            case tree.AgeOf():
                return self.age_of(node)
            case tree.ParameterOf():
                return self.parameter(node.parameter)
            case tree.Tally():
                return self.known_tally(node)
            case tree.Arithmetic():
                return f"({self.number(node.left)} {node.operator} {self.number(node.right)})"
            case _:
                raise TypeError(f"roster forms must be factored out before printing: {node!r}")
