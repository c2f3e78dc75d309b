"""Post-stratification: weights that add up to known counts of classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray, IntArray, Names, by_class, sum_by
from bahtera.statistics.estimates.designs import Design
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused
from bahtera.statistics.estimates.weighting.margins import Margin, factors, match


def post_stratify(design: Design, by: Names, totals: Mapping[Any, float]) -> Design:
    """Return the design with weights that add up to the totals of each class.

    Variances are then those of what the classes leave unexplained: the linearised values less their class's mean
    (Särndal, Swensson and Wretman 1992, section 7.6), as R's `postStratify` computes them.

    Args:
        design: the sample.
        by: the columns that make the classes.
        totals: how many of the population are in each class: by value, or by tuple of values for several columns.

    Raises:
        CalibrationRefused: sample and totals do not have the same classes, or a total is not above zero.
    """
    if not totals:
        raise CalibrationRefused.no_margins()
    margin = match(design, by, totals)
    factor = factors(margin, design.sample.weights)
    old = design.sample.weights
    new = np.where(margin.codes >= 0, old * factor[margin.codes], 0.0)
    return design.adjusted(new, _Residuals(margin, factor, old, new))


@dataclass(frozen=True, slots=True)
class _Residuals:
    margin: Margin
    factor: FloatArray
    old: FloatArray
    new: FloatArray

    def explained(self, values: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        """Return the mean of each class by the weights of before."""
        inside = self.margin.codes >= 0
        codes = self.margin.codes[inside]
        sums = sum_by(
            codes * domains + domain[inside], values[inside] / self.factor[codes], len(self.factor) * domains
        )
        whole = sum_by(codes, self.old[inside], len(self.factor))
        return sums.reshape(len(self.factor), domains) / whole[:, None]

    def carried(self, taken: FloatArray) -> FloatArray:
        """Return each row's weight times its class's mean."""
        return np.where(self.margin.codes >= 0, taken[self.margin.codes] * self.new, 0.0)

    def spread(self, unit: IntArray, units: int) -> FloatArray:
        """Return the weights of each class by unit."""
        return by_class(self.margin.codes, self.new, unit, len(self.factor), units)
