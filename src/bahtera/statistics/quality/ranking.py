"""Ranks with ties, and which scores count as equal."""

from __future__ import annotations

from enum import Enum
from typing import Literal

import numpy as np

from bahtera.statistics.quality.errors import LARGEST, BadChoice, NotMeasurable
from bahtera.statistics.quality.table import FloatArray, IntArray

DIGITS = 12
"""Scores that agree in so many digits of the largest one are equal: sums of weights differ in the last bits."""

_MOST_DIGITS = 15


class Ties(Enum):
    """The rank that equal scores share."""

    MIN = "min"
    """The first of their places: 1, 2, 2, 4 (as in sport)."""
    MAX = "max"
    """The last of their places: 1, 3, 3, 4."""
    AVERAGE = "average"
    """The middle of their places: 1, 2.5, 2.5, 4; ranks then always add up to n(n + 1)/2."""
    DENSE = "dense"
    """Places without gaps: 1, 2, 2, 3."""


def rank(
    scores: FloatArray,
    *,
    ties: Ties = Ties.MIN,
    best: Literal["high", "low"] = "high",
    digits: int = DIGITS,
) -> FloatArray:
    """Return the rank of each score, 1 for the best; NaN where there is no score.

    Args:
        scores: shape (units,). Those without a score (NaN) take no place.
        ties: the rank that equal scores share.
        best: whether the highest or the lowest score is the best.
        digits: scores that agree in so many digits of the largest absolute score are equal.

    Raises:
        BadChoice: `digits` not from 1 to 15.
        NotMeasurable: infinite scores, or beyond 1e50.
    """
    ranks = np.full(scores.shape, np.nan)
    known = ~np.isnan(scores)
    keys = comparable(scores[known], digits)
    order, starts, sizes = ties_of(-keys if best == "high" else keys)
    found = np.empty(order.shape)
    found[order] = ranks_in_order(starts, sizes, ties)
    ranks[known] = found
    return ranks


def comparable(scores: FloatArray, digits: int = DIGITS) -> FloatArray:
    """Return whole numbers that order as the scores do, equal where these agree in `digits` digits of the largest."""
    if not 1 <= digits <= _MOST_DIGITS:
        raise BadChoice("statistics.digits", "Compare 1 to 15 digits, not {digits}.", digits=digits)
    largest = float(np.max(np.abs(scores), initial=0.0))
    if largest > LARGEST:
        raise NotMeasurable("statistics.infinite_scores", "Infinite or immense scores have no ranks.")
    if largest == 0.0:
        return np.zeros(scores.shape)
    mantissa, exponent = np.frexp(largest)
    keys = np.ldexp(scores, -int(exponent)) * 10.0**digits / float(mantissa)
    return np.rint(keys, out=keys)


def ties_of(keys: FloatArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the order of the keys from the lowest, where in it each run of equals starts, and how long it is."""
    order = np.argsort(keys)
    ordered = keys[order]
    begins = np.ones(ordered.shape, dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    return order, starts, np.diff(starts, append=ordered.size)


def ranks_in_order(starts: IntArray, sizes: IntArray, ties: Ties) -> FloatArray:
    """Return the ranks of the ordered scores, from the starts and lengths of their runs of equals."""
    if ties is Ties.DENSE:
        of_run = np.arange(1.0, starts.size + 1)
    elif ties is Ties.MIN:
        of_run = starts + 1.0
    elif ties is Ties.MAX:
        of_run = (starts + sizes).astype(np.float64)
    else:
        of_run = starts + (sizes + 1) / 2
    return np.repeat(of_run, sizes)
