"""Sampling variances of small samples, made steadier by what all areas say together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bahtera.statistics.estimates.columns import FloatArray
from bahtera.statistics.small_areas.errors import BadVariances, TooFewAreas

_FEWEST = 5


def smooth_variances(variances: npt.ArrayLike, sizes: npt.ArrayLike) -> FloatArray:
    """Return generalised variances: log-linear in the sample size, with the same sum where variances are known.

    ``log(variance) = a + b log(n)`` by least squares over areas with a variance above zero; the curve is then raised so
    that it adds up to what it was learned from (Wolter 2007, *Introduction to Variance Estimation*, chapter 7; Dick
    1995, *Survey Methodology* 21, 45-54). An area with a size and no usable variance, such as one in which all gave
    the same answer, gets the curve's value; one without a size stays missing (NaN).

    Args:
        variances: sampling variances of direct figures; zero or missing (NaN) where they cannot be used.
        sizes: how many families each rests on.

    Raises:
        BadVariances: a variance is negative.
        TooFewAreas: fewer than five areas have both.
    """
    psi, n = np.array(variances, dtype=np.float64), np.array(sizes, dtype=np.float64)
    if (psi < 0).any():
        raise BadVariances(np.flatnonzero(psi < 0).tolist())
    known = (psi > 0) & (n > 0)
    if known.sum() < _FEWEST:
        raise TooFewAreas(int(known.sum()), _FEWEST)
    logs = np.log(np.where(n > 0, n, np.nan))
    centre = logs[known].mean()
    spread = ((logs[known] - centre) ** 2).sum()
    target = np.log(psi[known])
    slope = ((logs[known] - centre) * (target - target.mean())).sum() / spread if spread > 0 else 0.0
    curve = np.exp(target.mean() + slope * (logs - centre))
    found: FloatArray = curve * (psi[known].sum() / curve[known].sum())
    return found
