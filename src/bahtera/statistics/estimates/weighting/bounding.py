"""Factors of a linear calibration that stay between two bounds."""

from __future__ import annotations

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused

Bounds = tuple[float, float]
_STEPS = 200
_HALVINGS = 40
_REACHED = 1e-11
_RIDGE = 1e-12


def check_bounds(bounds: Bounds) -> None:
    """Refuse bounds that do not lie around one, or let a weight vanish."""
    low, high = bounds
    if not 0 < low < 1 < high:
        raise CalibrationRefused.bounds(low, high)


def bounded_factors(matrix: FloatArray, weights: FloatArray, short: FloatArray, bounds: Bounds) -> FloatArray:
    """Return the factors nearest to one, within the bounds, by which the weights reach their totals.

    Each factor is ``1 + x'b`` or the bound it would pass (Deville and Särndal 1992, case 7; R's `calibrate` with
    `bounds`). The slopes are where a convex function is lowest whose gradient is what is still short; Newton's steps on
    it, halved while they do not lower it.

    Args:
        matrix: the auxiliary variables, shape (rows, variables).
        weights: those to begin with.
        short: the totals less what the weights give, one a variable.
        bounds: the lowest and the highest factor.

    Raises:
        CalibrationRefused: no factors within the bounds reach the totals.
    """
    scale = np.abs(matrix).max(axis=0)
    inner, missing = matrix / scale, short / scale
    size = np.abs(inner * weights[:, None]).sum(axis=0)
    slopes = np.zeros(len(short))
    value, gap, steep = _look(inner, weights, missing, slopes, bounds)
    for _ in range(_STEPS):
        if (np.abs(gap) <= _REACHED * size).all():
            factor: FloatArray = 1 + np.clip(inner @ slopes, bounds[0] - 1, bounds[1] - 1)
            return factor
        ridge = _RIDGE * np.trace(inner.T @ (inner * weights[:, None])) / len(short)
        step = np.linalg.solve(steep + ridge * np.eye(len(short)), gap)
        for _ in range(_HALVINGS):
            found = _look(inner, weights, missing, slopes + step, bounds)
            if found[0] < value or (np.abs(found[1]) <= _REACHED * size).all():
                break
            step = step / 2
        else:
            break
        slopes = slopes + step
        value, gap, steep = found
    raise CalibrationRefused.not_within(*bounds)


def _look(
    matrix: FloatArray, weights: FloatArray, short: FloatArray, slopes: FloatArray, bounds: Bounds
) -> tuple[float, FloatArray, FloatArray]:
    """Return the function to lower at these slopes, how short the totals still are, and its second derivatives."""
    along = matrix @ slopes
    moved = np.clip(along, bounds[0] - 1, bounds[1] - 1)
    gap = short - matrix.T @ (weights * moved)
    value = float((weights * (along * moved - moved**2 / 2)).sum() - slopes @ short)
    free = weights * (along == moved)
    return value, gap, matrix.T @ (matrix * free[:, None])
