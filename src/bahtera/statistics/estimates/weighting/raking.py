"""Raking: weights that add up to several margins, one after the other until all hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray, count_by, sum_by
from bahtera.statistics.estimates.designs import Design
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused
from bahtera.statistics.estimates.weighting.margins import Margin, check_size, factors, match

_PASSES = 10  # of taking means out, as in R's svyrecvar
_REACHED = 1e-11


def rake(
    design: Design,
    margins: Mapping[str | tuple[str, ...], Mapping[Any, float]],
    *,
    rounds: int = 1000,
) -> Design:
    """Return the design with weights that add up to every margin (Deming and Stephan 1940; Deville, Särndal and Sautory
    1993).

    Variances are those of the residuals of R's `rake`: ten passes in which each margin's classes give up their
    (unweighted) mean. They are close to those of a calibration with the same margins, and not the same.

    Args:
        design: the sample.
        margins: for each column (or tuple of columns) the totals by class; all add up to the same population.
        rounds: after how many to give up.

    Raises:
        CalibrationRefused: sample and totals do not have the same classes, margins add up to different populations, or
            the totals were not reached.
    """
    if not margins:
        raise CalibrationRefused.no_margins()
    matched = [match(design, names, totals) for names, totals in margins.items()]
    for margin in matched[1:]:
        check_size(margin, matched[0].size)
    steps = _reach(matched, design.sample.weights, rounds)
    return design.adjusted(steps[-1], _Residuals(tuple(matched), tuple(steps)))


def _reach(margins: list[Margin], weights: FloatArray, rounds: int) -> list[FloatArray]:
    """Return the weights after each margin of the last round."""
    for _ in range(rounds):
        steps, furthest = [], 0.0
        for margin in margins:
            factor = factors(margin, weights)
            furthest = max(furthest, float(np.abs(factor - 1).max()))
            weights = np.where(margin.codes >= 0, weights * factor[margin.codes], 0.0)
            steps.append(weights)
        if furthest < _REACHED:
            return steps
    raise CalibrationRefused.not_reached(rounds)


@dataclass(frozen=True, slots=True)
class _Residuals:
    margins: tuple[Margin, ...]
    weights: tuple[FloatArray, ...]

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return weighted values less the means of the margins' classes."""
        found = values.copy()
        for _ in range(_PASSES):
            for margin, weights in zip(self.margins, self.weights, strict=True):
                inside = margin.codes >= 0
                codes, size = margin.codes[inside], len(margin.totals)
                mean = sum_by(codes, found[inside] / weights[inside], size) / count_by(codes, size)
                found[inside] -= weights[inside] * mean[codes]
        return found
