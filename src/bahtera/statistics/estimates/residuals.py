"""Variances of calibrated designs: those of residuals, for many domains at once.

A calibration takes from the weighted linearised values what it explains of them: with ``R`` from rows to the
calibration's parts (classes, or auxiliary variables) and ``L`` back to rows, the residuals of a domain's values ``v``
are ``v - L (R v)``. They reach beyond the domain, but only a few parts are worked out for each: sums by unit of the
residuals are sums by unit of ``v`` less ``(U'L)(R v)``, where ``U'L`` is the same for all domains. So the rows are gone
through once a part, and no longer once a domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray, IntArray, sum_by
from bahtera.statistics.estimates.stages import Stage
from bahtera.statistics.estimates.variance import Lonely, Squares, terms

_AT_ONCE = 2_000_000
"""Sums by unit and domain that are kept at a time."""


class Adjustment(Protocol):
    """What one calibration takes from weighted linearised values."""

    def explained(self, values: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        """Return ``R v`` of each domain, shape (parts, domains); values and domain have one entry a row."""

    def carried(self, taken: FloatArray) -> FloatArray:
        """Return ``L a``, one number a row, for one number a part."""

    def spread(self, unit: IntArray, units: int) -> FloatArray:
        """Return ``U'L``, shape (units, parts), for the unit of each row."""


def residual_variances(
    values: FloatArray,
    domain: IntArray,
    domains: int,
    *,
    stages: Sequence[Stage],
    adjustments: Sequence[Adjustment],
    lonely: Lonely,
) -> FloatArray:
    """Return the variance of the total of each domain's residuals.

    Args:
        values: weighted linearised values, one a row of the whole sample, zero outside every domain.
        domain: of each row; any where the value is zero.
        domains: how many there are.
        stages: of the design.
        adjustments: in the order in which the weights were calibrated; the last one's residuals are taken first.
        lonely: what strata with one unit add.

    Raises:
        LonelyPsu: a stratum has one unit and the rule is to fail.
    """
    used = tuple(stages) if np.isfinite(stages[0].population).any() else (stages[0],)
    levels, unit = _levels(used)
    units = int(unit.max()) + 1
    later = tuple(reversed(adjustments))
    parts = np.vstack(_taken(values, domain, domains, later))
    reach = np.hstack([each.spread(unit, units) for each in later]).T
    found = np.zeros(domains)
    step = max(1, _AT_ONCE // units)
    for start in range(0, domains, step):
        stop = min(start + step, domains)
        here = slice(None) if step >= domains else (domain >= start) & (domain < stop)
        place = (domain[here] - start) * units + unit[here]
        sums = sum_by(place, values[here], (stop - start) * units).reshape(stop - start, units)
        sums -= parts[:, start:stop].T @ reach
        found[start:stop] = _variances(sums, levels, lonely)
    return found


@dataclass(frozen=True, slots=True)
class _Level:
    """A stage whose units stand in order: where each unit begins among those of the last stage, and each stratum.

    `strata` are the codes of the strata in that order, `of_unit` says which of them each unit is in, and `weight` the
    fraction of the stages before that led to each code.
    """

    stage: Stage
    units: IntArray
    begins: IntArray
    of_unit: IntArray
    strata: IntArray
    weight: FloatArray


def _levels(stages: Sequence[Stage]) -> tuple[list[_Level], IntArray]:
    """Return the stages, and the last stage's unit of each row, numbered so that strata and units stand together."""
    last = stages[-1].unit
    first = np.unique(last, return_index=True)[1]
    keys = [codes for stage in stages for codes in (stage.stratum[first], stage.unit[first])]
    order = np.lexsort(keys[::-1])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    rows = first[order]
    levels, share = [], np.ones(1)
    for stage in stages:
        units = _starts(stage.unit[rows])
        stratum = stage.stratum[rows][units]
        begins = _starts(stratum)
        weight = share[stage.parent]
        levels.append(
            _Level(
                stage,
                units,
                begins,
                np.repeat(np.arange(len(begins)), np.diff(begins, append=len(stratum))),
                stratum[begins],
                weight,
            )
        )
        share = np.zeros(int(stage.unit.max()) + 1)
        share[stage.unit] = (weight * stage.fraction)[stage.stratum]
    return levels, rank[np.unique(last, return_inverse=True)[1]]


def _starts(codes: IntArray) -> IntArray:
    """Return where runs of equal codes begin."""
    begins = np.ones(len(codes), dtype=np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def _variances(sums: FloatArray, levels: Sequence[_Level], lonely: Lonely) -> FloatArray:
    """Return the variances, as `variances` does, from sums by unit of the last stage, shape (domains, units)."""
    domains = len(sums)
    total = np.zeros(domains)
    for level in levels:
        if not (level.weight > 0).any():
            continue
        each = sums if level is levels[-1] else np.add.reduceat(sums, level.units, axis=1)
        sampled = level.stage.sampled[level.strata]
        present = np.diff(level.begins, append=each.shape[1])
        mean = np.add.reduceat(each, level.begins, axis=1) / sampled
        centred = np.add.reduceat((each - mean[:, level.of_unit]) ** 2, level.begins, axis=1)
        strata = Squares(
            domain=np.repeat(np.arange(domains), len(level.strata)),
            code=np.tile(level.strata, domains),
            within=(centred + (sampled - present) * mean**2).ravel(),
            about_zero=np.add.reduceat(each**2, level.begins, axis=1).ravel(),
        )
        total += terms(strata, level.stage, level.weight, lonely).reshape(domains, -1).sum(axis=1)
    return total


def _taken(
    values: FloatArray, domain: IntArray, domains: int, later: Sequence[Adjustment]
) -> list[FloatArray]:
    """Return what each adjustment explains of every domain's values, less what those before it took already."""
    taken: list[FloatArray] = []
    for place, each in enumerate(later):
        found = each.explained(values, domain, domains)
        for before, other in zip(taken, later[:place], strict=True):
            found = found - _passed_on(each, other, len(before), len(values)) @ before
        taken.append(found)
    return taken


def _passed_on(each: Adjustment, other: Adjustment, parts: int, rows: int) -> FloatArray:
    """Return what one adjustment explains of each part of another."""
    everywhere = np.zeros(rows, dtype=np.int64)
    columns = [each.explained(other.carried(one), everywhere, 1) for one in np.eye(parts)]
    return np.hstack(columns)
