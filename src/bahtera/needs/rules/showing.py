"""What may be tried out and told of a what-if, so that no two answers give a family away.

What a what-if says beyond the printed figures is how many families stand so close under the cut that one thing more
would lift them. That count is nobody's to see, so it is rounded first, for everybody reached, and all else is worked
out of the rounded one: asking again with another reach, or one more indicator, brings no sharper number.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bahtera.indices import api as indices

if TYPE_CHECKING:
    from collections.abc import Collection

STEP: Final = 5
"""Families lifted are told in steps of so many, and villages with fewer who lack something are left out."""
REACHES: Final = tuple(range(0, 101, 5))
"""How many are reached, in per cent: steps, so that nobody walks a result up and down by ones."""
RISES: Final = (5, 10, 15, 20, 25, 30, 40, 50)
"""By how many points a share may be asked to rise, for the same reason."""
_FAMILIES_BEHIND: Final = 3
_POINT_STEPS: Final = tuple(Fraction(one, 10) for one in (1, 2, 5, 10, 20, 50, 100))
_FULL: Final = 100


def not_simulated(index_id: str) -> Collection[str]:
    """Return the indicators of an index about which nothing is tried out: sensitive ones."""
    return _sensitive(index_id)


def coarse(families: float) -> int:
    """Return a number of families in steps of `STEP`, halves up."""
    return int((families + STEP / 2) // STEP) * STEP


def told_lift(lifted: float, full: int) -> int:
    """Return how many families are said to be lifted; 0 stands for "fewer than" `STEP`.

    ``full``: how many would be if everybody who lacks it were reached. It is rounded first and the part of it second.
    """
    return coarse(lifted * coarse(full) / full) if full else 0


def told_gap(lifted: int, bound: int) -> int:
    """Return how far families lifted lie under a bound, per cent: of the told numbers, so that it sharpens neither."""
    return round(_FULL * (bound - lifted) / bound) if bound else 0


def cost_range(cost: int, lifted: int) -> tuple[int, int | None]:
    """Return the least and the most rupiah a family lifted may have cost, by the told number of families.

    ``lifted`` in steps of `STEP`; 0 stands for "fewer than" one step, and then nothing bounds the most.
    """
    half = Fraction(STEP, 2)
    return round(cost / (lifted + half)), round(cost / (lifted - half)) if lifted else None


def point_step(scored: int, dimensions: int) -> Fraction:
    """Return in which steps a change of an index of so many families is told.

    The least of 0.1, 0.2, 0.5, 1 ... that three families, each moved by a whole dimension, would not move it by.
    """
    behind = Fraction(_FAMILIES_BEHIND * _FULL, max(dimensions, 1) * max(scored, 1))
    return next((step for step in _POINT_STEPS if step >= behind), _POINT_STEPS[-1])


def offered_reach(percent: int) -> int:
    """Return the reach on offer that is nearest to that of a line, halves up."""
    return min(REACHES, key=lambda one: (abs(one - percent), -one))


def told_index(before: Fraction, change: float, full: Fraction, step: Fraction) -> Fraction:
    """Return what an index is said to become: a multiple of the step, never more than a step from what it is.

    Rounded for everybody reached first, as `told_lift`: another reach sharpens nothing. What moves it by less than half
    a step leaves it as it was.

    Args:
        before: the index now, points.
        change: points it moves by.
        full: points it moves by if everybody is reached.
        step: as `point_step` returns it.
    """
    if 2 * full < step:
        return before
    moved = Fraction(change) * (_round(before + full, step) - before) / full
    return max(_round(before + moved, step), before) if 2 * moved >= step else before


def _round(value: Fraction, step: Fraction) -> Fraction:
    return ((value / step + Fraction(1, 2)).__floor__()) * step


@lru_cache(maxsize=8)
def _sensitive(index_id: str) -> frozenset[str]:
    found = indices.load(index_id).without_private()
    return frozenset(each.id for each in found.indicators if each.sensitive)
