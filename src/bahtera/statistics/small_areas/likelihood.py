"""The variance between areas, by restricted or full maximum likelihood or by moments.

The model is ``direct = X beta + u + e`` with ``u`` of variance `sigma2` in every area and ``e`` of the known sampling
variance of each (Fay and Herriot 1979, *JASA* 74, 269-277). The likelihoods may have several tops: the score is looked
at on a grid from zero to far beyond what the direct figures vary, each of its falls through zero is found, and the
highest top wins. Where the score is negative at zero, zero itself is one of them (the boundary).

- REML and ML: Rao and Molina (2015), *Small Area Estimation*, section 6.4.1.
- moments: Prasad and Rao (1990), *JASA* 85, 163-171.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import optimize

from bahtera.statistics.estimates.columns import FloatArray

Method: TypeAlias = Literal["reml", "ml", "moments"]
_GRID = 80
_FINEST = 1e-8


@dataclass(frozen=True, slots=True)
class Sampled:
    """The areas with a direct figure: `y`, its sampling variance `psi`, and the covariates `x` (one column each)."""

    y: FloatArray
    psi: FloatArray
    x: FloatArray


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model at one `sigma2`: total variances `v`, coefficients, their covariance, and the residuals."""

    sigma2: float
    v: FloatArray
    beta: FloatArray
    covariance: FloatArray
    residuals: FloatArray


def fit_at(data: Sampled, sigma2: float) -> Fitted:
    """Return the weighted least squares fit when the variance between areas is known."""
    v = data.psi + sigma2
    root = np.sqrt(v)
    _, r = np.linalg.qr(data.x / root[:, None])
    inverse = np.linalg.inv(r)
    covariance: FloatArray = inverse @ inverse.T
    beta: FloatArray = covariance @ (data.x.T @ (data.y / v))
    return Fitted(sigma2, v, beta, covariance, data.y - data.x @ beta)


def log_likelihood(data: Sampled, fitted: Fitted, *, restricted: bool) -> float:
    """Return the logarithm of the full or the restricted likelihood at a fit."""
    m, p = data.x.shape
    terms = np.log(fitted.v).sum() + (fitted.residuals**2 / fitted.v).sum()
    if not restricted:
        return float(-0.5 * (m * np.log(2 * np.pi) + terms))
    terms += np.linalg.slogdet(data.x.T @ data.x)[1] * -1 - np.linalg.slogdet(fitted.covariance)[1]
    return float(-0.5 * ((m - p) * np.log(2 * np.pi) + terms))


def find_sigma2(data: Sampled, method: Method) -> float:
    """Return the variance between areas by a method; zero where the data say no more than that."""
    start = _by_moments(data)
    if method == "moments":
        return start
    restricted = method == "reml"

    def score(sigma2: float) -> float:
        return _score(data, fit_at(data, sigma2), restricted=restricted)

    top = max(start, float(np.var(data.y)), float(data.psi.max())) * 4
    grid = [0.0, *np.geomspace(top * _FINEST, top, _GRID).tolist()]
    while score(grid[-1]) > 0:
        grid.append(grid[-1] * 4)
    scores = [score(each) for each in grid]
    found = [0.0] if scores[0] <= 0 else []
    for low, high, before, after in zip(grid, grid[1:], scores, scores[1:], strict=False):
        if before > 0 >= after:
            found.append(float(optimize.brentq(score, low, high, xtol=top * 1e-15, rtol=1e-14)))
    return max(
        found,
        key=lambda sigma2: log_likelihood(data, fit_at(data, sigma2), restricted=restricted),
    )


def unweighted(data: Sampled) -> tuple[float, float]:
    """Return the sum of squared residuals of ordinary least squares, and how much of it is expected of sampling."""
    q, _ = np.linalg.qr(data.x)
    residuals = data.y - q @ (q.T @ data.y)
    leverage = (q**2).sum(axis=1)
    return float((residuals**2).sum()), float((data.psi * (1 - leverage)).sum())


def _by_moments(data: Sampled) -> float:
    m, p = data.x.shape
    square, sampling = unweighted(data)
    return max(0.0, float((square - sampling) / (m - p)))


def _score(data: Sampled, fitted: Fitted, *, restricted: bool) -> float:
    v = fitted.v
    trace = (1 / v).sum()
    if restricted:
        trace -= np.trace(fitted.covariance @ (data.x.T @ (data.x / v[:, None] ** 2)))
    return float(0.5 * ((fitted.residuals**2 / v**2).sum() - trace))
