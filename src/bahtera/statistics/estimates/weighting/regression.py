"""The generalised regression estimator: weights that reach the totals of several variables at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import BoolArray, FloatArray, IntArray, numbers, sum_by
from bahtera.statistics.estimates.designs import Design
from bahtera.statistics.estimates.weighting.bounding import Bounds, bounded_factors, check_bounds
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused
from bahtera.statistics.estimates.weighting.margins import Margin, check_size, match

_APART = 1e-9  # the smallest to the largest singular value of variables that still say different things


def calibrate(
    design: Design,
    totals: Mapping[str, float | Mapping[Any, float]],
    *,
    size: float | None = None,
    bounds: Bounds | None = None,
) -> Design:
    """Return the design with weights that reach the totals, as near to the old ones as can be (linear calibration).

    That is the generalised regression estimator, GREG (Deville and Särndal 1992; Särndal, Swensson and Wretman 1992,
    chapter 6); variances are those of its residuals, as R's `calibrate` with `calfun = "linear"` computes them.

    Args:
        design: the sample.
        totals: by column: the population's total of a column of numbers, or by category how many are in it.
        size: how many there are in the population; the categories of a column must add up to it. Without it they add
            up to the size by themselves, and columns of numbers alone are calibrated without one.
        bounds: the lowest and the highest factor by which a weight may change, such as (0.5, 2); by default any above
            zero. Figures and errors are then those of R's `calibrate` with `bounds`.

    Raises:
        CalibrationRefused: sample and totals do not have the same classes, sizes contradict each other, variables
            follow from one another, a number is missing, a weight would not stay above zero, or no weights within the
            bounds reach the totals.
    """
    if bounds is not None:
        check_bounds(bounds)
    live = design.sample.weights > 0
    matrix, wanted = _auxiliaries(design, totals, size, live)
    old = design.sample.weights[live]
    root = np.sqrt(old)
    spread = np.linalg.svd(matrix * root[:, None] / _scale(matrix, root), compute_uv=False)
    if matrix.shape[1] > len(old) or spread[-1] < _APART * spread[0]:
        raise CalibrationRefused.not_apart()
    basis, _ = np.linalg.qr(matrix * root[:, None])
    short = wanted - matrix.T @ old
    if bounds is None:
        factor = 1 + matrix @ np.linalg.solve(matrix.T @ (matrix * old[:, None]), short)
    else:
        factor = bounded_factors(matrix, old, short, bounds)
    if below := int((factor <= 0).sum()):
        raise CalibrationRefused.no_longer_positive(below)
    new = np.zeros(len(live))
    new[live] = old * factor
    return design.adjusted(new, _Residuals(live, basis, factor * root))


def _scale(matrix: FloatArray, root: FloatArray) -> FloatArray:
    length = np.sqrt(((matrix * root[:, None]) ** 2).sum(axis=0))
    return np.where(length == 0, 1.0, length)


def _auxiliaries(
    design: Design, totals: Mapping[str, float | Mapping[Any, float]], size: float | None, live: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return the auxiliary variables of the rows with a weight, one a column, and their totals."""
    margins = [match(design, name, total) for name, total in totals.items() if isinstance(total, Mapping)]
    if size is None and margins:
        size = margins[0].size
    columns, wanted = [], []
    if size is not None:
        columns.append(np.ones(int(live.sum())))
        wanted.append(_finite("size", size))
    for margin in margins:
        check_size(margin, wanted[0])
        columns += _dummies(margin, live)
        wanted += margin.totals[1:].tolist()
    for name, total in totals.items():
        if not isinstance(total, Mapping):
            columns.append(_complete(design, name, live))
            wanted.append(_finite(name, total))
    if not columns:
        raise CalibrationRefused.no_margins()
    return np.column_stack(columns), np.array(wanted)


def _dummies(margin: Margin, live: BoolArray) -> list[FloatArray]:
    """Return a column of 0 and 1 for each class but the first, which is what is left of the size."""
    codes = margin.codes[live]
    return [(codes == code).astype(np.float64) for code in range(1, len(margin.labels))]


def _complete(design: Design, name: str, live: BoolArray) -> FloatArray:
    values = numbers(design.table, name)[live]
    if gaps := int(np.isnan(values).sum()):
        raise CalibrationRefused.missing(name, gaps)
    return values


def _finite(name: str, total: float) -> float:
    if not math.isfinite(total):
        raise CalibrationRefused.not_positive(name, name)
    return float(total)


@dataclass(frozen=True, slots=True)
class _Residuals:
    live: BoolArray
    basis: FloatArray
    scale: FloatArray

    def explained(self, values: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        """Return the values along each direction of the auxiliary variables."""
        inner, place = values[self.live] / self.scale, domain[self.live]
        return np.array([sum_by(place, inner * one, domains) for one in self.basis.T])

    def carried(self, taken: FloatArray) -> FloatArray:
        """Return what so much along each direction is for each row."""
        found = np.zeros(len(self.live))
        found[self.live] = (self.basis @ taken) * self.scale
        return found

    def spread(self, unit: IntArray, units: int) -> FloatArray:
        """Return the directions by unit."""
        at = unit[self.live]
        return np.array([sum_by(at, one * self.scale, units) for one in self.basis.T]).T
