"""Which interventions a budget should buy: one dish of every village's menu, by an integer programme (HiGHS).

Two distances are told apart. ``gap``: how far the choice may be from the best choice of the menus, as HiGHS proves.
``any_gap``: how far it may be from the best choice of any sets whatever, by a linear bound that is never too low
(`menus.bound_weights`); it is loose where families need several things.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from bahtera.needs.rules.menus import (
    LONGEST_OF_MANY,
    Candidate,
    Dish,
    Short,
    bound_weights,
    hull,
    menu,
    short_families,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.needs.rules.patterns import Patterns

ON_THE_HULL_FROM: Final = 100
"""With so many villages or more only the hull of each menu is offered: what lies under it changes next to nothing."""
SHARES: Final = (25, 50, 75, 100, 150, 200)
"""Budgets of the curve, in per cent of the one asked for."""
_GAP: Final = 1e-6
_GAP_OF_MANY: Final = 1e-3
_SECONDS: Final = 8.0
"""So long HiGHS may look for the plan; all other budgets together get as long again."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What is done in a village: its candidates, rupiah, families lifted (expected)."""

    village: int
    candidates: tuple[Candidate, ...]
    cost: int
    lifted: float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The next better dish of a village that was not bought: what it would add and cost beyond what was."""

    village: int
    candidates: tuple[Candidate, ...]
    cost: int
    lifted: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A budget spent.

    Args:
        lifted: families expected above the cut by all of it; bound: no choice whatever lifts more.
        gap, any_gap: parts of one, see the module.
        curve: (rupiah, families) for this budget and for others, chosen in the same way; only what was proved, and this
            one in any case. Never more for less: a larger budget may keep the choice of a smaller one.
        curve_gap: the largest part of one by which a row of the curve may be below the best of the menus.
        unproved: other budgets for which time ran out.
        settled: False when time ran out before HiGHS proved its gap.
    """

    bought: tuple[Bought, ...]
    cost: int
    lifted: float
    bound: float
    gap: float
    any_gap: float
    next_best: tuple[Upgrade, ...]
    curve: tuple[tuple[int, float], ...]
    curve_gap: float
    unproved: int
    settled: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class _Choice:
    """A dish for each village that gets one; ``best``: no choice of the menus lifts more; settled: proved in time."""

    dishes: Mapping[int, Dish]
    best: float
    settled: bool

    @property
    def lifted(self) -> float:
        return sum(dish.value for dish in self.dishes.values())

    @property
    def gap(self) -> float:
        return max(0.0, (self.best - self.lifted) / self.best) if self.best > 0 else 0.0


def spend(patterns: Patterns, candidates: Sequence[Candidate], budget: int) -> Plan:
    """Return how a budget lifts the most families above the cut, expected.

    Raises ValueError for a method by which indicators do not add on their own.
    """
    began = time.perf_counter()
    menus, shorts, by_village = _menus(patterns, candidates)
    offered = {
        village: hull(dishes) if len(menus) >= ON_THE_HULL_FROM else dishes
        for village, dishes in menus.items()
    }
    by_budget = _at_each_budget(offered, budget)
    own = by_budget[budget]
    chosen, lifted = own.dishes, own.lifted
    proved = [each for each in by_budget.values() if each.settled]
    bound = max(_bound(shorts, by_village, budget), lifted)
    steps = {village: hull(dishes) for village, dishes in menus.items()}
    return Plan(
        bought=tuple(
            Bought(village, _named(by_village[village], dish), dish.cost, dish.value)
            for village, dish in sorted(chosen.items())
        ),
        cost=sum(dish.cost for dish in chosen.values()),
        lifted=lifted,
        bound=bound,
        gap=own.gap,
        any_gap=(bound - lifted) / bound if bound else 0.0,
        next_best=_next_best(steps, chosen, by_village),
        curve=tuple(
            (rupiah, each.lifted) for rupiah, each in by_budget.items() if each.settled or rupiah == budget
        ),
        curve_gap=max((each.gap for each in proved), default=0.0),
        unproved=sum(not each.settled for rupiah, each in by_budget.items() if rupiah != budget),
        settled=own.settled,
        seconds=time.perf_counter() - began,
    )


def _menus(
    patterns: Patterns, candidates: Sequence[Candidate]
) -> tuple[dict[int, list[Dish]], dict[int, Short], dict[int, list[Candidate]]]:
    """Return, for each village with something to gain, its menu, its families and its candidates."""
    by_village: dict[int, list[Candidate]] = {}
    for each in candidates:
        if each.chance > 0:
            by_village.setdefault(each.village, []).append(each)
    places = sorted({each.place for each in candidates})
    column = {place: at for at, place in enumerate(places)}
    village, short = short_families(patterns, places)
    order = np.argsort(village, kind="stable")
    edges = np.searchsorted(village[order], np.arange(len(patterns.codes) + 1))
    menus, shorts = {}, {}
    for code, own in by_village.items():
        rows = order[edges[code] : edges[code + 1]]
        columns = np.array([column[each.place] for each in own])
        part = Short(short.need[rows], short.gains[np.ix_(rows, columns)], short.counts[rows])
        dishes = menu(part, own, LONGEST_OF_MANY if len(by_village) >= ON_THE_HULL_FROM else None)
        if dishes:
            menus[code], shorts[code] = dishes, part
    return menus, shorts, by_village


