"""Non-response cells: within a cell, those who answered stand for those who did not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bahtera.statistics.estimates.columns import FloatArray, IntArray, Names, by_class, mask, sum_by
from bahtera.statistics.estimates.designs import Design
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused
from bahtera.statistics.estimates.weighting.margins import classes


def adjust_nonresponse(design: Design, responded: str, *, by: Names) -> Design:
    """Return the design in which those who answered carry the weights of their whole cell; the others weigh nothing.

    The weighting-class adjustment (Little and Rubin 2002, section 3.3.2). Families that were drawn and did not answer
    must be in the table. The variance takes the adjustment in: a cell's weighted number is itself an estimate, so that
    each drawn family counts with its cell's mean and each that answered with its distance from it (a linearised sum of
    ratios times estimated sizes, with who answers taken as given: Fay 1991; Shao and Steel 1999, *Journal of the
    American Statistical Association* 94, 254-265). R survey's `svycontrast` over the cells' totals gives the same.

    Args:
        design: the sample of all who were drawn.
        responded: a column of yes and no; missing is no.
        by: the columns that make the cells.

    Raises:
        UnreadableColumn: `responded` is not yes and no.
        CalibrationRefused: a family has no cell, or nobody answered in one.
    """
    said = mask(design.table, responded)
    codes, labels = classes(design, by)
    inside = codes >= 0
    old = design.sample.weights
    whole = sum_by(codes[inside], old[inside], len(labels))
    heard = sum_by(codes[inside & said], old[inside & said], len(labels))
    if (heard == 0).any():
        raise CalibrationRefused.silent_cell(" · ".join(map(str, labels[int(np.argmin(heard))])))
    new = np.where(inside & said, old * (whole / heard)[codes], 0.0)
    return design.adjusted(new, _Carried(codes, whole, old, new))


@dataclass(frozen=True, slots=True)
class _Carried:
    codes: IntArray
    whole: FloatArray
    old: FloatArray
    new: FloatArray

    def explained(self, values: FloatArray, domain: IntArray, domains: int) -> FloatArray:
        """Return the mean of each cell over all who were drawn in it."""
        inside = self.codes >= 0
        cells = len(self.whole)
        sums = sum_by(self.codes[inside] * domains + domain[inside], values[inside], cells * domains)
        return sums.reshape(cells, domains) / self.whole[:, None]

    def carried(self, taken: FloatArray) -> FloatArray:
        """Return each row's part of moving its cell's mean from who answered to all who were drawn."""
        return np.where(self.codes >= 0, taken[self.codes] * (self.new - self.old), 0.0)

    def spread(self, unit: IntArray, units: int) -> FloatArray:
        """Return the same by cell and unit, for means of one."""
        return by_class(self.codes, self.new - self.old, unit, len(self.whole), units)
