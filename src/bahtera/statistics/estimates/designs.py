"""A sample with its design, and the estimates it gives: the front of this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import (
    FloatArray,
    Groups,
    Names,
    as_names,
    as_table,
    column,
    groups,
    is_numeric,
    mask,
    numbers,
)
from bahtera.statistics.estimates.errors import BadWeights, EmptyDomain, NoPopulation, UnreadableColumn
from bahtera.statistics.estimates.intervals import Method
from bahtera.statistics.estimates.linearised import Asked, Deff, Sample, estimate
from bahtera.statistics.estimates.results import Estimate, Estimates, describe
from bahtera.statistics.estimates.stages import Plan, Stage, build_stages
from bahtera.statistics.estimates.variance import Lonely


def design(
    frame: object,
    *,
    strata: Names = None,
    psu: Names = None,
    weights: str | None = None,
    fpc: Names = None,
    nest: bool = False,
    lonely_psu: Lonely | str = "fail",
) -> Design:
    """Describe how a sample was drawn, so that it can be estimated from.

    Args:
        frame: one row a family: an Arrow table, a pandas or Polars frame, a DuckDB relation, or arrays by column name.
            Families that were drawn and did not answer belong in it (with weight zero or a missing item): a unit
            without any row cannot be counted.
        strata: the column of the strata, or one a stage.
        psu: the column of the primary sampling units, or of the units of both stages; without it each row is a unit.
        weights: the column of the weights, how many families each row stands for. A weight of zero takes a row out of
            every estimate but keeps its unit counted. Without weights they follow from `fpc`; without that every row
            weighs the same, and totals are refused.
        fpc: the column of the number of units in the stratum, or of the fraction of them drawn, one a stage; without
            it units count as drawn with replacement, and the second stage adds nothing of its own.
        nest: names of units are used again in each stratum (of stage one, and in each unit of stage two).
        lonely_psu: what strata with one unit add to a variance: `fail`, `remove`, `certainty`, `adjust`, `average`; see
            `Lonely`.

    Raises:
        UnknownColumn, UnreadableColumn: the table lacks a column, or it cannot be read.
        BadStages: strata, units and fpc describe no design: a unit in two strata, fpc below the number drawn,
            differing within a stratum, or given for one stage of two.
        BadWeights: weights are missing, negative or all zero.
    """
    table = as_table(frame)
    stages = build_stages(table, Plan(as_names(strata), as_names(psu), as_names(fpc), nest))
    found = _weights(table, weights, stages)
    sized = all(np.isfinite(stage.population).all() for stage in stages)
    return Design(table, Sample(found, stages, Lonely(lonely_psu)), is_scaled=weights is not None or sized)


def _weights(table: pa.Table, name: str | None, stages: Sequence[Stage]) -> FloatArray:
    if name is None:
        found = np.ones(table.num_rows)
        for stage in stages:
            each = stage.population / stage.sampled
            found *= np.where(np.isfinite(each), each, 1.0)[stage.stratum]
        return found
    found = numbers(table, name)
    if gaps := int(np.isnan(found).sum()):
        raise BadWeights.missing(gaps)
    if below := int((found < 0).sum()):
        raise BadWeights.negative(below)
    if not found.any():
        raise BadWeights.all_zero()
    return found


@dataclass(frozen=True, slots=True)
class Design:
    """A sample and how it was drawn. Make one with `design`; calibration returns another.

    Every estimate takes `by` (columns whose values make the domains), `where` (a column of yes and no, or one yes or
    no a row: only these rows are the domain), the `level` of its interval, and `deff`: `without` compares with simple
    random sampling without replacement, `replace` with replacement.

    A row with a missing item is left out of its domain and counted in `missing`; a row with a missing value in `by`
    is in no domain and counted in `outside`.
    """

    table: pa.Table
    sample: Sample
    is_scaled: bool = True

    def mean(
        self,
        variable: str,
        *,
        by: Names = None,
        where: object = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the mean of a variable.

        Raises:
            EmptyDomain: nobody is in the domain.
            LonelyPsu: a stratum has one unit and the design says to fail.
        """
        y = numbers(self.table, variable)
        return self._ask(
            "mean",
            variable,
            [(None, y, np.ones(len(y)))],
            by=by,
            where=where,
            method="t",
            level=level,
            deff=deff,
        )

    def total(
        self,
        variable: str,
        *,
        by: Names = None,
        where: object = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the total of a variable.

        Raises:
            NoPopulation: neither weights nor fpc say how many each row stands for.
            EmptyDomain, LonelyPsu: as `mean`.
        """
        if not self.is_scaled:
            raise NoPopulation
        y = numbers(self.table, variable)
        return self._ask(
            "total", variable, [(None, y, None)], by=by, where=where, method="t", level=level, deff=deff
        )

    def share(
        self,
        variable: str,
        *,
        by: Names = None,
        where: object = None,
        level: float = 0.95,
        deff: Deff = "without",
        interval: Method = "logit",
    ) -> Estimates:
        """Return the share of yes (of a column of yes and no, or of 1 and 0), or of each category.

        Args:
            variable: its column.
            by: columns of the domains.
            where: a mask.
            level: of the interval.
            deff: what the design effect compares with.
            interval: `logit`, `korn-graubard` or `t`.

        Raises:
            UnreadableColumn: the column holds measurements.
            EmptyDomain, LonelyPsu: as `mean`.
        """
        parts = [
            (category, y, np.ones(self.table.num_rows)) for category, y in _indicators(self.table, variable)
        ]
        return self._ask(
            "share", variable, parts, by=by, where=where, method=interval, level=level, deff=deff
        )

    def ratio(
        self,
        numerator: str,
        denominator: str,
        *,
        by: Names = None,
        where: object = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the ratio of two totals; a row counts when it has both.

        Raises:
            EmptyDomain, LonelyPsu: as `mean`.
        """
        y, x = numbers(self.table, numerator), numbers(self.table, denominator)
        name = f"{numerator} / {denominator}"
        return self._ask(
            "ratio", name, [(None, y, x)], by=by, where=where, method="t", level=level, deff=deff
        )

    def adjusted(self, weights: FloatArray, adjustment: Any) -> Design:
        """Return the design with calibrated weights; what calibrations of this room end with."""
        sample = replace(self.sample, weights=weights, adjustments=(*self.sample.adjustments, adjustment))
        return replace(self, sample=sample, is_scaled=True)

    def _ask(
        self,
        statistic: str,
        name: str,
        parts: Sequence[tuple[object, FloatArray, FloatArray | None]],
        *,
        by: Names,
        where: object,
        method: Method,
        level: float,
        deff: Deff,
    ) -> Estimates:
        names = as_names(by)
        domains, outside = _domains(self.table, names, where)
        rows: list[Estimate] = []
        for category, numerator, denominator in parts:
            asked = Asked(numerator, denominator, domains.codes, len(domains), deff)
            figures = estimate(self.sample, asked)
            rows += describe(figures, domains.labels, category=category, method=method, level=level)
        if len(parts) > 1:
            width = len(domains)
            rows = [row for place in range(width) for row in rows[place::width]]
        return Estimates(statistic, name, names, level, outside, None, tuple(rows))


def _indicators(table: pa.Table, name: str) -> list[tuple[object, FloatArray]]:
    """Return the categories with a column of 0 and 1 for each; one without a category for yes and no."""
    if is_numeric(table, name):
        y = numbers(table, name)
        if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
            if not pa.types.is_integer(column(table, name).type):
                raise UnreadableColumn.not_a_share(name)
        else:
            return [(None, y)]
    found = groups(table, (name,))
    gaps = np.where(found.codes < 0, np.nan, 0.0)
    return [(label[0], gaps + (found.codes == code)) for code, label in enumerate(found.labels)]


def _domains(table: pa.Table, names: Sequence[str], where: object) -> tuple[Groups, int]:
    """Return the domains asked for, and how many rows of the mask are in none."""
    found = groups(table, names)
    inside = np.ones(table.num_rows, dtype=np.bool_) if where is None else mask(table, where)
    outside = int(np.count_nonzero(inside & (found.codes < 0)))
    if where is not None:
        codes = np.where(inside, found.codes, -1)
        present = np.unique(codes[codes >= 0])
        renamed = np.full(len(found) + 1, -1, dtype=np.int64)
        renamed[present] = np.arange(len(present))
        found = Groups(renamed[codes], tuple(found.labels[code] for code in present.tolist()))
    if not (found.codes >= 0).any():
        raise EmptyDomain
    return found, outside
