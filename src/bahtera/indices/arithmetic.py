"""From counts per dimension to a score, in integers whose size is proved.

The formulas every printer repeats
==================================
For a family let, per dimension d, `m_d` be the weight met and `a_d` the weight that applies and is answered; `c` the
number of answered indicators and `u` of unanswered ones. Dimensions with `a_d = 0` are blank and leave every sum and
product below; `w` is the sum of the weights `W_d` of the others. Write `/` for exact integer division.

Not scored (in this order)::

    c + u = 0                                              nothing_applicable
    c = 0, or u * limit.denominator > limit.numerator * (c + u)   too_many_unanswered
    empty_dimension = "not_scored" and some a_d = 0        empty_dimension

Scored::

    arithmetic  N = sum(W_d * m_d * (L / a_d)) * (K / w)   D = L * K        X = N       Y = D
    pooled      N = sum(m_d) * (L / sum(a_d))              D = L            X = sum m   Y = sum a
    geometric   (x_d, y_d) = (m_d, a_d), or floor (p, q) where m_d = 0
                X = prod(x_d ^ W_d)   Y = prod(y_d ^ W_d)
                N = floor(D * (X / Y) ^ (1 / w) + 1/2)     D = 10 ^ 6
    harmonic    X = w * L   Y = sum(W_d * y_d * (L / x_d)); some x_d = 0: X = 0, Y = 1
                N = (2 * D * X + Y) div (2 * Y)            D = 10 ^ 6

The index is `100 * N / D`: exact for arithmetic and pooled, rounded half up to the sixth decimal of the share for the
other two. **The category never looks at N of those two, nor at any division**: with the cut as a share
`n / d` (75 is 3 / 4), the family is at or above the cut when ::

    d * X >= n * Y        (geometric: d ^ w * X >= n ^ w * Y)

with `>` instead of `>=` where the cut itself belongs to the category below. `L`, `K` and the dimension's own `L_d`
are least common multiples of the weights that can occur. `prove` bounds every product above, the compiler refuses
what reaches 2 ** 53.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.indices.values import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from bahtera.indices.declaration import Category, EmptyDimension, Method

FIXED_POINT = 10**6


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut as the share `numerator / denominator`; `includes` says whether the cut itself belongs to `category`."""

    category: str
    numerator: int
    denominator: int
    includes: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """What may occur in one dimension: its own weight, the indicators' weights, the sums they can make."""

    weight: int
    indicators: tuple[int, ...]
    sums: frozenset[int]

    @property
    def total(self) -> int:
        """Return the weight of all indicators together."""
        return sum(self.indicators)


