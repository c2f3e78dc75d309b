"""The typed expression tree, the one thing every printer walks.

How to write a printer
======================
A printer is a function from a node to text (or to a closure), written with `functools.singledispatch` or a
`match` over the classes below; `LOGICAL` and `NUMERIC` list them all, and a test asks every printer for each.

**Three values.** A logical node is true, false or unknown. SQL has these natively (`NULL`), Python uses `None`.
A target with two values only (XPath) prints each node twice, as "surely true" T and "surely false" F, and
neither means unknown::

    Not(a)            T = F(a)                     F = T(a)
    And(a, b)         T = T(a) and T(b)            F = F(a) or F(b)
    Or(a, b)          T = T(a) or T(b)             F = F(a) and F(b)
    AtLeast(k, ..)    T = sum T >= k               F = n - sum F < k
    OneOf(v, codes)   T = v in codes               F = v in (choices - codes)
    Chosen(v, code)   T = v is answered and has it F = v is answered and has it not
    Answered(v)       T = v is known               F = v is unknown   (never unknown itself)
    Compare(op, x, y) T = known(x, y) and x op y   F = known(x, y) and not (x op y)

**Numbers are integers.** Every numeric node's value is an integer: the true value times `10 ** scale`. The
checker has already inserted the products that bring two sides to one scale, so a printer adds, subtracts,
multiplies and compares and nothing else. `low` and `high` bound the value; the compiler refuses a definition in
which any of them reaches 2**53. A number is unknown as soon as one of its parts is.

**Variables** arrive normalised (see `values.Variable`): a code that is not among `choices` (missing codes and
blanks too), a number outside its bounds, a text of no characters, a date that cannot be read are all unknown.
A number is rounded half away from zero to the variable's `places`.

**Rosters.** In a definition's own trees the forms are `Exists`, `CountCompare`, `ShareCompare` and `Members`.
The compiler takes them out: a printer sees `Flag` and `Tally` nodes, which refer by index to
`plan.rosters[..].flags` and `.tallies`, each a condition over one member. Let t, u be the number of members for
whom the condition is true, unknown::

    Flag              true if t > 0, else unknown if u > 0, else false
    Tally (a number)  t, unknown if u > 0
    TallyCompare      interval: count in [t, t + u]; `>=k`: true if t >= k, false if t + u < k, else unknown
    TallyShare        share = (t of both) / (t of where), unknown if a condition is unknown or nobody matches

A roster without members, or with more than its maximum, is unanswered: every one of these is unknown.
Member conditions use only the member's own variables, ages and numbers, never the family's.

**Ages.** `AgeOf` counts whole years (or months) at the interview date: years =
`(yyyymmdd(interview) - yyyymmdd(birth)) div 10000`; months = difference of `12 * year + month`, less one when the
day of the month has not come. Unknown when either date is, when birth is after the interview, and beyond 130 years.
So age >= k exactly when birth <= interview - k years (months), a day that does not exist being clipped to the last
one of its month: a printer may compare dates instead of computing ages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from bahtera.indices.values import Parameter, Variable

Operator = Literal["<", "<=", ">", ">=", "=", "!="]
AgeUnit = Literal["years", "months"]
OLDEST_YEARS = 130


@dataclass(frozen=True, slots=True)
class Truth:
    """A constant."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    item: Logical


