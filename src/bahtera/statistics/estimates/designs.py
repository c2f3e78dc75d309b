"""A sample with its design, and the estimates it gives: the front of this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import (
    FloatArray,
    Names,
    as_names,
    as_table,
    numbers,
)
from bahtera.statistics.estimates.domains import domains, indicators
from bahtera.statistics.estimates.errors import BadStages, BadWeights, EmptyDomain, NoPopulation
from bahtera.statistics.estimates.intervals import Method
from bahtera.statistics.estimates.linearised import Asked, Deff, Kind, Sample, estimate
from bahtera.statistics.estimates.loci import check_reach
from bahtera.statistics.estimates.options import check_options, lonely_rule
from bahtera.statistics.estimates.publication import most_missing
from bahtera.statistics.estimates.residuals import Adjustment
from bahtera.statistics.estimates.results import Estimate, Estimates, by_domain, describe
from bahtera.statistics.estimates.stages import Plan, Stage, build_stages
from bahtera.statistics.estimates.variance import Lonely

_SLACK = 1e-6
KINDS: dict[str, Kind] = {"mean": "mean", "share": "mean", "total": "total", "ratio": "ratio"}


def design(
    frame: object,
    *,
    strata: Names = None,
    psu: Names = None,
    weights: str | None = None,
    fpc: Names = None,
    nest: bool = False,
    lonely_psu: Lonely | str = "fail",
    loci: str | None = None,
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
            it units count as drawn with replacement, and the second stage adds nothing of its own. A column of whole
            numbers counts units, also where all are 1; a full census is the fraction 1.0.
        nest: names of units are used again in each stratum (of stage one, and in each unit of stage two).
        lonely_psu: what strata with one unit add to a variance: `fail`, `remove`, `certainty`, `adjust`, `average`; see
            `Lonely`.

        loci: the column of the places that were chosen on purpose, not drawn: a figure is then refused unless it is by
            this column, or labelled as what it is (`LOCUS_AVERAGE`).

    Raises:
        UnknownColumn, UnreadableColumn: the table lacks a column, or it cannot be read.
        BadStages: strata, units and fpc describe no design: a unit in two strata, fpc below the number drawn,
            differing within a stratum, or given for one stage of two; or everybody was drawn and stands for more.
        BadWeights: weights are missing, negative or all zero.
        BadOption: there is no such rule for strata with one unit.
        EmptyDomain: the table has no rows.
    """
    table = as_table(frame)
    if table.num_rows == 0:
        raise EmptyDomain
    plan = Plan(as_names(strata), as_names(psu), as_names(fpc), nest)
    stages = build_stages(table, plan)
    found = _weights(table, weights, stages)
    _refuse_everything(table, plan.fpc, found)
    sized = all(np.isfinite(stage.population).all() for stage in stages)
    sample = Sample(found, stages, lonely_rule(lonely_psu))
    return Design(table, sample, plan, is_scaled=weights is not None or sized, loci=loci)


def _refuse_everything(table: pa.Table, fpc: Sequence[str], weights: FloatArray) -> None:
    """Refuse a population of 1 everywhere where rows stand for others: numbers of units were meant, not fractions."""
    if fpc and weights.max() > 1 + _SLACK and all((numbers(table, name) == 1).all() for name in fpc):
        raise BadStages.fpc_everything()


def _weights(table: pa.Table, name: str | None, stages: Sequence[Stage]) -> FloatArray:
    if name is None:
        found = np.ones(table.num_rows)
        for stage in stages:
            each = stage.population / stage.sampled
            found *= np.where(np.isfinite(each), each, 1.0)[stage.stratum]
        return found
    found = numbers(table, name)
    if not found.min() >= 0:  # NaN is not
        gaps = int(np.isnan(found).sum())
        raise BadWeights.missing(gaps) if gaps else BadWeights.negative(int((found < 0).sum()))
    if not found.any():
        raise BadWeights.all_zero()
    return found


