"""What each set of interventions would lift in one village: the menu a budget chooses from.

A family is lifted when what it newly meets adds up to what it lacks to the cut; each intervention reaches it with the
same chance, apart from the others. So the expected number lifted by a set is exact (`Lifts.extend`), and sets do not
add up: who needs two things gains nothing from one. The menu holds every single intervention, every pair, and two
chains of growing sets; of a few candidates every set there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.needs.rules.patterns import ADDITIVE, score_rows, weight_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bahtera.needs.rules.patterns import Integers, Patterns

    Reals = NDArray[np.float64]

EVERY_SET: Final = 6
"""Of so many candidates in a village every set is on the menu."""
LONGEST_OF_MANY: Final = 12
"""Chains of growing sets end here where there are very many villages; elsewhere they go on to everything."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intervention that could be chosen in a village: ``chance`` to reach a family that lacks it; rupiah."""

    village: int
    place: int
    chance: float
    cost: int


@dataclass(frozen=True, slots=True)
class Dish:
    """A set of a village's candidates (by their place in its list): rupiah together, families lifted, expected."""

    chosen: tuple[int, ...]
    cost: int
    value: float


@dataclass(frozen=True, eq=False)
class Short:
    """Families of a village below the cut: what each lacks to it, and what each candidate would add (0: has it)."""

    need: Integers
    gains: Integers
    counts: Integers


