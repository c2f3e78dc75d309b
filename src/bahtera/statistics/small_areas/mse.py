"""How far the figures of a model may be off: the mean squared error of an EBLUP, estimated to second order.

``g1 + g2 + 2 g3``: how areas differ, what is not known of the coefficients, and what is not known of `sigma2` (Prasad
and Rao 1990, *JASA* 85, 163-171; for REML, Datta and Lahiri 2000, *Statistica Sinica* 10, 613-627). With ML, `sigma2`
comes out too small on average; the first-order bias of it times the slope of g1 is taken off (Datta and Lahiri 2000;
Rao and Molina 2015, equation 6.2.37 and section 6.2.2). At the boundary the same formulas stand and say too little.
"""

from __future__ import annotations

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray
from bahtera.statistics.small_areas.likelihood import Fitted, Method, Sampled


def mse_sampled(data: Sampled, fitted: Fitted, method: Method) -> FloatArray:
    """Return the mean squared error of each sampled area's figure."""
    v, m = fitted.v, len(fitted.v)
    rest = data.psi / v
    g1 = fitted.sigma2 * rest
    g2 = rest**2 * quadratic(data.x, fitted.covariance)
    uncertainty = 2 * (v**2).sum() / m**2 if method == "moments" else 2 / (1 / v**2).sum()
    g3 = data.psi**2 / v**3 * uncertainty
    found: FloatArray = g1 + g2 + 2 * g3
    if method == "ml":
        weighted = data.x.T @ (data.x / v[:, None] ** 2)
        bias = -np.trace(fitted.covariance @ weighted) / (1 / v**2).sum()
        found = found - bias * rest**2
    return found


def mse_synthetic(x: FloatArray, fitted: Fitted) -> FloatArray:
    """Return the mean squared error where the value is the model's alone: the areas' variance and the coefficients'."""
    return fitted.sigma2 + quadratic(x, fitted.covariance)


def quadratic(x: FloatArray, covariance: FloatArray) -> FloatArray:
    """Return the variance of the model's value in each area, as far as the coefficients are not known."""
    return np.asarray(np.einsum("ij,jk,ik->i", x, covariance, x), dtype=np.float64)
