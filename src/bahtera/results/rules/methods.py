"""How many figures become one, and which category that is; exact until the last step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INDICATOR_CUT = 75
"""An indicator met by less than this percentage goes on the village's list of things to act on."""

_ROOT_PLACES = 12


class Cut(Protocol):
    """A category as its definition gives it."""

    @property
    def at(self) -> Fraction | None: ...
    @property
    def includes(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Percentage:
    """One indicator's percentage, with its place and weight."""

    dimension: str
    value: Fraction
    weight: int = 1


def is_below_cut(met: int, answered: int, cut: int = INDICATOR_CUT) -> bool:
    """Tell whether met families are less than `cut` percent of those who answered, in integers."""
    return 100 * met < cut * answered


def category_index(value: Fraction, cuts: Sequence[Cut]) -> int:
    """Return the position of the category a value falls in; categories come from the lowest up.

    Comparing fractions is multiplying integers crosswise: nothing is rounded before it is classed.
    """
    found = 0
    for position, cut in enumerate(cuts):
        if cut.at is not None and (value > cut.at or (cut.includes and value == cut.at)):
            found = position
    return found


def dimension_means(percentages: Sequence[Percentage]) -> dict[str, Fraction]:
    """Return the weighted mean percentage of each dimension that has any."""
    grouped: dict[str, list[Percentage]] = {}
    for each in percentages:
        grouped.setdefault(each.dimension, []).append(each)
    return {
        name: weighted_mean([(each.value, each.weight) for each in group]) for name, group in grouped.items()
    }


def weighted_mean(values: Sequence[tuple[Fraction, int]]) -> Fraction:
    """Return the mean of (value, weight) pairs."""
    return sum((value * weight for value, weight in values), Fraction(0)) / sum(
        weight for _, weight in values
    )


def dimension_mean(means: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction:
    """Return the weighted mean over dimensions."""
    return weighted_mean([(value, weights[name]) for name, value in means.items()])


def indicator_mean(percentages: Sequence[Percentage]) -> Fraction:
    """Return the weighted mean of all percentages, whatever their dimension."""
    return weighted_mean([(each.value, each.weight) for each in percentages])


@dataclass(frozen=True, slots=True)
class GeometricMean:
    """A weighted geometric mean kept as the power it is the root of, so that it can be classed exactly."""

    power: Fraction
    root: int

    def at_least(self, cut: Fraction, *, or_equal: bool) -> bool:
        """Tell whether the mean lies above the cut (or on it)."""
        limit = cut**self.root
        return self.power > limit or (or_equal and self.power == limit)

    def category_index(self, cuts: Sequence[Cut]) -> int:
        """Return the position of the category the mean falls in."""
        found = 0
        for position, cut in enumerate(cuts):
            if cut.at is not None and self.at_least(cut.at, or_equal=cut.includes):
                found = position
        return found

    @property
    def value(self) -> Fraction:
        """Return the mean cut off after twelve decimals."""
        scale = 10**_ROOT_PLACES
        return Fraction(_whole_root(int(self.power * scale**self.root), self.root), scale)


def geometric_mean(means: Mapping[str, Fraction], weights: Mapping[str, int]) -> GeometricMean:
    """Return the weighted geometric mean over dimensions; a dimension at zero makes it zero."""
    power = prod((value ** weights[name] for name, value in means.items()), start=Fraction(1))
    return GeometricMean(power, sum(weights[name] for name in means))


def _whole_root(number: int, root: int) -> int:
    """Return the largest integer whose `root`-th power is at most `number` (Newton's steps from above)."""
    if number == 0:
        return 0
    guess = 1 << -(-number.bit_length() // root)
    while True:
        better = ((root - 1) * guess + number // guess ** (root - 1)) // root
        if better >= guess:
            return guess
        guess = better


def printed_shares(counts: Sequence[int], places: int = 1) -> tuple[Decimal, ...]:
    """Return percentages rounded so that they add up to exactly 100 (largest remainder).

    Each is cut off after `places` decimals; the units still missing go to the largest remainders, the larger
    count first among equals, then the earlier. No printed share is a whole unit off. Nothing to share: no
    shares.
    """
    total = sum(counts)
    if not total:
        return ()
    scale = 100 * 10**places
    whole = [scale * count // total for count in counts]
    remainders = [scale * count % total for count in counts]
    order = sorted(range(len(counts)), key=lambda i: (-remainders[i], -counts[i], i))
    for position in order[: scale - sum(whole)]:
        whole[position] += 1
    return tuple(Decimal(value).scaleb(-places) for value in whole)
