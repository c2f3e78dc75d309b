"""Post-stratification: weights that add up to known counts of classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray, Names, sum_by
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

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return weighted values less their class's mean."""
        inside = self.margin.codes >= 0
        codes = self.margin.codes[inside]
        size = len(self.factor)
        sums = sum_by(codes, values[inside] / self.factor[codes], size)
        mean = sums / sum_by(codes, self.old[inside], size)
        found = values.copy()
        found[inside] -= mean[codes] * self.new[inside]
        return found
