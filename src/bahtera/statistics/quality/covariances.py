"""How indicators vary together, when some values are missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from bahtera.statistics.quality.errors import NotMeasurable, name_some
from bahtera.statistics.quality.table import BoolArray, FloatArray, Table

_FEWEST = 2


class Pairing(Enum):
    """Which units a figure of several indicators rests on; a cell that does not apply counts as having no value."""

    COMPLETE = "complete"
    """The units that have a value in every indicator."""
    PAIRWISE = "pairwise"
    """For each two indicators, the units that have a value in both."""


class Constant(Enum):
    """What becomes of an indicator with one value everywhere: it varies with nothing."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave out"
    """It is left out, and the result names it."""


@dataclass(frozen=True, slots=True, eq=False)
class Covariances:
    """How indicators vary together.

    Attributes:
        indicators: those that vary.
        left_out: those with one value everywhere among the units used.
        covariance: shape (indicators, indicators), divisor n - 1; each variance rests on all the indicator's values.
        correlation: the same shape; each rests on the units of its pair.
        units: units that any figure rests on.
        fewest: units behind the pair with the fewest.
        pairing: which units count.
    """

    indicators: tuple[str, ...]
    left_out: tuple[str, ...]
    covariance: FloatArray
    correlation: FloatArray
    units: int
    fewest: int
    pairing: Pairing


def covariances(
    table: Table, *, pairing: Pairing = Pairing.COMPLETE, constant: Constant = Constant.REFUSE
) -> Covariances:
    """Return covariances and Pearson correlations of the indicators.

    Raises:
        NotMeasurable: fewer than two units with values, in all or in some pair; fewer than two indicators that vary;
            or one that does not vary and `constant` refuses it.
    """
    present = table.present
    used = present.all(axis=1) if pairing is Pairing.COMPLETE else present.any(axis=1)
    if used.sum() < _FEWEST:
        raise NotMeasurable(
            "statistics.few_units",
            "Only {count} units have the values needed; it takes two.",
            count=int(used.sum()),
        )
    values, present = table.values[used], present[used]
    varying = _varying(values, present)
    names = np.array(table.indicators, dtype=object)
    left_out = tuple(names[~varying])
    if left_out and constant is Constant.REFUSE:
        raise NotMeasurable(
            "statistics.constant_indicators",
            "These indicators have the same value everywhere: {names}.",
            names=name_some(left_out),
        )
    if varying.sum() < _FEWEST:
        raise NotMeasurable("statistics.few_indicators", "It takes two indicators that vary between units.")
    kept = tuple(names[varying])
    counts, covariance, correlation = _moments(values[:, varying], present[:, varying])
    _check_pairs(kept, counts, correlation)
    return Covariances(kept, left_out, covariance, correlation, int(used.sum()), int(counts.min()), pairing)


def _varying(values: FloatArray, present: BoolArray) -> BoolArray:
    lowest = np.where(present, values, np.inf).min(axis=0)
    highest = np.where(present, values, -np.inf).max(axis=0)
    return np.asarray(lowest < highest)


def _moments(values: FloatArray, present: BoolArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return counts, covariances and correlations by pair, from values centred first (the differences stay exact)."""
    there = present.astype(np.float64)
    known = np.where(present, values, 0.0)
    centred = np.where(present, values - known.sum(axis=0) / there.sum(axis=0), 0.0)
    counts = there.T @ there
    sums = centred.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = (centred.T @ centred - sums * sums.T / counts) / (counts - 1)
        squares = ((centred**2).T @ there - sums**2 / counts) / (counts - 1)
        correlation = covariance / np.sqrt(squares * squares.T)
    return counts, covariance, np.clip(correlation, -1.0, 1.0)


def _check_pairs(names: tuple[str, ...], counts: FloatArray, correlation: FloatArray) -> None:
    bad = (counts < _FEWEST) | ~np.isfinite(correlation)
    if bad.any():
        first, second = np.argwhere(bad)[0]
        raise NotMeasurable(
            "statistics.bare_pair",
            "The indicators {first} and {second} have too few units with both, or do not vary among them.",
            first=names[first],
            second=names[second],
        )
