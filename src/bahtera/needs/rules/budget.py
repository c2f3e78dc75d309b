"""Which interventions a budget should buy: one set of candidates in every village, by an integer programme (HiGHS).

Where every set of every village was tried, what is proved best is best of all there is. Elsewhere two distances are
told apart. ``gap``: how far the choice may be from the best choice of the sets tried, as HiGHS proves. ``any_gap``: how
far it may be from the best choice of any sets whatever: a candidate left out brings at most the families that lack it,
if it reaches them, and no price on money makes the bound of `choosing.priced` too low.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.needs.rules.choosing import MANY, NO_SET, NONE, Choice, Sets, Taken, choose, priced
from bahtera.needs.rules.menus import SAME
from bahtera.needs.rules.offers import Offer, around, in_a_row, offers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.needs.rules.menus import Candidate
    from bahtera.needs.rules.patterns import Patterns

SHARES: Final = (25, 50, 75, 100, 150, 200)
"""Budgets of the curve, in per cent of the one asked for."""
_AROUND: Final = 1 << 22
"""So many sets are tried around those chosen, in all villages together."""
_SECONDS: Final = 8.0
"""So long HiGHS may look for the plan; all other budgets together get as long again."""
_LOOKED_FURTHER: Final = 50
"""In so many villages sets dearer than any on offer are tried for what would come next."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What is done in a village: its candidates, rupiah, families lifted (expected)."""

    village: int
    candidates: tuple[Candidate, ...]
    cost: int
    lifted: float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The next better set of a village that was not bought: what it would add and cost beyond what was."""

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
        tried: sets tried, in all villages. every: that was every set there is within the budget.
        curve: (rupiah, families) for this budget and for others, chosen in the same way; only what was proved, and this
            one in any case. Never more for less: a larger budget may keep the choice of a smaller one.
        curve_gap: the largest part of one by which a row of the curve may be below the best of the sets tried.
        unproved: other budgets for which time ran out.
        settled: False when time ran out before HiGHS proved its gap.
    """

    bought: tuple[Bought, ...]
    cost: int
    lifted: float
    bound: float
    gap: float
    any_gap: float
    tried: int
    every: bool
    next_best: tuple[Upgrade, ...]
    curve: tuple[tuple[int, float], ...]
    curve_gap: float
    unproved: int
    settled: bool
    seconds: float