@dataclass(frozen=True, slots=True)
class Bound:
    """One integer the engine forms, and how large it can get."""

    what: str
    value: int


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """Everything a printer needs to write the formulas of this module; see its top for L, K and the rest."""

    method: Method
    dimensions: tuple[Weights, ...]
    lowest: str
    cuts: tuple[Cut, ...]
    limit: Fraction
    floor: Fraction
    empty_dimension: EmptyDimension
    common: int
    """L."""
    across: int
    """K; 1 unless arithmetic."""
    denominator: int
    """D."""
    dimension_denominators: tuple[int, ...]
    """L_d: `m_d * (L_d / a_d)` over L_d is the dimension's exact share."""

    def reason_not_scored(self, answered: Sequence[int], count: int, unanswered: int) -> str | None:
        """Return why a family has no score, or None; `answered` are the a_d, `count` is c, `unanswered` is u."""
        if count + unanswered == 0:
            return "nothing_applicable"
        limit = self.limit
        if count == 0 or unanswered * limit.denominator > limit.numerator * (count + unanswered):
            return "too_many_unanswered"
        if self.empty_dimension == "not_scored" and 0 in answered:
            return "empty_dimension"
        return None

    def compute(self, met: Sequence[int], answered: Sequence[int]) -> tuple[int, str]:
        """Return N and the category from the m_d and a_d; some a_d must be above 0."""
        parts = [(each.weight, m, a) for each, m, a in zip(self.dimensions, met, answered, strict=True) if a]
        power = 1
        if self.method == "arithmetic":
            w = sum(weight for weight, _, _ in parts)
            number = x = sum(weight * m * (self.common // a) for weight, m, a in parts) * (self.across // w)
            y = self.denominator
        elif self.method == "pooled":
            x, y = sum(met), sum(answered)
            number = x * (self.common // y)
        elif self.method == "harmonic":
            x, y = self._harmonic(parts)
            number = (2 * FIXED_POINT * x + y) // (2 * y)
        else:
            x, y, power = self._geometric(parts)
            number = (integer_root((2 * FIXED_POINT) ** power * x // y, power) + 1) // 2
        return number, self.category(x, y, power)

    def category(self, x: int, y: int, power: int = 1) -> str:
        """Return the category by cross-multiplication."""
        found = self.lowest
        for cut in self.cuts:
            left, right = cut.denominator**power * x, cut.numerator**power * y
            if left > right or (cut.includes and left == right):
                found = cut.category
        return found

    def _floored(self, m: int, a: int) -> tuple[int, int]:
        return (m, a) if m else (self.floor.numerator, self.floor.denominator)

    def _harmonic(self, parts: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
        floored = [(weight, *self._floored(m, a)) for weight, m, a in parts]
        if any(x == 0 for _, x, _ in floored):
            return 0, 1
        w = sum(weight for weight, _, _ in parts)
        return w * self.common, sum(weight * y * (self.common // x) for weight, x, y in floored)

    def _geometric(self, parts: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
        floored = [(weight, *self._floored(m, a)) for weight, m, a in parts]
        x = math.prod(x**weight for weight, x, _ in floored)
        y = math.prod(y**weight for weight, _, y in floored)
        return x, y, sum(weight for weight, _, _ in parts)

    def bounds(self) -> list[Bound]:
        """Return every integer the formulas form with its greatest possible value."""
        total = sum(each.total for each in self.dimensions)
        weights = sum(each.weight for each in self.dimensions)
        found = [Bound("common denominator", self.denominator), Bound("least common multiple L", self.common)]
        found += [Bound("least common multiple of a dimension", each) for each in self.dimension_denominators]
        x = y = {"arithmetic": self.denominator, "pooled": total}.get(self.method, 0)
        steepest = max((max(cut.numerator, cut.denominator) for cut in self.cuts), default=1)
        if self.method == "arithmetic":
            found.append(Bound("sum of weighted shares", weights * self.common * self.across))
        if self.method == "harmonic":
            largest = max(self.floor.denominator, *(each.total for each in self.dimensions))
            x, y = weights * self.common, weights * largest * self.common
            found.append(Bound("fixed point of the harmonic mean", 2 * FIXED_POINT * x + y))
        if self.method == "geometric":
            x = y = math.prod(max(each.total, self.floor.denominator if self.floor else 1) ** each.weight
                              for each in self.dimensions)  # fmt: skip
            steepest **= weights
        found.append(Bound("cross-multiplication with a cut", steepest * max(x, y)))
        count = sum(len(each.indicators) for each in self.dimensions)
        found.append(Bound("share unanswered", max(self.limit.numerator, self.limit.denominator) * count))
        return found


def plan_score(
    *,
    method: Method,
    weights: Sequence[tuple[int, Sequence[int]]],
    categories: Sequence[Category],
    limit: Fraction,
    floor: Fraction,
    empty_dimension: EmptyDimension,
) -> ScorePlan:
    """Return the plan; `weights` has, a dimension, its weight and those of its indicators.

    Weights are first divided by their greatest common divisor, which changes no score.
    """
    shrink = math.gcd(*(weight for weight, _ in weights))
    shrink_indicators = math.gcd(*(each for _, indicators in weights for each in indicators))
    dimensions = tuple(
        _dimension(weight // shrink, [each // shrink_indicators for each in indicators])
        for weight, indicators in weights
    )
    common, across, denominator = _denominators(method, dimensions, floor)
    return ScorePlan(
        method=method,
        dimensions=dimensions,
        lowest=categories[0].id,
        cuts=tuple(_cut(each) for each in categories[1:]),
        limit=limit,
        floor=floor if method in ("geometric", "harmonic") else floor * 0,
        empty_dimension=empty_dimension,
        common=common,
        across=across,
        denominator=denominator,
        dimension_denominators=tuple(_multiple(each.sums) for each in dimensions),
    )


def integer_root(number: int, degree: int) -> int:
    """Return the greatest integer whose `degree`-th power is not above `number`."""
    if number < 2 or degree == 1:  # noqa: PLR2004
        return number
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def _denominators(method: Method, dimensions: Sequence[Weights], floor: Fraction) -> tuple[int, int, int]:
    within = _multiple(frozenset().union(*(each.sums for each in dimensions)))
    if method == "arithmetic":
        across = _multiple(_sums([each.weight for each in dimensions]))
        return within, across, within * across
    if method == "pooled":
        common = _multiple(_sums([each for dimension in dimensions for each in dimension.indicators]))
        return common, 1, common
    return math.lcm(within, floor.numerator or 1), 1, FIXED_POINT


def _dimension(weight: int, indicators: Sequence[int]) -> Weights:
    return Weights(weight, tuple(indicators), _sums(indicators))


def _sums(weights: Iterable[int]) -> frozenset[int]:
    """Return every sum that some of the weights can make, without 0."""
    reached = {0}
    for weight in weights:
        reached |= {each + weight for each in reached}
        if len(reached) > 10**5:  # the least common multiple is far beyond any bound by then
            break
    return frozenset(reached - {0})


def _multiple(numbers: Iterable[int]) -> int:
    """Return the least common multiple, or the first partial one that is too big to be used."""
    found = 1
    for number in numbers:
        found = math.lcm(found, number)
        if found >= EXACT:
            break
    return found


def _cut(category: Category) -> Cut:
    assert category.at is not None
    share = category.at / 100
    return Cut(category.id, share.numerator, share.denominator, category.includes)
