"""What each indicator really counts for in an index, beside the weight it was given."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from bahtera.statistics.quality.combining import Scores
from bahtera.statistics.quality.errors import BadChoice, NotMeasurable
from bahtera.statistics.quality.ranking import Ties, rank
from bahtera.statistics.quality.table import FloatArray, IntArray, Table
from bahtera.statistics.quality.weighing import Weights

_MOST_GROUPS = 20
_FEWEST_UNITS = 4


@dataclass(frozen=True, slots=True)
class EffectiveWeight:
    """One indicator's part in the index.

    Attributes:
        indicator: its name.
        nominal: the weight it was given; all add up to 1.
        correlation: Pearson's correlation with the score; None when the indicator does not vary.
        squared_correlation: its square, the linear estimate of the correlation ratio; 0 when it does not vary.
        correlation_ratio: Pearson's correlation ratio, the share of the score's variance that goes when the
            indicator is known: V(E(score | indicator)) / V(score); 0 when it does not vary.
        effective: the correlation ratio over the sum of all indicators' ratios; all add up to 1.
        units: units with a value and a score.
    """

    indicator: str
    nominal: float
    correlation: float | None
    squared_correlation: float
    correlation_ratio: float
    effective: float
    units: int


def effective_weights(table: Table, scores: Scores, weights: Weights) -> tuple[EffectiveWeight, ...]:
    """Return each indicator's nominal weight beside its correlation ratio.

    After Becker, Saisana, Paruolo & Vandecasteele (2017), Ecological Indicators 80, 12-22, who estimate the ratio by
    a line and by smooth curves. Here the curve is a step: the mean score by value of the indicator, or by equally
    large groups of units when there are many values (the root of their number, at most 20), corrected for the number
    of groups as Kelley (1935) does. Effective weights add up to 1 like nominal ones; correlated indicators share what
    they explain together, so that each may have much.

    Args:
        table: normalised values.
        scores: of the same units.
        weights: of the table's indicators.

    Raises:
        BadChoice: scores of other units, or weights of other indicators.
        NotMeasurable: scores that do not vary, or fewer than four units with a value and a score.
    """
    if scores.units != table.units:
        raise BadChoice("statistics.other_units", "The scores are not those of the table's units.")
    nominal = weights.of(table.indicators)
    found = [_one(name, table.column(name), scores.values) for name in table.indicators]
    whole = sum(ratio for _, _, ratio, _ in found)
    if whole == 0:
        raise NotMeasurable(
            "statistics.nothing_explains", "No indicator explains any of the score's variance."
        )
    return tuple(
        EffectiveWeight(
            indicator=name,
            nominal=float(weight),
            correlation=correlation,
            squared_correlation=square,
            correlation_ratio=ratio,
            effective=ratio / whole,
            units=units,
        )
        for name, weight, (correlation, square, ratio, units) in zip(
            table.indicators, nominal, found, strict=True
        )
    )


def _one(name: str, values: FloatArray, scores: FloatArray) -> tuple[float | None, float, float, int]:
    known = ~(np.isnan(values) | np.isnan(scores))
    x, y = values[known], scores[known]
    if x.size < _FEWEST_UNITS:
        raise NotMeasurable(
            "statistics.few_scored",
            "Only {count} units have a score and a value of {indicator}; it takes four.",
            count=x.size,
            indicator=name,
        )
    if y.max() - y.min() <= np.abs(y).max() * 1e-12:
        raise NotMeasurable("statistics.constant_scores", "The scores do not vary between units.")
    if x.min() == x.max():
        return None, 0.0, 0.0, x.size
    correlation = float(np.clip(np.corrcoef(x, y)[0, 1], -1.0, 1.0))
    return correlation, correlation**2, correlation_ratio(x, y), x.size


def correlation_ratio(x: FloatArray, y: FloatArray) -> float:
    """Return Kelley's epsilon squared of `y` by groups of `x` (each shape (units,), no NaN), from 0 to 1."""
    groups = _groups(x)
    counts = np.bincount(groups)
    means = np.bincount(groups, weights=y) / counts
    between = (counts * (means - y.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    return max(0.0, float(1 - (1 - between) * (y.size - 1) / (y.size - counts.size)))


def _groups(x: FloatArray) -> IntArray:
    most = max(2, min(_MOST_GROUPS, isqrt(x.size)))
    distinct, of_value = np.unique(x, return_inverse=True)
    if distinct.size <= most:
        return of_value.astype(np.int64)
    places = rank(x, ties=Ties.AVERAGE, best="low")
    groups = ((places - 0.5) * most // x.size).astype(np.int64)
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)
