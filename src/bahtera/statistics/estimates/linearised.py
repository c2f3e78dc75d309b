"""Totals, means and ratios by domain with their variances, by Taylor linearisation.

Mean and share are ratios to the number of those who answered; the ratio's linearised value is ``(y - R x) / X``
(Särndal, Swensson and Wretman 1992, equation 5.6.5). The design effect compares with simple random sampling of as
many rows (Kish 1965, section 8.2), by the definitions of R survey: its `deff=TRUE` draws without replacement from the
weighted number of rows, its `"replace"` with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

import numpy as np

from bahtera.statistics.estimates.columns import BoolArray, FloatArray, IntArray, count_by, sum_by
from bahtera.statistics.estimates.residuals import Adjustment, residual_variances
from bahtera.statistics.estimates.stages import Stage
from bahtera.statistics.estimates.variance import Cells, Lonely, cells_of, joined, variances

Deff: TypeAlias = Literal["without", "replace"]
Kind: TypeAlias = Literal["total", "mean", "ratio"]
AnyArray = TypeVar("AnyArray", FloatArray, IntArray)
ROUNDING = 1e-12  # a standard error this small beside its value is rounding, not spread


@dataclass(frozen=True, slots=True)
class Sample:
    """What estimating needs to know of a design.

    `weights` has one number a row. Each of `adjustments` takes from the weighted linearised values what one calibration
    explains of them, in the order in which the weights were calibrated.
    """

    weights: FloatArray
    stages: tuple[Stage, ...]
    lonely: Lonely
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is estimated: the total or mean of `numerator`, or its ratio to `denominator`; one number a row, or NaN.

    `domain` says which of `domains` each row is in, -1 for none.
    """

    statistic: Kind
    numerator: FloatArray
    denominator: FloatArray | None
    domain: IntArray
    domains: int
    deff: Deff


@dataclass(frozen=True, slots=True)
class Figures:
    """Estimates, one a domain: `value`, its `variance`, design effect, and the counts behind it; NaN is unknown.

    `varied` says where the answers (for a ratio, its residuals) are not all equal.
    """

    value: FloatArray
    variance: FloatArray
    deff: FloatArray
    varied: BoolArray
    n: IntArray
    psu: IntArray
    strata: IntArray
    missing: IntArray


@dataclass(frozen=True, slots=True)
class _Scored:
    """The rows that count: what each adds to the estimate before weight and `scale`, and where it belongs.

    `scale` and `size`, the sum of the weights, have one number a domain.
    """

    value: FloatArray
    scale: FloatArray
    size: FloatArray
    score: FloatArray
    weight: FloatArray
    domain: IntArray


def estimate(sample: Sample, asked: Asked) -> Figures:
    """Return what is asked, by domain; rows with something missing are left out of their domain and counted.

    Raises:
        LonelyPsu: a stratum has one unit and the design says to fail.
    """
    known = ~np.isnan(asked.numerator)
    if asked.denominator is not None:
        known &= ~np.isnan(asked.denominator)
    placed = asked.domain >= 0
    lost = asked.domain[placed & ~known & (sample.weights > 0)]
    rows = _rows(placed & known)
    scored = _score(sample, asked, rows)
    cells = cells_of(sample.stages[0], scored.domain, rows)
    n = count_by(scored.domain[scored.weight > 0], asked.domains)
    psu, strata = _units(scored, cells, asked.domains)
    variance = _variance(sample, scored, cells, rows, asked.domains)
    spread = _spread(scored, n, asked)
    missing = count_by(lost, asked.domains)
    return concluded(
        scored.value, variance, spread, counts=(n, psu, strata, missing), size=scored.size, deff=asked.deff
    )


