"""Figures of areas brought to a figure of them all, so that tables agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from bahtera.statistics.small_areas.errors import CannotBenchmark, UnknownMethod
from bahtera.statistics.small_areas.results import FayHerriot

How = Literal["ratio", "difference"]


@dataclass(frozen=True, slots=True)
class Benchmarked:
    """The figures after it, by area; `moved` is the factor (ratio) or what was added (difference).

    The errors of the areas stay those of the model: bringing them to a surer figure changes them little, and that
    little is not reckoned here.
    """

    how: How
    moved: float
    before: float
    target: float
    values: Mapping[Any, float]


def benchmark(
    found: FayHerriot, sizes: Mapping[Any, float], target: float, *, how: How = "ratio"
) -> Benchmarked:
    """Bring the areas' mean, weighed by their sizes, to a direct figure of all of them together.

    `ratio` multiplies every figure, `difference` adds the same to each (Rao and Molina 2015, section 6.4.6).

    Raises:
        CannotBenchmark: an area has no size above zero, or a ratio cannot reach the target.
        UnknownMethod: there is no such way.
    """
    if how not in get_args(How):
        raise UnknownMethod(how, get_args(How))
    without = [each.area for each in found if not sizes.get(each.area, 0) > 0]
    if without:
        raise CannotBenchmark.shares(without)
    whole = sum(sizes[each.area] for each in found)
    before = sum(sizes[each.area] * each.value for each in found) / whole
    if how == "difference":
        moved = target - before
        return Benchmarked(how, moved, before, target, {each.area: each.value + moved for each in found})
    if before == 0 or target / before <= 0:
        raise CannotBenchmark.impossible()
    moved = target / before
    return Benchmarked(how, moved, before, target, {each.area: each.value * moved for each in found})