def spend(patterns: Patterns, candidates: Sequence[Candidate], budget: int) -> Plan:
    """Return how a budget lifts the most families above the cut, expected.

    Raises ValueError for a method by which indicators do not add on their own.
    """
    began = time.perf_counter()
    offers = offers_of(patterns, candidates, budget * max(SHARES) // 100)
    offers, own = _improved(offers, budget)
    by_budget = _at_each_budget(offers, budget, own)
    own = by_budget[budget]
    every = not any(each.left(budget) for each in offers)
    bound = own.best if every else max(_bound(offers, budget), own.lifted)
    proved = [each for each in by_budget.values() if each.settled]
    return Plan(
        bought=tuple(
            Bought(offers[at].village, offers[at].named(one.number), one.cost, one.value)
            for at, one in own.sets.items()
        ),
        cost=own.cost,
        lifted=own.lifted,
        bound=bound,
        gap=own.gap,
        any_gap=own.gap if every else (bound - own.lifted) / bound if bound else 0.0,
        tried=sum(each.tried for each in offers),
        every=every,
        next_best=_next_best(offers, own),
        curve=tuple(
            (rupiah, each.lifted) for rupiah, each in by_budget.items() if each.settled or rupiah == budget
        ),
        curve_gap=max((each.gap for each in proved), default=0.0),
        unproved=sum(not each.settled for rupiah, each in by_budget.items() if rupiah != budget),
        settled=own.settled,
        seconds=time.perf_counter() - began,
    )


def _improved(offers: list[Offer], budget: int) -> tuple[list[Offer], Choice]:
    """Return the offers with sets tried around those chosen, and the choice: until nothing better turns up.

    First around what is chosen, then around what is next to it; first where other candidates may bring the most.
    """
    until = time.perf_counter() + _SECONDS
    best = choose(in_a_row(offers), budget, _SECONDS)
    left = _AROUND
    for near in (False, True):
        while left > 0:
            before = best.lifted
            offers, spent = _looked_around(offers, best, budget, left, near=near)
            if not spent:
                break
            left -= spent
            best = choose(in_a_row(offers), budget, until - time.perf_counter())
            if best.lifted <= before + SAME:
                break
    return offers, best


def _looked_around(
    offers: Sequence[Offer], choice: Choice, budget: int, most: int, *, near: bool
) -> tuple[list[Offer], int]:
    """Return the offers with sets tried around the chosen ones, and how many; at most about so many."""
    found, spent = list(offers), 0
    for at in sorted(range(len(found)), key=lambda at: -_promise(found[at], choice.price, budget)):
        promise = _promise(found[at], choice.price, budget)
        if not found[at].left(budget) or (len(found) >= MANY and promise <= SAME):
            continue
        number = choice.sets[at].number if at in choice.sets else 0
        for one in (number, *(_next_to(found[at], number) if near else ())):
            if one not in found[at].seen and spent < most:
                before = found[at].tried
                found[at] = around(found[at], one, budget)
                spent += found[at].tried - before
    return found, spent


def _promise(offer: Offer, price: float, budget: int) -> float:
    """Return how many families the candidates left out may bring at most, beyond what they cost at a price."""
    return sum(
        max(float(offer.most[at]) - price * offer.candidates[at].cost, 0.0) for at in offer.left(budget)
    )


def _next_to(offer: Offer, number: int) -> tuple[int, ...]:
    """Return the sets beside one on the hull of a menu: the next cheaper and the next dearer."""
    steps = offer.menu.steps()
    known = np.flatnonzero(offer.menu.numbers == number)
    cost = int(offer.menu.costs[known[0]]) if len(known) else 0
    cheaper, dearer = steps.numbers[steps.costs < cost][-1:], steps.numbers[steps.costs > cost][:1]
    return (*cheaper.tolist(), *dearer.tolist())


def _at_each_budget(offers: Sequence[Offer], budget: int, asked: Choice) -> dict[int, Choice]:
    """Return the choice for each budget of the curve, the smallest first, and for the one asked for.

    The one asked for had all its time; the others share as much among them. None lifts fewer than a smaller one.
    """
    sets = in_a_row(offers)
    until = time.perf_counter() + _SECONDS
    found: dict[int, Choice] = {}
    kept = NONE
    for rupiah in sorted({budget, *(budget * share // 100 for share in SHARES)}):
        new = asked if rupiah == budget else choose(sets, rupiah, until - time.perf_counter())
        if new.lifted < kept.lifted:
            new = replace(kept, best=max(new.best, kept.lifted), settled=new.settled)
        found[rupiah] = kept = new
    return found


def _bound(offers: Sequence[Offer], budget: int) -> float:
    """Return a number of families that no choice whatever within the budget lifts more than, expected.

    Candidates left out stand beside as if each brought what it can at most: a set lifts no more than its part that was
    tried and they do together.
    """
    own = in_a_row(offers)
    left = [(each, at) for each in offers for at in each.left(budget)]
    beside = Sets(
        np.arange(len(offers), len(offers) + len(left)),
        np.zeros(len(left), dtype=np.int64),
        np.array([each.candidates[at].cost for each, at in left], dtype=np.int64),
        np.array([each.most[at] for each, at in left]),
    )
    everything = own.joined(beside)
    return priced(everything.only(np.flatnonzero(everything.costs <= budget)), budget)[1]


def _next_best(offers: Sequence[Offer], choice: Choice) -> tuple[Upgrade, ...]:
    """Return what would be bought next, the most families a rupiah first."""
    found, looked = [], 0
    for at, each in enumerate(offers):
        now = choice.sets.get(at, NO_SET)
        step = _beyond(each, now)
        if step is None and len(each.candidates) > each.whole and looked < _LOOKED_FURTHER:
            looked += 1
            step = _beyond(around(each, now.number, sum(each.costs)), now)
        if step is not None:
            cost, lifted = step.cost - now.cost, step.value - now.value
            found.append(Upgrade(each.village, each.named(step.number), cost, lifted))
    return tuple(sorted(found, key=lambda one: (-one.lifted / max(one.cost, 1), one.village))[:5])


def _beyond(offer: Offer, now: Taken) -> Taken | None:
    """Return the next set on the hull that lifts more than what is chosen, and costs more."""
    steps = offer.menu.steps()
    better = np.flatnonzero((steps.costs > now.cost) & (steps.values > now.value + SAME))
    if not len(better):
        return None
    at = better[0]
    return Taken(int(steps.numbers[at]), int(steps.costs[at]), float(steps.values[at]))
