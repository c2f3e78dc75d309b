"""What each set of interventions would lift in one village: the menu a budget chooses from.

A family is lifted when what it newly meets adds up to what it lacks to the cut; each intervention reaches it with the
same chance, apart from the others. So the expected number lifted by a set is exact, and sets do not add up: who needs
two things gains nothing from one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bahtera.needs.rules.patterns import ADDITIVE, score_rows, weight_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bahtera.needs.rules.patterns import Integers, Patterns

    Reals = NDArray[np.float64]

SAME = 1e-9
"""Numbers of families no further apart than this count as one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intervention that could be chosen in a village: ``chance`` to reach a family that lacks it; rupiah."""

    village: int
    place: int
    chance: float
    cost: int


@dataclass(frozen=True, eq=False)
class Short:
    """Families of a village below the cut: what each lacks to it, what each candidate would add (0: has it), how many.

    ``counts`` are whole families, or what is expected of them after some interventions.
    """

    need: Integers
    gains: Integers
    counts: Integers | Reals

    def of(self, columns: Sequence[int]) -> Short:
        """Return the same with some of the candidates alone."""
        return Short(self.need, self.gains[:, list(columns)], self.counts)


@dataclass(frozen=True, eq=False)
class Menu:
    """Sets of a village's candidates, none as cheap and as good as another, the cheapest first.

    ``numbers``: a set's candidates as bits, by their place in the village's list. ``costs``: rupiah together.
    ``values``: families lifted, expected.
    """

    numbers: Integers
    costs: Integers
    values: Reals

    def __len__(self) -> int:
        return len(self.numbers)

    def chosen(self, at: int) -> tuple[int, ...]:
        """Return the places of the candidates of a set."""
        return places_in(int(self.numbers[at]))

    def steps(self) -> Menu:
        """Return the sets on the upper concave hull from nothing on: each step the most families a rupiah."""
        found: list[int] = []
        for at in range(len(self)):
            while found and self._slope(found[-2] if len(found) > 1 else None, found[-1]) <= self._slope(
                found[-2] if len(found) > 1 else None, at
            ):
                found.pop()
            found.append(at)
        return self._only(np.array(found, dtype=np.int64))

    def _slope(self, one: int | None, other: int) -> float:
        cost, value = (0, 0.0) if one is None else (int(self.costs[one]), float(self.values[one]))
        return (float(self.values[other]) - value) / max(int(self.costs[other]) - cost, SAME)

    def _only(self, at: Integers) -> Menu:
        return Menu(self.numbers[at], self.costs[at], self.values[at])


NOTHING = Menu(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))


def undominated(*menus: Menu) -> Menu:
    """Return the sets of all of them than which none is both as cheap and as good, the cheapest first."""
    numbers = np.concatenate([each.numbers for each in menus])
    costs = np.concatenate([each.costs for each in menus])
    values = np.concatenate([each.values for each in menus])
    order = np.lexsort((numbers, -values, costs))
    numbers, costs, values = numbers[order], costs[order], values[order]
    before = np.concatenate([[0.0], np.maximum.accumulate(values)[:-1]]) if len(values) else values
    keep = values > before + SAME
    return Menu(numbers[keep], costs[keep], values[keep])


def places_in(number: int) -> tuple[int, ...]:
    """Return the places whose bits a number has."""
    return tuple(at for at in range(number.bit_length()) if number >> at & 1)


def short_families(patterns: Patterns, places: Sequence[int]) -> tuple[Integers, Short]:
    """Return each row's village, and the families with a score below the highest category.

    ``places``: indicators that are candidates anywhere; a column each. Raises ValueError for a method by which
    indicators do not add on their own.
    """
    definition = patterns.definition
    score = definition.plan.score
    if score.method not in ADDITIVE:
        raise ValueError(f"what indicators add depends on each other by {score.method}")
    rows = patterns.only(patterns.scored)
    number, top = score_rows(definition, rows.met, rows.answered)
    rows, number = rows.only(~top), number[~top]
    cut = score.cuts[-1]
    exact = cut.numerator * score.denominator
    least = -(-exact // cut.denominator) if cut.includes else exact // cut.denominator + 1
    weights = weight_matrix(definition)
    gains = np.zeros((len(rows.counts), len(places)), dtype=np.int64)
    for column, place in enumerate(places):
        lacks = rows.lacking(place)
        if lacks.any():
            after, _ = score_rows(definition, rows.met[lacks] + weights[place], rows.answered[lacks])
            gains[lacks, column] = after - number[lacks]
    return rows.village, Short(least - number, gains, rows.counts)


def after(short: Short, done: Sequence[int], chances: Sequence[float]) -> tuple[Short, float]:
    """Return where families stand after some interventions, and how many are lifted by then, expected.

    Who is lifted is left out; who may have been reached or not stands in both ways, with what is expected of each.
    """
    family = np.arange(len(short.need))
    gained = np.zeros(len(family), dtype=np.int64)
    weight: Reals = short.counts.astype(np.float64)
    lifted = 0.0
    for at in done:
        gain = short.gains[family, at]
        hit = gain > 0
        over = hit & (gained + gain >= short.need[family])
        lifted += float(weight[over].sum()) * chances[at]
        moved = hit & ~over
        family = np.concatenate([family, family[moved]])
        gained = np.concatenate([gained, gained[moved] + gain[moved]])
        weight = np.concatenate(
            [np.where(hit, weight * (1.0 - chances[at]), weight), weight[moved] * chances[at]]
        )
        family, gained, weight = _together(family, gained, weight)
    return Short(short.need[family] - gained, short.gains[family], weight), lifted


def _together(family: Integers, gained: Integers, weight: Reals) -> tuple[Integers, Integers, Reals]:
    """Put equal standings together; what cannot be is left out."""
    keep = weight > 0
    family, gained, weight = family[keep], gained[keep], weight[keep]
    span = int(gained.max(initial=0)) + 1
    key, back = np.unique(family * span + gained, return_inverse=True)
    added = np.zeros(len(key))
    np.add.at(added, back.ravel(), weight)
    return key // span, key % span, added