def _at_each_budget(menus: Mapping[int, Sequence[Dish]], budget: int) -> dict[int, _Choice]:
    """Return the choice for each budget of the curve, the smallest first, and for the one asked for.

    The one asked for has all its time; the others share as much among them. None lifts fewer than a smaller one.
    """
    asked = _choose(menus, budget, _SECONDS)
    until = time.perf_counter() + _SECONDS
    found: dict[int, _Choice] = {}
    kept = _Choice({}, 0.0, settled=True)
    for rupiah in sorted({budget, *(budget * share // 100 for share in SHARES)}):
        new = asked if rupiah == budget else _choose(menus, rupiah, until - time.perf_counter())
        if new.lifted < kept.lifted:
            new = _Choice(kept.dishes, max(new.best, kept.lifted), new.settled)
        found[rupiah] = kept = new
    return found


def _choose(menus: Mapping[int, Sequence[Dish]], budget: int, seconds: float) -> _Choice:
    """Return the dishes a budget buys, as far as HiGHS finds and proves them in so many seconds."""
    offers = [(village, dish) for village, dishes in menus.items() for dish in dishes if dish.cost <= budget]
    if not offers:
        return _Choice({}, 0.0, settled=True)
    most = sum(max(dish.value for dish in dishes) for dishes in menus.values())
    if seconds <= 0:
        return _Choice({}, most, settled=False)
    row = {village: at for at, village in enumerate(dict.fromkeys(village for village, _ in offers))}
    values = np.array([dish.value for _, dish in offers])
    costs = np.array([dish.cost for _, dish in offers], dtype=np.float64) / max(budget, 1)
    at_most_one = csr_array(
        (np.ones(len(offers)), ([row[village] for village, _ in offers], range(len(offers)))),
        shape=(len(row), len(offers)),
    )
    found = milp(
        -values,
        integrality=np.ones(len(offers)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(at_most_one, -np.inf, 1),
            LinearConstraint(csr_array(costs[None, :]), -np.inf, 1),
        ],
        options={
            "time_limit": seconds,
            "mip_rel_gap": _GAP_OF_MANY if len(menus) >= ON_THE_HULL_FROM else _GAP,
        },
    )
    picked = [] if found.x is None else [offers[at] for at in np.flatnonzero(found.x > 0.5)]  # noqa: PLR2004
    best = -found.mip_dual_bound if found.mip_dual_bound is not None else most
    return _Choice(_within(picked, budget), min(best, most), settled=found.status == 0)


def _within(picked: Sequence[tuple[int, Dish]], budget: int) -> dict[int, Dish]:
    """Return what was picked; HiGHS keeps a budget to a millionth, rupiah are kept exactly."""
    chosen = dict(picked)
    while sum(dish.cost for dish in chosen.values()) > budget:
        chosen.pop(min(chosen, key=lambda village: chosen[village].value))
    return chosen


def _bound(shorts: Mapping[int, Short], by_village: Mapping[int, Sequence[Candidate]], budget: int) -> float:
    """Return a number of families that no choice whatever within the budget lifts more than, expected."""
    if not shorts:
        return 0.0
    weights, costs, rows, caps = [], [], [], []
    for at, (village, short) in enumerate(shorts.items()):
        own = by_village[village]
        shares, cap = bound_weights(short, own)
        weights += [*shares]
        costs += [each.cost / budget for each in own]
        rows += [at] * len(own)
        caps.append(cap)
    size, count = len(shorts), len(weights)
    # Columns: what is done in part (0 to 1), then how many are lifted in each village.
    matrix = csr_array(
        (
            np.concatenate([-np.array(weights), np.ones(size)]),
            ([*rows, *range(size)], [*range(count), *range(count, count + size)]),
        ),
        shape=(size, count + size),
    )
    spent = csr_array((costs, ([0] * count, range(count))), shape=(1, count + size))
    goal = np.concatenate([np.zeros(count), -np.ones(size)])
    upper = np.concatenate([np.ones(count), np.array(caps)])
    found = linprog(
        goal,
        A_ub=vstack([matrix, spent]),
        b_ub=np.concatenate([np.zeros(size), [1.0]]),
        bounds=np.column_stack([np.zeros(count + size), upper]),
        method="highs",
    )
    if found.status != 0:
        return float(sum(caps))
    return float(-found.fun)


def _next_best(
    steps: Mapping[int, Sequence[Dish]],
    chosen: Mapping[int, Dish],
    by_village: Mapping[int, Sequence[Candidate]],
) -> tuple[Upgrade, ...]:
    """Return what would be bought next, the most families a rupiah first."""
    found = []
    for village, dishes in steps.items():
        now = chosen.get(village, Dish((), 0, 0.0))
        further = next((dish for dish in dishes if dish.cost > now.cost and dish.value > now.value), None)
        if further is not None:
            cost, lifted = further.cost - now.cost, further.value - now.value
            found.append(Upgrade(village, _named(by_village[village], further), cost, lifted))
    return tuple(sorted(found, key=lambda each: (-each.lifted / max(each.cost, 1), each.village))[:5])


def _named(own: Sequence[Candidate], dish: Dish) -> tuple[Candidate, ...]:
    return tuple(own[at] for at in dish.chosen)
