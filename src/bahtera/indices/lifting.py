"""The smallest sets of unmet indicators that would lift a family over its next cut: exact, all of them.

Flipping indicators of one dimension changes the score only by their number and weight. So each dimension has a short
list of *steps* (how many indicators, how much weight, in how many ways), the combinations of steps are tried by
growing total number, and the first number that reaches the category gives all smallest sets: their count is the
product of the ways, and the sets themselves are listed up to a cap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import prod
from typing import TYPE_CHECKING

from bahtera.indices.values import MET, NOT_MET

if TYPE_CHECKING:
    from bahtera.indices.compiler import Plan
    from bahtera.indices.values import Score


@dataclass(frozen=True, slots=True)
class Lifts:
    """`size` is the least number of indicators; `total` how many such sets there are; `sets` the first of them."""

    category: str
    size: int
    total: int
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Turning `count` unmet indicators of one dimension, `weight` together, which can be done in `ways` ways."""

    count: int
    weight: int
    ways: int


def smallest_lifts(plan: Plan, score: Score, *, most: int = 20) -> Lifts | None:
    """Return the smallest sets that lift the family into a higher category, or None when nothing could.

    Only unmet indicators (state `0`) are turned; unanswered ones stay unanswered. At most `most` sets are listed, in
    the definition's order; `total` says how many there are.
    """
    if score.category is None or score.category == plan.categories[-1]:
        return None
    target = plan.categories.index(score.category)
    weights = _weights(plan)
    unmet = [
        [place for place in plan.indicators_of(dimension) if score.states[place] == NOT_MET]
        for dimension in range(len(plan.dimensions))
    ]
    steps = [_steps([weights[place] for place in places]) for places in unmet]
    met = [part.met for part in score.dimensions]
    answered = [part.applicable for part in score.dimensions]
    for size in range(1, sum(map(len, unmet)) + 1):
        reached = []
        for choice in _choices(steps, size):
            lifted = [m + step.weight for m, step in zip(met, choice, strict=True)]
            if plan.categories.index(plan.score.compute(lifted, answered)[1]) > target:
                reached.append(choice)
        if reached:
            total = sum(prod(step.ways for step in choice) for choice in reached)
            listed = (each for choice in reached for each in _sets(choice, unmet, weights))
            sets = tuple(tuple(plan.indicators[place].id for place in each) for each in islice(listed, most))
            return Lifts(plan.categories[target + 1], size, total, sets)
    return None


def turned(plan: Plan, states: str, ids: Sequence[str]) -> str:
    """Return the states with the named indicators met."""
    return "".join(
        MET if each.id in ids else sign for each, sign in zip(plan.indicators, states, strict=True)
    )


def _steps(weights: Sequence[int]) -> list[_Step]:
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    for weight in weights:
        for (count, total), number in list(ways.items()):
            key = (count + 1, total + weight)
            ways[key] = ways.get(key, 0) + number
    return [_Step(count, total, number) for (count, total), number in sorted(ways.items())]


def _choices(steps: Sequence[list[_Step]], size: int) -> Iterator[tuple[_Step, ...]]:
    """Yield one step a dimension, `size` indicators together."""
    if not steps:
        if size == 0:
            yield ()
        return
    for step in steps[0]:
        if step.count <= size:
            for rest in _choices(steps[1:], size - step.count):
                yield (step, *rest)


def _sets(
    choice: Sequence[_Step], unmet: Sequence[list[int]], weights: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Yield the sets of indicators (by place) that a choice of steps stands for."""
    options = [
        [
            each
            for each in combinations(places, step.count)
            if sum(weights[place] for place in each) == step.weight
        ]
        for step, places in zip(choice, unmet, strict=True)
    ]
    return (tuple(place for part in parts for place in part) for parts in product(*options))


def _weights(plan: Plan) -> list[int]:
    remaining = [iter(each.indicators) for each in plan.score.dimensions]
    return [next(remaining[each.dimension]) for each in plan.indicators]