def concluded(
    value: FloatArray,
    variance: FloatArray,
    spread: FloatArray,
    *,
    counts: tuple[IntArray, IntArray, IntArray, IntArray],
    size: FloatArray,
    deff: Deff,
) -> Figures:
    """Return estimates with their design effects, rounding errors in place of no variance taken out.

    Args:
        value: the estimates, NaN where there are none.
        variance: theirs.
        spread: the variance that simple random sampling with replacement would give.
        counts: rows, units, strata and missing rows of each.
        size: the sum of the weights of each.
        deff: what the design effect compares with.
    """
    n, psu, strata, missing = counts
    variance = np.where(variance <= (ROUNDING * value) ** 2, 0.0, variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = spread if deff == "replace" else spread * np.where(size < n, np.nan, 1 - n / size)
        found = variance / simple
    return Figures(
        value=value,
        variance=np.where(np.isnan(value), np.nan, variance),
        deff=np.where(np.isfinite(found) & (variance > 0) & (n > 1), found, np.nan),
        varied=spread > (ROUNDING * value) ** 2,
        n=n,
        psu=psu,
        strata=strata,
        missing=missing,
    )


def _rows(counted: BoolArray) -> IntArray | None:
    """Return the rows that count, or None where all do, which saves a copy of each column."""
    return None if counted.all() else np.flatnonzero(counted)


def _score(sample: Sample, asked: Asked, rows: IntArray | None) -> _Scored:
    domain, weight = _pick(asked.domain, rows), _pick(sample.weights, rows)
    y = _pick(asked.numerator, rows)
    total = sum_by(domain, weight * y, asked.domains)
    size = sum_by(domain, weight, asked.domains)
    if asked.statistic == "total":
        return _Scored(np.where(size > 0, total, np.nan), np.ones(asked.domains), size, y, weight, domain)
    x = None if asked.denominator is None else _pick(asked.denominator, rows)
    below = size if x is None else sum_by(domain, weight * x, asked.domains)
    scale = np.divide(1.0, below, out=np.zeros(asked.domains), where=below != 0)
    value = np.divide(
        total, below, out=np.zeros(asked.domains), where=below != 0
    )  # a share of all is 1, not near it
    slope = value[domain] if x is None else value[domain] * x
    return _Scored(np.where(below == 0, np.nan, value), scale, size, y - slope, weight, domain)


def _pick(values: AnyArray, rows: IntArray | None) -> AnyArray:
    return values if rows is None else values[rows]


def _units(scored: _Scored, cells: Cells, domains: int) -> tuple[IntArray, IntArray]:
    """Return how many units and strata of the first stage have somebody who counts in each domain."""
    live = sum_by(cells.row, scored.weight, len(cells)) > 0
    _, domain, _ = joined(cells.domain[live], cells.stratum[live], cells.stratum[live])
    psu = count_by(cells.domain[live], domains)
    return psu, count_by(domain, domains)


def _variance(
    sample: Sample, scored: _Scored, cells: Cells, rows: IntArray | None, domains: int
) -> FloatArray:
    values = scored.weight * scored.score
    if sample.adjustments:
        return scored.scale**2 * _adjusted_variance(sample, scored, values, rows, domains)
    later = tuple(cells_of(stage, scored.domain, rows) for stage in sample.stages[1:])
    found = variances(values, (cells, *later), sample.stages, domains=domains, lonely=sample.lonely)
    return scored.scale**2 * found


def _adjusted_variance(
    sample: Sample, scored: _Scored, values: FloatArray, rows: IntArray | None, domains: int
) -> FloatArray:
    """Return the variances of residuals: a calibration carries a domain to rows outside it."""
    full, domain = values, scored.domain
    if rows is not None:
        full, domain = np.zeros(len(sample.weights)), np.zeros(len(sample.weights), dtype=np.int64)
        full[rows], domain[rows] = values, scored.domain
    return residual_variances(
        full,
        domain,
        domains,
        stages=sample.stages,
        adjustments=sample.adjustments,
        lonely=sample.lonely,
    )


def _spread(scored: _Scored, n: IntArray, asked: Asked) -> FloatArray:
    """Return the variances that simple random sampling with replacement would give."""
    size, score = scored.size, scored.score
    with np.errstate(divide="ignore", invalid="ignore"):
        if asked.statistic == "total":  # means and ratios are scored about their value already
            score = score - (scored.value / size)[scored.domain]
        around = scored.scale**2 * sum_by(scored.domain, scored.weight * score**2, asked.domains)
        return np.asarray(around * size / (n - 1), dtype=np.float64)