@dataclass(frozen=True, eq=False)
class Lifts:
    """Where families stand after some interventions: families not lifted yet with what they have gained so far."""

    family: Integers
    gained: Integers
    weight: Reals
    lifted: float

    def extend(self, short: Short, at: int, chance: float) -> Lifts:
        """Return where they stand after one more candidate."""
        gain = short.gains[self.family, at]
        hit = gain > 0
        if not hit.any():
            return self
        family, moved = self.family[hit], self.gained[hit] + gain[hit]
        weight = self.weight[hit] * chance
        over = moved >= short.need[family]
        stay = np.where(hit, self.weight * (1.0 - chance), self.weight)
        keep = stay > 0
        return Lifts(
            np.concatenate([self.family[keep], family[~over]]),
            np.concatenate([self.gained[keep], moved[~over]]),
            np.concatenate([stay[keep], weight[~over]]),
            self.lifted + float(weight[over].sum()),
        ).merged()

    def merged(self) -> Lifts:
        """Return the same with equal standings put together."""
        if len(self.family) < 2:  # noqa: PLR2004 - nothing to put together
            return self
        span = int(self.gained.max()) + 1
        key, back = np.unique(self.family * span + self.gained, return_inverse=True)
        weight = np.bincount(back.ravel(), weights=self.weight).astype(np.float64)
        return Lifts(key // span, key % span, weight, self.lifted)


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


def start(short: Short) -> Lifts:
    """Return where families stand before anything is done; those whom nothing could lift are left out."""
    able = short.gains.sum(axis=1) >= short.need
    family = np.flatnonzero(able)
    return Lifts(family, np.zeros(len(family), dtype=np.int64), short.counts[family].astype(np.float64), 0.0)


def menu(short: Short, candidates: Sequence[Candidate], longest: int | None = None) -> list[Dish]:
    """Return the menu of a village, ``candidates`` being the columns of its gains: no dish dearer and no better.

    ``longest``: how many candidates a chain holds at most.
    """
    first = start(short)
    if len(candidates) <= EVERY_SET:
        dishes = _every_set(first, short, candidates)
    else:
        dishes = [*_singles_and_pairs(first, short, candidates)]
        ranks = _ranks(first, short, candidates)
        by_rupiah = sorted(ranks, key=lambda at: -ranks[at] / max(candidates[at].cost, 1))
        for order in (by_rupiah, sorted(ranks, key=lambda at: -ranks[at])):
            dishes += _chain(first, short, candidates, order[:longest])
    return undominated(dishes)


def undominated(dishes: Iterable[Dish]) -> list[Dish]:
    """Return the dishes than which none is both as cheap and as good, the cheapest first."""
    found: list[Dish] = []
    for each in sorted(dishes, key=lambda dish: (dish.cost, -dish.value, dish.chosen)):
        if each.value > (found[-1].value + 1e-9 if found else 0.0):
            found.append(each)
    return found


def hull(dishes: Sequence[Dish]) -> list[Dish]:
    """Return the dishes on the upper concave hull from nothing on: each step the most families a rupiah."""
    found = [Dish((), 0, 0.0)]
    for each in dishes:
        while len(found) > 1 and _slope(found[-2], found[-1]) <= _slope(found[-2], each):
            found.pop()
        found.append(each)
    return found[1:]


def bound_weights(short: Short, candidates: Sequence[Candidate]) -> tuple[Reals, float]:
    """Return the most that a candidate can add to any set, and how many families all of them lift at most, expected.

    A family that needs at least m things is lifted only where m or more come, K of all that it lacks. For a set S:
    m P(K_S >= m) <= E[K_S; K_S >= m] = sum over S of p_i P(K_(S without i) >= m - 1), and each probability is at most
    that of all candidates together. So p_i P(K >= m - 1) / m, over all families, bounds what i adds to any set.
    """
    first = start(short)
    counts, gains = short.counts[first.family], short.gains[first.family]
    chances = np.array([each.chance for each in candidates])
    if not len(counts):
        return np.zeros(len(candidates)), 0.0
    ordered = np.cumsum(-np.sort(-gains, axis=1), axis=1)
    least = (ordered < short.need[first.family][:, None]).sum(axis=1) + 1
    below = _below(gains > 0, chances, int(least.max()))
    rows = np.arange(len(counts))
    enough, nearly = 1.0 - below[rows, least], 1.0 - below[rows, least - 1]
    share = (gains > 0) * (counts * nearly / least)[:, None]
    return share.sum(axis=0) * chances, float(counts @ enough)


def _below(lacks: NDArray[np.bool_], chances: Reals, most: int) -> Reals:
    """Return (families, 0..most): the chance that fewer than so many of the things a family lacks come."""
    exactly = np.zeros((len(lacks), most + 1))
    exactly[:, 0] = 1.0
    for at, chance in enumerate(chances):
        p = (lacks[:, at] * chance)[:, None]
        moved = np.hstack([np.zeros((len(lacks), 1)), exactly[:, :-1]])
        exactly = exactly * (1.0 - p) + moved * p
    below = np.cumsum(exactly, axis=1)
    return np.hstack([np.zeros((len(lacks), 1)), below[:, :-1]])


def _slope(one: Dish, other: Dish) -> float:
    return (other.value - one.value) / max(other.cost - one.cost, 1e-9)


def _ranks(first: Lifts, short: Short, candidates: Sequence[Candidate]) -> dict[int, float]:
    """Return, for each candidate, how much of the way to the cut it closes, all families together."""
    need, gains = short.need[first.family], short.gains[first.family]
    closed = np.minimum(gains / need[:, None], 1.0) * first.weight[:, None]
    return {
        at: float(total) * candidates[at].chance for at, total in enumerate(closed.sum(axis=0)) if total > 0
    }


def _singles_and_pairs(first: Lifts, short: Short, candidates: Sequence[Candidate]) -> Iterable[Dish]:
    need, gains = short.need[first.family], short.gains[first.family]
    alone = gains >= need[:, None]
    chances = np.array([each.chance for each in candidates])
    single = first.weight @ alone
    for at, each in enumerate(candidates):
        if single[at]:
            yield Dish((at,), each.cost, float(single[at] * each.chance))
    for one in range(len(candidates) - 1):
        rest = slice(one + 1, None)
        both = gains[:, rest] + gains[:, one, None] >= need[:, None]
        p, q = chances[one], chances[rest]
        value = (
            p * q * (first.weight @ both)
            + p * (1 - q) * single[one]
            + (1 - p) * q * (first.weight @ alone[:, rest])
        )
        for other, found in enumerate(value, one + 1):
            if found > 0:
                yield Dish((one, other), candidates[one].cost + candidates[other].cost, float(found))


def _chain(
    first: Lifts, short: Short, candidates: Sequence[Candidate], order: Sequence[int]
) -> Iterable[Dish]:
    lifts, cost = first, 0
    chosen: tuple[int, ...] = ()
    for at in order:
        lifts = lifts.extend(short, at, candidates[at].chance)
        chosen, cost = (*chosen, at), cost + candidates[at].cost
        if lifts.lifted > 0:
            yield Dish(tuple(sorted(chosen)), cost, lifts.lifted)


def _every_set(first: Lifts, short: Short, candidates: Sequence[Candidate]) -> list[Dish]:
    known: dict[tuple[int, ...], Lifts] = {(): first}
    found = []
    for size in range(1, len(candidates) + 1):
        for chosen in combinations(range(len(candidates)), size):
            lifts = known[chosen[:-1]].extend(short, chosen[-1], candidates[chosen[-1]].chance)
            known[chosen] = lifts
            cost = sum(candidates[at].cost for at in chosen)
            found.append(Dish(chosen, cost, lifts.lifted))
    return [each for each in found if each.value > 0]
