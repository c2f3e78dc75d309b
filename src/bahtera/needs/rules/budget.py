"""Which interventions a budget should buy: one dish of every village's menu, by an integer programme (HiGHS).

Two distances are told apart. ``gap``: how far the choice may be from the best choice of the menus, as HiGHS proves.
``any_gap``: how far it may be from the best choice of any sets whatever, by a linear bound that is never too low
(`menus.bound_weights`); it is loose where families need several things.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from heapq import heappop, heappush
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
        curve: (rupiah, families) for other budgets by the simple rule "the most families a rupiah first", for this one
            the families of the plan itself; never more for less.
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
    settled: bool
    seconds: float


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
    chosen, gap, settled = _choose(offered, budget)
    lifted = sum(dish.value for dish in chosen.values())
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
        gap=gap,
        any_gap=(bound - lifted) / bound if bound else 0.0,
        next_best=_next_best(steps, chosen, by_village),
        curve=_curve(steps, budget, lifted),
        settled=settled,
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


def _choose(menus: Mapping[int, Sequence[Dish]], budget: int) -> tuple[dict[int, Dish], float, bool]:
    """Return a dish for each village that gets one, HiGHS's gap, and whether it was proved in time."""
    offers = [(village, dish) for village, dishes in menus.items() for dish in dishes if dish.cost <= budget]
    if not offers:
        return {}, 0.0, True
    row = {village: at for at, village in enumerate(dict.fromkeys(village for village, _ in offers))}
    values = np.array([dish.value for _, dish in offers])
    costs = np.array([dish.cost for _, dish in offers], dtype=np.float64) / budget
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
            "time_limit": _SECONDS,
            "mip_rel_gap": _GAP_OF_MANY if len(menus) >= ON_THE_HULL_FROM else _GAP,
        },
    )
    picked = [] if found.x is None else [offers[at] for at in np.flatnonzero(found.x > 0.5)]  # noqa: PLR2004
    chosen = _within(picked, budget)
    value = sum(dish.value for dish in chosen.values())
    best = -found.mip_dual_bound if found.mip_dual_bound is not None else value
    return chosen, max(0.0, (best - value) / best) if best > 0 else 0.0, found.status == 0


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


def _curve(steps: Mapping[int, Sequence[Dish]], budget: int, lifted: float) -> tuple[tuple[int, float], ...]:
    """Return what other budgets lift beside what this one does."""
    found = []
    for share in SHARES:
        rupiah = budget * share // 100
        simple = _greedy(steps, rupiah)
        told = max(simple, lifted) if rupiah > budget else min(simple, lifted)
        found.append((rupiah, lifted if rupiah == budget else told))
    return tuple(found)


def _greedy(steps: Mapping[int, Sequence[Dish]], budget: int) -> float:
    """Return the families lifted when the steps with the most families a rupiah are bought first, while they fit."""
    waiting: list[tuple[float, int, int]] = []
    for village, dishes in steps.items():
        _offer(waiting, village, dishes, 0)
    left, lifted = budget, 0.0
    while waiting:
        _, village, at = heappop(waiting)
        dishes = steps[village]
        before = dishes[at - 1] if at else Dish((), 0, 0.0)
        cost = dishes[at].cost - before.cost
        if cost > left:
            continue
        left -= cost
        lifted += dishes[at].value - before.value
        if at + 1 < len(dishes):
            _offer(waiting, village, dishes, at + 1)
    return lifted


def _offer(waiting: list[tuple[float, int, int]], village: int, dishes: Sequence[Dish], at: int) -> None:
    before = dishes[at - 1] if at else Dish((), 0, 0.0)
    ratio = (dishes[at].value - before.value) / max(dishes[at].cost - before.cost, 1)
    heappush(waiting, (-ratio, village, at))


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
