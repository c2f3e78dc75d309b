"""Whether the model fits the areas it was learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from bahtera.statistics.estimates.columns import FloatArray
from bahtera.statistics.small_areas.likelihood import Fitted, Sampled, unweighted
from bahtera.statistics.small_areas.mse import quadratic

_MOST_FOR_SHAPIRO = 5000
_FEW = 10


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """What to look at before believing a model.

    `shapiro` and `shapiro_p`: Shapiro and Wilk's test that the standardised residuals are normal; None beyond 5,000
    areas. `quantiles`: pairs of a normal and a sample quantile, ascending, for a normal QQ plot. `r2`: the share of the
    variance between areas that the covariates explain, sampling variance taken out (Lahiri and Suntornchost 2015,
    *Sankhya B* 77, 312-320); None where the direct figures vary no more than by sampling.
    """

    shapiro: float | None
    shapiro_p: float | None
    quantiles: tuple[tuple[float, float], ...]
    r2: float | None


@dataclass(frozen=True, slots=True)
class Influence:
    """One figure a sampled area: standardised residual, leverage and Cook's distance with `sigma2` held."""

    residual: FloatArray
    leverage: FloatArray
    cook: FloatArray


def influence(data: Sampled, fitted: Fitted) -> Influence:
    """Return how far each area is from the model and how much it pulls at it.

    A residual is divided by its own standard deviation under the model, the coefficients' uncertainty taken off.
    """
    explained = quadratic(data.x, fitted.covariance)
    leverage = explained / fitted.v
    left = np.maximum(fitted.v - explained, np.finfo(np.float64).tiny)
    residual = fitted.residuals / np.sqrt(left)
    cook = residual**2 * explained / left / data.x.shape[1]
    return Influence(residual, leverage, cook)


def diagnose(data: Sampled, residuals: FloatArray) -> Diagnostics:
    """Return the tests of the standardised residuals and the model's share of explained variance."""
    statistic = p = None
    if len(residuals) <= _MOST_FOR_SHAPIRO and np.ptp(residuals) > 0:
        found = stats.shapiro(residuals)
        statistic, p = float(found.statistic), float(found.pvalue)
    return Diagnostics(statistic, p, _quantiles(residuals), _explained(data))


def _quantiles(residuals: FloatArray) -> tuple[tuple[float, float], ...]:
    n = len(residuals)
    shift = 3 / 8 if n <= _FEW else 1 / 2
    normal = special.ndtri((np.arange(1, n + 1) - shift) / (n + 1 - 2 * shift))
    return tuple(zip(normal.tolist(), np.sort(residuals).tolist(), strict=True))


def _explained(data: Sampled) -> float | None:
    m, p = data.x.shape
    square, sampling = unweighted(data)
    left = _without_sampling(square / (m - p), sampling / (m - p))
    whole = _without_sampling(float(np.var(data.y, ddof=1)), float(data.psi.mean()))
    return 1 - left / whole if whole > 0 else None


def _without_sampling(square: float, sampling: float) -> float:
    """Return a mean square less its sampling part, bent so that it stays above zero (their function h)."""
    if square <= 0:
        return 0.0
    exponent = min(2 * sampling / square, 700.0)
    return float(2 * square / (1 + np.exp(exponent)))
