"""Raking: weights that add up to several margins, one after the other until all hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import (
    BoolArray,
    FloatArray,
    IntArray,
    by_class,
    count_by,
    sum_by,
)
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
    return design.adjusted(steps[-1], _residuals(matched, steps))


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


def _residuals(margins: list[Margin], steps: list[FloatArray]) -> _Residuals:
    """Return the adjustment for weights after each margin, with what the margins' classes share worked out once."""
    inside = margins[0].codes >= 0
    codes = tuple(margin.codes[inside] for margin in margins)
    weights = tuple(step[inside] for step in steps)
    counts = tuple(count_by(code, len(margin.totals)) for code, margin in zip(codes, margins, strict=True))
    every = range(len(margins))
    shared = tuple(
        tuple(_shared(codes, weights, counts, k, m) / counts[k][:, None] for m in every) for k in every
    )
    return _Residuals(inside, codes, weights, counts, shared)


def _shared(
    codes: Sequence[IntArray], weights: Sequence[FloatArray], counts: Sequence[IntArray], k: int, m: int
) -> FloatArray:
    """Return the weights after margin m over those after margin k, summed by the classes of k (rows) and m."""
    shape = (len(counts[k]), len(counts[m]))
    pairs = codes[k] * shape[1] + codes[m]
    return sum_by(pairs, weights[m] / weights[k], shape[0] * shape[1]).reshape(shape)


@dataclass(frozen=True, slots=True)
class _Residuals:
    """The rows with a weight, their classes and weights by margin, and the classes' counts.

    `shared[k][m]` says how a value taken from each class of margin m moves the means of the classes of margin k.
    """

    inside: BoolArray
    codes: tuple[IntArray, ...]
    weights: tuple[FloatArray, ...]
    counts: tuple[IntArray, ...]
    shared: tuple[tuple[FloatArray, ...], ...]

    def explained(self, values: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        """Return what the classes of each margin give up in ten passes, margin under margin."""
        every = range(len(self.codes))
        inner, place = values[self.inside], domain[self.inside]
        start = [self._means(k, inner, place, domains) for k in every]
        taken = [np.zeros_like(one) for one in start]
        for _ in range(_PASSES):
            for k in every:
                moved = sum((self.shared[k][m] @ taken[m] for m in every), np.zeros_like(taken[k]))
                taken[k] = taken[k] + start[k] - moved
        return np.vstack(taken)

    def carried(self, taken: FloatArray) -> FloatArray:
        """Return what the classes give up, for each row."""
        found = np.zeros(len(self.inside))
        for k, one in enumerate(np.split(taken, self._ends)):
            found[self.inside] += self.weights[k] * one[self.codes[k]]
        return found

    def spread(self, unit: IntArray, units: int) -> FloatArray:
        """Return the weights of each class by unit, margin beside margin."""
        at = unit[self.inside]
        return np.hstack(
            [
                by_class(codes, weights, at, len(count), units)
                for codes, weights, count in zip(self.codes, self.weights, self.counts, strict=True)
            ]
        )

    @property
    def _ends(self) -> IntArray:
        return np.cumsum([len(count) for count in self.counts])[:-1]

    def _means(self, k: int, inner: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        count = self.counts[k]
        sums = sum_by(self.codes[k] * domains + domain, inner / self.weights[k], len(count) * domains)
        return sums.reshape(len(count), domains) / count[:, None]
