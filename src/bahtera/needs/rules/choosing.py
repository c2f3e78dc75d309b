"""Which set a budget buys in each village: an integer programme (HiGHS), without what is in no better choice.

With a price on money, λ families a rupiah, each village takes what is worth most by itself, and λ B + the sum of what
these are worth is never less than the best choice of budget B. At the λ for which that is least it is close. A set
that would bring a village further below its best, at that price, than this bound lies above a choice already found
is in no better choice: HiGHS need not look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.needs.rules.menus import Reals
    from bahtera.needs.rules.patterns import Integers

GAP: Final = 1e-6
GAP_OF_MANY: Final = 1e-4
"""A choice counts as proved when no other lifts more by a larger part of one than this; in many villages than that."""
MANY: Final = 100
"""So many villages are many."""
_HALVINGS: Final = 80
_MOST_UNITS: Final = 10**9


@dataclass(frozen=True, eq=False)
class Sets:
    """Sets of all villages in a row: whose each is (rising, from 0), its number there, rupiah, families lifted."""

    villages: Integers
    numbers: Integers
    costs: Integers
    values: Reals

    def only(self, keep: Integers) -> Sets:
        """Return some of them."""
        return Sets(self.villages[keep], self.numbers[keep], self.costs[keep], self.values[keep])

    def joined(self, other: Sets) -> Sets:
        """Return these and others, of further villages, in one row."""
        return Sets(
            np.concatenate([self.villages, other.villages]),
            np.concatenate([self.numbers, other.numbers]),
            np.concatenate([self.costs, other.costs]),
            np.concatenate([self.values, other.values]),
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """A set taken in a village: its number there, rupiah, families lifted."""

    number: int
    cost: int
    value: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A set for each village that gets one, by the village's place.

    ``best``: no choice of these sets lifts more; settled: proved in time; price: families a rupiah at the margin.
    """

    sets: Mapping[int, Taken]
    cost: int
    lifted: float
    best: float
    settled: bool
    price: float = 0.0

    @property
    def gap(self) -> float:
        """Return how far it may be below the best, in parts of one."""
        found = max(0.0, (self.best - self.lifted) / self.best) if self.best > 0 else 0.0
        return found if found > GAP else 0.0


NO_SET: Final = Taken(0, 0, 0.0)
NONE: Final = Choice({}, 0, 0.0, 0.0, settled=True)


def choose(sets: Sets, budget: int, seconds: float) -> Choice:
    """Return what a budget buys, as far as HiGHS finds and proves it in so many seconds."""
    offered = np.flatnonzero(sets.costs <= budget)
    if not len(offered):
        return NONE
    some = sets.only(offered)
    price, limit, first = priced(some, budget)
    found = _filled(some, first, budget)
    known = float(some.values[found].sum())
    aim = GAP_OF_MANY if len(np.unique(some.villages)) >= MANY else GAP
    close = limit - known <= aim * limit
    if close or seconds <= 0:
        return _choice(some.only(found), limit, price, settled=close)
    worth = some.values - price * some.costs
    top = np.zeros(int(some.villages[-1]) + 1)
    np.maximum.at(top, some.villages, worth)
    left = np.flatnonzero(top[some.villages] - worth <= limit - known + GAP * known)
    picked, best, settled = _solved(some.only(left), budget, seconds, aim)
    picked = left[picked]
    if some.values[picked].sum() < known or some.costs[picked].sum() > budget:
        picked = found
    return _choice(some.only(picked), min(limit, max(best, known)), price, settled=settled)


def priced(sets: Sets, budget: int) -> tuple[float, float, Integers]:
    """Return the price λ at which the bound is least, the bound, and what villages take near it within the budget."""
    lowest, highest = 0.0, float((sets.values / np.maximum(sets.costs, 1)).max())
    bound, taken = _bound_at(sets, budget, 0.0)
    if sets.costs[taken].sum() <= budget:
        return 0.0, bound, taken
    best, price, kept = bound, 0.0, np.zeros(0, dtype=np.int64)
    for _ in range(_HALVINGS):
        middle = (lowest + highest) / 2
        bound, taken = _bound_at(sets, budget, middle)
        if bound < best:
            best, price = bound, middle
        if sets.costs[taken].sum() <= budget:
            highest, kept = middle, taken
        else:
            lowest = middle
    return price, best, kept


def _bound_at(sets: Sets, budget: int, price: float) -> tuple[float, Integers]:
    """Return the bound at a price and the places of what villages take at it."""
    worth = sets.values - price * sets.costs
    starts = np.flatnonzero(np.diff(sets.villages, prepend=-1))
    top = np.maximum.reduceat(worth, starts)
    is_top = worth >= np.repeat(top, np.diff(np.append(starts, len(worth))))
    at = np.flatnonzero(is_top)
    first = at[np.flatnonzero(np.diff(sets.villages[at], prepend=-1))]
    taken: Integers = first[worth[first] > 0]
    return price * budget + float(worth[taken].sum()), taken


def _filled(sets: Sets, taken: Integers, budget: int) -> Integers:
    """Return the choice with what else fits: again and again the set that brings the most beyond its village's."""
    now = np.full(int(sets.villages[-1]) + 1, -1, dtype=np.int64)
    now[sets.villages[taken]] = taken
    cost, value = np.append(sets.costs, 0), np.append(sets.values, 0.0)
    left = budget - int(sets.costs[taken].sum())
    while True:
        own = now[sets.villages]
        more = np.where(sets.costs - cost[own] <= left, sets.values - value[own], 0.0)
        at = int(more.argmax())
        if more[at] <= GAP:
            found: Integers = now[now >= 0]
            return found
        left -= int(sets.costs[at] - cost[own[at]])
        now[sets.villages[at]] = at


def _solved(sets: Sets, budget: int, seconds: float, aim: float) -> tuple[Integers, float, bool]:
    """Return what HiGHS picks, how many families no choice of these sets lifts more than, and whether it proved it."""
    _, row = np.unique(sets.villages, return_inverse=True)
    size = len(sets.villages)
    at_most_one = csr_array((np.ones(size), (row.ravel(), range(size))), shape=(int(row.max()) + 1, size))
    unit = max(int(np.gcd.reduce(sets.costs)), -(-budget // _MOST_UNITS), 1)
    spent = csr_array(sets.costs[None, :] / unit)
    found = milp(
        -sets.values,
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(at_most_one, -np.inf, 1),
            LinearConstraint(spent, -np.inf, budget / unit),
        ],
        options={"time_limit": seconds, "mip_rel_gap": aim, "presolve": False},
    )
    picked = np.flatnonzero(found.x > 0.5) if found.x is not None else np.zeros(0, dtype=np.int64)  # noqa: PLR2004
    best = -found.mip_dual_bound if found.mip_dual_bound is not None else np.inf
    return _within(sets, picked, budget), float(best), found.status == 0


def _within(sets: Sets, picked: Integers, budget: int) -> Integers:
    """Return what was picked; HiGHS keeps a budget to a millionth, rupiah are kept exactly."""
    while sets.costs[picked].sum() > budget:
        picked = np.delete(picked, sets.values[picked].argmin())
    return picked


def _choice(taken: Sets, best: float, price: float, *, settled: bool) -> Choice:
    lifted = float(taken.values.sum())
    rows = zip(
        taken.villages.tolist(),
        taken.numbers.tolist(),
        taken.costs.tolist(),
        taken.values.tolist(),
        strict=True,
    )
    sets = {village: Taken(*one) for village, *one in sorted(rows)}
    return Choice(sets, int(taken.costs.sum()), lifted, max(best, lifted), settled, price)
