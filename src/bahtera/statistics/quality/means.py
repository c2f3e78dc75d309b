"""Weighted means of many units at once, added up in the same order on every machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """Values made ready for one kind of mean under many weights.

    `columns` has one array an indicator, of shape (units,), absent values 0; `incomplete` are the units that lack
    any, and `there` (shape (indicators, incomplete units)) is 1 where they have a value.
    """

    mean: Mean
    columns: Sequence[FloatArray]
    incomplete: IntArray
    there: FloatArray


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
    columns = values.T.copy(order="C")
    absent = np.isnan(columns)
    if mean is not Mean.ARITHMETIC and (columns < 0).any():
        raise NotMeasurable(
            "statistics.negative_value",
            "Geometric and harmonic means have no meaning for negative values, such as z-scores.",
        )
    with np.errstate(divide="ignore", over="ignore"):
        ready = _TRANSFORMS[mean](columns)
    ready[absent] = 0.0
    incomplete = np.flatnonzero(absent.any(axis=0))
    there = np.ascontiguousarray(~absent[:, incomplete], dtype=np.float64)
    return Prepared(mean, list(ready), incomplete, there)


def mix(variants: Sequence[Prepared], chosen: Sequence[int]) -> Prepared:
    """Return one preparation that takes each indicator from the variant chosen for it; all of one table and mean."""
    columns = [variants[variant].columns[place] for place, variant in enumerate(chosen)]
    return Prepared(variants[0].mean, columns, variants[0].incomplete, variants[0].there)


def evaluate(prepared: Prepared, weights: FloatArray) -> FloatArray:
    """Return each unit's mean (shape (units,)) under weights (shape (indicators,)); NaN where none has a value.

    Absent values are left out and the weights of the others grow in proportion. The sums run indicator by indicator,
    so that equal rows get equal bits. A zero with a weight is infinite in logarithm and reciprocal and makes the
    mean zero.
    """
    total = weighted_sum(prepared.columns, weights)
    whole = np.full(total.shape, weighted_sum(np.ones((weights.size, 1)), weights)[0])
    whole[prepared.incomplete] = weighted_sum(prepared.there, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = whole / total if prepared.mean is Mean.HARMONIC else total / whole
    if prepared.mean is Mean.GEOMETRIC:
        np.exp(scores, out=scores)
    scores[whole == 0] = np.nan
    return scores


def weighted_sum(columns: Sequence[FloatArray] | FloatArray, weights: FloatArray) -> FloatArray:
    """Return the sum of columns times weights, one column after the other; those of weight 0 take no part."""
    total = np.zeros(columns[0].shape)
    part = np.empty_like(total)
    for weight, column in zip(weights.tolist(), columns, strict=True):
        if weight:
            np.multiply(column, weight, out=part)
            total += part
    return total
