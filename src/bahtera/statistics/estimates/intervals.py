"""Confidence intervals: t for means, totals and ratios; logit or Korn-Graubard for shares.

- t: ``value ± t(df) se`` (Särndal, Swensson and Wretman 1992, section 2.11, with degrees of freedom of the design).
- logit: the t interval of ``log(p / (1 - p))``, carried back (Korn and Graubard 1999, *Analysis of Health Surveys*,
  section 3.2); R survey's ``svyciprop(method = "logit")``.
- Korn-Graubard: Clopper and Pearson's exact interval on the effective sample size ``p (1 - p) / var``, adjusted by
  the degrees of freedom (Korn and Graubard 1998, *Survey Methodology* 24, 193-201); R's ``method = "beta"``.

A share of 0 or 1 has neither a logit nor an effective size. Both methods then take Clopper and Pearson's interval on
the number of rows, with the same adjustment by the degrees of freedom. Rows with a weight of zero are no evidence and
do not count in that adjustment; R counts them, and in calibrated designs the rows outside the domain with them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from bahtera.statistics.estimates.columns import FloatArray, IntArray

Method: TypeAlias = Literal["t", "logit", "korn-graubard"]
Bounds: TypeAlias = tuple[FloatArray, FloatArray]


def interval(
    method: Method, value: FloatArray, se: FloatArray, *, df: IntArray, n: IntArray, level: float
) -> Bounds:
    """Return the lower and upper bounds, one an estimate; NaN where there is no degree of freedom.

    Args:
        method: `t` for anything, the other two for shares.
        value: estimates; shares lie in 0..1.
        se: their standard errors.
        df: degrees of freedom.
        n: numbers of rows.
        level: such as 0.95.
    """
    free = np.where(df >= 1, df, np.nan).astype(np.float64)
    if method == "t":
        reach = t_quantile(level, free) * se
        return value - reach, value + reach
    if method == "logit":
        low, high = _logit(value, se, free, level)
    else:
        low, high = _korn_graubard(value, _effective(value, se), free, n, level)
    edge = (value == 0) | (value == 1)
    at_edge = _korn_graubard(value, n.astype(np.float64), free, n, level)
    return np.where(edge, at_edge[0], low), np.where(edge, at_edge[1], high)


def t_quantile(level: float, df: FloatArray) -> FloatArray:
    """Return how many standard errors an interval of that level reaches to each side, one a number of degrees."""
    found: FloatArray = special.stdtrit(df, (1 + level) / 2)
    return found


def _logit(value: FloatArray, se: FloatArray, df: FloatArray, level: float) -> Bounds:
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = special.logit(value)
        reach = t_quantile(level, df) * se / (value * (1 - value))
        return special.expit(centre - reach), special.expit(centre + reach)


def _effective(value: FloatArray, se: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatArray = value * (1 - value) / se**2
    return found


def _korn_graubard(value: FloatArray, size: FloatArray, df: FloatArray, n: IntArray, level: float) -> Bounds:
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = np.where(n > 1, n - 1, np.nan)
        size = size * (t_quantile(level, rows) / t_quantile(level, df)) ** 2
        yes, no = size * value, size * (1 - value)
        low = np.where(yes > 0, special.betaincinv(yes, no + 1, tail), 0.0 * size)
        high = np.where(no > 0, special.betaincinv(yes + 1, no, 1 - tail), 1.0 + 0.0 * size)
    return low, high