@dataclass(frozen=True, slots=True)
class Design:
    """A sample and how it was drawn. Make one with `design`; calibration returns another.

    Every estimate takes `by` (columns whose values make the domains), `where` (a column of yes and no, or one yes or
    no a row: only these rows are the domain), a `label` where places were chosen on purpose, the `level` of its
    interval, and `deff`: `without` compares with simple random sampling without replacement, `replace` with
    replacement.

    A row with a missing item is left out of its domain and counted in `missing`; a row with a missing value in `by`
    is in no domain and counted in `outside`.
    """

    table: pa.Table
    sample: Sample
    plan: Plan
    is_scaled: bool = True
    loci: str | None = None

    def mean(
        self,
        variable: str,
        *,
        by: Names = None,
        where: object = None,
        label: str | None = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the mean of a variable.

        Raises:
            EmptyDomain: nobody is in the domain.
            BadOption: the level is not between 0 and 1, or there is no such `deff`.
            LonelyPsu: a stratum has one unit and the design says to fail.
            WiderThanLoci: places were chosen on purpose, and the figure is neither by them nor labelled.
        """
        y = numbers(self.table, variable)
        return self._ask(
            "mean",
            variable,
            [(None, y, None)],
            by=by,
            where=where,
            label=label,
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
        label: str | None = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the total of a variable.

        Raises:
            NoPopulation: neither weights nor fpc say how many each row stands for.
            EmptyDomain, BadOption, LonelyPsu, WiderThanLoci: as `mean`.
        """
        if not self.is_scaled:
            raise NoPopulation
        y = numbers(self.table, variable)
        return self._ask(
            "total",
            variable,
            [(None, y, None)],
            by=by,
            where=where,
            label=label,
            method="t",
            level=level,
            deff=deff,
        )

    def share(
        self,
        variable: str,
        *,
        by: Names = None,
        where: object = None,
        label: str | None = None,
        level: float = 0.95,
        deff: Deff = "without",
        interval: Method = "logit",
    ) -> Estimates:
        """Return the share of yes (of a column of yes and no, or of 1 and 0), or of each category.

        Args:
            variable: its column.
            by: columns of the domains.
            where: a mask.
            label: of an average over places chosen on purpose.
            level: of the interval.
            deff: what the design effect compares with.
            interval: `logit`, `korn-graubard` or `t`.

        Raises:
            UnreadableColumn: the column holds measurements.
            EmptyDomain, BadOption, LonelyPsu, WiderThanLoci: as `mean`.
        """
        parts = [(category, y, None) for category, y in indicators(self.table, variable)]
        return self._ask(
            "share", variable, parts, by=by, where=where, label=label, method=interval, level=level, deff=deff
        )

    def ratio(
        self,
        numerator: str,
        denominator: str,
        *,
        by: Names = None,
        where: object = None,
        label: str | None = None,
        level: float = 0.95,
        deff: Deff = "without",
    ) -> Estimates:
        """Return the ratio of two totals; a row counts when it has both.

        Raises:
            EmptyDomain, BadOption, LonelyPsu, WiderThanLoci: as `mean`.
        """
        y, x = numbers(self.table, numerator), numbers(self.table, denominator)
        name = f"{numerator} / {denominator}"
        return self._ask(
            "ratio", name, [(None, y, x)], by=by, where=where, label=label, method="t", level=level, deff=deff
        )

    def adjusted(self, weights: FloatArray, adjustment: Adjustment) -> Design:
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
        label: str | None,
        method: Method,
        level: float,
        deff: Deff,
    ) -> Estimates:
        check_options(level, method, deff)
        names = as_names(by)
        called = check_reach(self.loci, names, label)
        found, outside = domains(self.table, names, where)
        rows: list[Estimate] = []
        for category, numerator, denominator in parts:
            kind = KINDS[statistic]
            asked = Asked(kind, numerator, denominator, found.codes, len(found), deff)
            figures = estimate(self.sample, asked)
            rows += describe(
                figures,
                found.labels,
                category=category,
                method=method,
                level=level,
                most_missing=most_missing(statistic),
            )
        return Estimates(statistic, name, names, level, outside, called, by_domain(rows, len(found)))
