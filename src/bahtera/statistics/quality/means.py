"""Weighted means of many units at once, added up in the same order on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from bahtera.statistics.quality.errors import NotMeasurable
from bahtera.statistics.quality.table import FloatArray, IntArray


class Mean(Enum):
    """How weighted values become one; the geometric and harmonic mean let less of one indicator pay for another."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    """Zero as soon as one value with a weight is zero; refuses negative values."""
    HARMONIC = "harmonic"
    """Zero as soon as one value with a weight is zero; refuses negative values."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Values made ready for one kind of mean under many weights. `columns` has one row an indicator, absent ones 0."""

    mean: Mean
    columns: FloatArray
    incomplete: IntArray
    there: FloatArray
    zeroed: IntArray
    zeros: FloatArray


_TRANSFORMS: dict[Mean, Callable[[FloatArray], FloatArray]] = {
    Mean.ARITHMETIC: lambda values: values,
    Mean.GEOMETRIC: np.log,
    Mean.HARMONIC: np.reciprocal,
}


def prepare(values: FloatArray, mean: Mean) -> Prepared:
    """Make values (shape (units, indicators), NaN absent) ready for `evaluate`.

    Raises:
        NotMeasurable: a negative value for a geometric or harmonic mean.
    """
    columns = np.ascontiguousarray(values.T)
    absent = np.isnan(columns)
    zero = np.zeros_like(absent)
    if mean is not Mean.ARITHMETIC:
        if (columns < 0).any():
            raise NotMeasurable(
                "statistics.negative_value",
                "Geometric and harmonic means have no meaning for negative values, such as z-scores.",
            )
        zero = columns == 0
    ready = np.zeros_like(columns)
    usable = ~(absent | zero)
    ready[usable] = _TRANSFORMS[mean](columns[usable])
    incomplete = np.flatnonzero(absent.any(axis=0))
    zeroed = np.flatnonzero(zero.any(axis=0))
    return Prepared(
        mean,
        ready,
        incomplete,
        np.ascontiguousarray(~absent[:, incomplete], dtype=np.float64),
        zeroed,
        np.ascontiguousarray(zero[:, zeroed], dtype=np.float64),
    )


def evaluate(prepared: Prepared, weights: FloatArray) -> FloatArray:
    """Return each unit's mean (shape (units,)) under weights (shape (indicators,)); NaN where none has a value.

    Absent values are left out and the weights of the others grow in proportion. The sums run indicator by indicator,
    so that equal rows get equal bits.
    """
    total = weighted_sum(prepared.columns, weights)
    whole = np.full(total.shape, weighted_sum(np.ones((weights.size, 1)), weights)[0])
    whole[prepared.incomplete] = weighted_sum(prepared.there, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = whole / total if prepared.mean is Mean.HARMONIC else total / whole
    if prepared.mean is Mean.GEOMETRIC:
        np.exp(scores, out=scores)
    scores[prepared.zeroed[weighted_sum(prepared.zeros, weights) > 0]] = 0.0
    scores[whole == 0] = np.nan
    return scores


def weighted_sum(columns: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the sum of rows times weights, one row after the other."""
    total = np.zeros(columns.shape[1])
    part = np.empty_like(total)
    for weight, column in zip(weights.tolist(), columns, strict=True):
        if weight:
            np.multiply(column, weight, out=part)
            total += part
    return total