@dataclass(frozen=True, slots=True)
class And:
    """All of the items."""

    items: tuple[Logical, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the items."""

    items: tuple[Logical, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`least` or more of the items hold."""

    least: int
    items: tuple[Logical, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A select-one variable has one of the codes."""

    variable: Variable
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A select-multiple variable has the code; unknown when unanswered or when a missing code is chosen."""

    variable: Variable
    code: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The variable is known after normalisation."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class Compare:
    """Two integers of the same scale."""

    operator: Operator
    left: Numeric
    right: Numeric


@dataclass(frozen=True, slots=True)
class Exists:
    """Some member fulfils the condition. (`all` is written as `not exists(not ...)`.)"""

    roster: str
    condition: Logical


@dataclass(frozen=True, slots=True)
class CountCompare:
    """The number of members who fulfil the condition, compared with a whole number."""

    operator: Operator
    roster: str
    condition: Logical
    number: int


@dataclass(frozen=True, slots=True)
class ShareCompare:
    """Among members with `where`, the share with `condition`, compared with `numerator / denominator`."""

    operator: Operator
    roster: str
    where: Logical
    condition: Logical
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Flag:
    """The factored form of `Exists`: entry `index` of the roster's flags."""

    roster: str
    index: int


@dataclass(frozen=True, slots=True)
class TallyCompare:
    """The factored form of `CountCompare`."""

    operator: Operator
    tally: Tally
    number: int


@dataclass(frozen=True, slots=True)
class TallyShare:
    """The factored form of `ShareCompare`: `denominator * both` against `numerator * where`.

    Unknown when either tally has an unknown member or `where` is nobody. `bound` is the largest product.
    """

    operator: Operator
    both: Tally
    where: Tally
    numerator: int
    denominator: int

    @property
    def bound(self) -> int:
        """Return the largest integer the comparison forms."""
        return max(self.numerator, self.denominator) * self.where.high


@dataclass(frozen=True, slots=True)
class Integer:
    """A constant, already scaled."""

    value: int
    scale: int = 0

    @property
    def low(self) -> int:
        """Return the value itself."""
        return self.value

    @property
    def high(self) -> int:
        """Return the value itself."""
        return self.value


@dataclass(frozen=True, slots=True)
class NumberOf:
    """A numeric variable, scaled by its places."""

    variable: Variable

    @property
    def scale(self) -> int:
        """Return the variable's decimal places."""
        return self.variable.places

    @property
    def low(self) -> int:
        """Return the least valid value, scaled."""
        return self.variable.minimum

    @property
    def high(self) -> int:
        """Return the greatest valid value, scaled."""
        return self.variable.maximum


@dataclass(frozen=True, slots=True)
class AgeOf:
    """Whole years or months from a date to the interview date."""

    variable: Variable
    unit: AgeUnit
    scale: int = 0

    @property
    def low(self) -> int:
        """Return 0."""
        return 0

    @property
    def high(self) -> int:
        """Return the oldest age that is believed."""
        return OLDEST_YEARS if self.unit == "years" else OLDEST_YEARS * 12 + 11


@dataclass(frozen=True, slots=True)
class ParameterOf:
    """A parameter that depends on area and interview date."""

    parameter: Parameter

    @property
    def scale(self) -> int:
        """Return the parameter's decimal places."""
        return self.parameter.places

    @property
    def low(self) -> int:
        """Return the least value of any area and date."""
        return min(entry.value for entry in self.parameter.values)

    @property
    def high(self) -> int:
        """Return the greatest value of any area and date."""
        return max(entry.value for entry in self.parameter.values)


@dataclass(frozen=True, slots=True)
class Members:
    """The number of members who fulfil the condition, as a number in arithmetic."""

    roster: str
    condition: Logical
    high: int
    low: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The factored form of `Members`: entry `index` of the roster's tallies."""

    roster: str
    index: int
    high: int
    low: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference or product of two integers; sums and differences have equal scales on both sides."""

    operator: Literal["+", "-", "*"]
    left: Numeric
    right: Numeric

    @property
    def scale(self) -> int:
        """Return the decimal places of the result."""
        return self.left.scale + self.right.scale if self.operator == "*" else self.left.scale

    @property
    def low(self) -> int:
        """Return the least value."""
        return min(self._ends())

    @property
    def high(self) -> int:
        """Return the greatest value."""
        return max(self._ends())

    def _ends(self) -> list[int]:
        compute = _OPERATIONS[self.operator]
        return [
            compute(x, y) for x in (self.left.low, self.left.high) for y in (self.right.low, self.right.high)
        ]


_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
}

Numeric = Integer | NumberOf | AgeOf | ParameterOf | Members | Tally | Arithmetic
Logical = (
    Truth
    | Not
    | And
    | Or
    | AtLeast
    | OneOf
    | Chosen
    | Answered
    | Compare
    | Exists
    | CountCompare
    | ShareCompare
    | Flag
    | TallyCompare
    | TallyShare
)
Node = Logical | Numeric

Number = (Integer, NumberOf, AgeOf, ParameterOf, Members, Tally, Arithmetic)
"""The numeric classes, for `isinstance`."""
LOGICAL: tuple[type, ...] = (
    Truth,
    Not,
    And,
    Or,
    AtLeast,
    OneOf,
    Chosen,
    Answered,
    Compare,
    Flag,
    TallyCompare,
    TallyShare,
)
NUMERIC: tuple[type, ...] = (Integer, NumberOf, AgeOf, ParameterOf, Tally, Arithmetic)

NodeT = TypeVar("NodeT")


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below, in order."""
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            yield from (item for item in value if _is_node(item))
        elif _is_node(value):
            yield value


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def rewrite(node: NodeT, change: Callable[[Any], Any]) -> NodeT:
    """Return the tree with `change` applied to every node from the leaves up."""
    news: dict[str, Any] = {}
    for each in fields(node):  # type: ignore[arg-type]
        value = getattr(node, each.name)
        if isinstance(value, tuple) and any(_is_node(item) for item in value):
            news[each.name] = tuple(rewrite(item, change) for item in value)
        elif _is_node(value):
            news[each.name] = rewrite(value, change)
    changed: NodeT = change(replace(node, **news) if news else node)  # type: ignore[type-var]
    return changed


def variables(node: Node) -> Iterator[Variable]:
    """Yield every variable the tree reads, with repetitions."""
    for each in walk(node):
        if isinstance(each, OneOf | Chosen | Answered | NumberOf | AgeOf):
            yield each.variable


def _is_node(value: object) -> bool:
    return is_dataclass(value) and isinstance(value, _ALL)


_ALL: tuple[type, ...] = (*LOGICAL, *NUMERIC, Exists, CountCompare, ShareCompare, Members)
