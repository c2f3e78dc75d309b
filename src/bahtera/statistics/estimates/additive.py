"""Sums by primary sampling unit: what villages keep in place of families, and add up to figures with their errors.

A mean, share, ratio or total and its variance are functions of a few sums of each unit in each domain: of the weighted
values; of their squares and products, for the design effect; and of the squares and products of the second stage's unit
sums, for its variance. Provinces can be put together from these without any family (Särndal, Swensson and Wretman 1992,
results 4.3.1 and 5.6.2, written out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import (
    FloatArray,
    IntArray,
    Names,
    as_names,
    count_by,
    groups,
    numbers,
    sum_by,
)
from bahtera.statistics.estimates.designs import KINDS, Design
from bahtera.statistics.estimates.domains import domains
from bahtera.statistics.estimates.errors import BadOption, EmptyDomain, NoPopulation, NotAdditive
from bahtera.statistics.estimates.intervals import Method
from bahtera.statistics.estimates.linearised import Deff, concluded
from bahtera.statistics.estimates.loci import check_reach
from bahtera.statistics.estimates.options import check_options, lonely_rule
from bahtera.statistics.estimates.publication import most_missing
from bahtera.statistics.estimates.results import Estimates, describe
from bahtera.statistics.estimates.stages import Stage
from bahtera.statistics.estimates.variance import Cells, Lonely, Squares, cells_of, joined, squares, terms

# n: rows with a weight; missing: those without the item. w, x, y: sums of weights and of weighted denominator and
# numerator. wxx, wxy, wyy: weighted squares and products. sxx, sxy, syy: squares and products of the sums of the second
# stage's units.
MEASURES = ("n", "missing", "w", "x", "y", "wxx", "wxy", "wyy", "sxx", "sxy", "syy")
_UNIT = ("population", "drawn_within", "population_within")
_ROUNDING = 1e-14


@dataclass(frozen=True, slots=True)
class PsuSums:
    """The sums of one question; add them with ``+``, then `estimate`.

    `cells` has a row for each domain and unit with the columns of `by`, of `strata` and `psu`, and `MEASURES`. `units`
    has every sampled unit, also those with nobody in any domain: its strata and name, how many units its stratum has
    (`population`), how many of its own units were drawn and how many there are (`drawn_within`, `population_within`;
    infinite without a finite population correction). `statistic` is mean, share, ratio or total.
    """

    statistic: str
    variable: str
    by: tuple[str, ...]
    strata: tuple[str, ...]
    psu: str
    loci: str | None
    cells: pa.Table
    units: pa.Table

    def __add__(self, other: PsuSums) -> PsuSums:
        """Return the sums of both; a unit may be in both, with the same sizes.

        Raises:
            NotAdditive: they are of different questions or designs, or describe a unit differently.
        """
        if _question(self) != _question(other):
            raise NotAdditive.mismatch()
        keys = (*self.strata, self.psu)
        units = pa.concat_tables([self.units, other.units])
        units = units.group_by([*keys, *_UNIT], use_threads=False).aggregate([])
        if len(groups(units, keys)) != units.num_rows:
            raise NotAdditive.mismatch()
        named = _once(self.by, keys)
        cells = pa.concat_tables([self.cells, other.cells])
        added = cells.group_by(named, use_threads=False).aggregate([(name, "sum") for name in MEASURES])
        cells = added.select([*named, *(f"{name}_sum" for name in MEASURES)])
        cells = cells.rename_columns([*named, *MEASURES])
        return PsuSums(*_question(self), cells, units)

    def estimate(
        self,
        *,
        lonely_psu: Lonely | str = "fail",
        label: str | None = None,
        level: float = 0.95,
        deff: Deff = "without",
        interval: Method | None = None,
    ) -> Estimates:
        """Return the figures, as `Design` gives them from families.

        Raises:
            EmptyDomain: there are no cells.
            BadOption: there is no such level, interval, `deff` or rule.
            LonelyPsu: a stratum has one unit and the rule is to fail.
            WiderThanLoci: places were chosen on purpose, and the figure is neither by them nor labelled.
        """
        method: Method = interval or ("logit" if self.statistic == "share" else "t")
        check_options(level, method, deff)
        called = check_reach(self.loci, self.by, label)
        if self.cells.num_rows == 0:
            raise EmptyDomain
        found = groups(self.cells, self.by)
        frame = _frame(self)
        sums = {name: numbers(self.cells, name) for name in MEASURES}
        reckoned = _Reckoned(self.statistic, found.codes, len(found), sums, frame)
        figures = concluded(
            reckoned.value,
            reckoned.variance(lonely_rule(lonely_psu)),
            reckoned.spread(),
            counts=reckoned.counts(),
            size=reckoned.by_domain("w"),
            deff=deff,
        )
        rows = describe(
            figures,
            found.labels,
            category=None,
            method=method,
            level=level,
            most_missing=most_missing(self.statistic),
        )
        return Estimates(self.statistic, self.variable, self.by, level, 0, called, tuple(rows))


def psu_sums(
    design: Design, statistic: str, variable: str, denominator: str | None = None, *, by: Names = None
) -> PsuSums:
    """Return the sums from which a figure and its error follow, by domain and primary sampling unit.

    Args:
        design: with a column of primary sampling units, at most one of strata, not calibrated.
        statistic: `mean`, `total`, `ratio`, or `share` (of yes and no, or 1 and 0).
        variable: the column, or a ratio's numerator.
        denominator: a ratio's denominator.
        by: the columns of the domains.

    Raises:
        NotAdditive: the design's figures are no function of such sums.
        BadOption: there is no such statistic.
        NoPopulation: a total of a design without weights.
    """
    if statistic not in KINDS:
        raise BadOption.unknown("statistic", statistic, list(KINDS))
    plan = design.plan
    if design.sample.adjustments or not plan.psu or len(plan.strata) > 1:
        raise NotAdditive.design()
    if statistic == "total" and not design.is_scaled:
        raise NoPopulation
    y = numbers(design.table, variable)
    x = np.ones(len(y)) if denominator is None else numbers(design.table, denominator)
    names = as_names(by)
    found, _ = domains(design.table, names, None)
    rows = np.flatnonzero(found.codes >= 0)
    cells = cells_of(design.sample.stages[0], found.codes[rows], rows)
    first = np.zeros(len(cells), dtype=np.int64)
    first[cells.row] = rows
    table = design.table.select(_once(names, (*plan.strata, plan.psu[0]))).take(first)
    for name, values in _measures(design, cells, rows, x, y).items():
        table = table.append_column(name, pa.array(values))
    variable = variable if denominator is None else f"{variable} / {denominator}"
    return PsuSums(statistic, variable, names, plan.strata, plan.psu[0], design.loci, table, _units(design))


def _once(names: Sequence[str], more: Sequence[str]) -> list[str]:
    """Return all names, those of a domain that is also a stratum or unit once."""
    return list(dict.fromkeys([*names, *more]))


def _measures(
    design: Design, cells: Cells, rows: IntArray, x: FloatArray, y: FloatArray
) -> dict[str, FloatArray | IntArray]:
    """Return the measures of each cell."""
    weight, x, y = design.sample.weights[rows], x[rows], y[rows]
    known, live = ~(np.isnan(x) | np.isnan(y)), weight > 0
    x, y, weighed = np.where(known, x, 0.0), np.where(known, y, 0.0), np.where(known, weight, 0.0)
    size, wx, wy = len(cells), weighed * x, weighed * y
    found: dict[str, FloatArray | IntArray] = {
        "n": count_by(cells.row[known & live], size),
        "missing": count_by(cells.row[~known & live], size),
    }
    named = {"w": weighed, "x": wx, "y": wy, "wxx": wx * x, "wxy": wx * y, "wyy": wy * y}
    found |= {name: sum_by(cells.row, values, size) for name, values in named.items()}
    sx = sy = np.zeros(0)
    cell = np.zeros(0, dtype=np.int64)
    if len(design.sample.stages) > 1:
        row, _, cell = joined(cells.domain[cells.row], design.sample.stages[1].unit[rows], cells.row)
        sx, sy = sum_by(row, wx, len(cell)), sum_by(row, wy, len(cell))
    products = {"sxx": sx * sx, "sxy": sx * sy, "syy": sy * sy}
    return found | {name: sum_by(cell, values, size) for name, values in products.items()}


def _units(design: Design) -> pa.Table:
    """Return every sampled unit with the sizes of its stratum and of its own."""
    stages, plan = design.sample.stages, design.plan
    size = int(stages[0].unit.max()) + 1
    first = np.zeros(size, dtype=np.int64)
    first[stages[0].unit] = np.arange(len(stages[0].unit))
    found = design.table.select([*plan.strata, plan.psu[0]]).take(first)
    drawn, within = np.zeros(size), np.full(size, np.inf)
    if len(stages) > 1:
        second = stages[1].stratum[first]
        drawn, within = stages[1].sampled[second].astype(np.float64), stages[1].population[second]
    sizes = (stages[0].population[stages[0].stratum[first]], drawn, within)
    for name, values in zip(_UNIT, sizes, strict=True):
        found = found.append_column(name, pa.array(values))
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """The units of the sums as stages: `unit` says which one each cell is of."""

    unit: IntArray
    first: Stage
    second: Stage | None


def _frame(sums: PsuSums) -> _Frame:
    keys = (*sums.strata, sums.psu)
    named = groups(pa.concat_tables([sums.units.select(keys), sums.cells.select(keys)]), keys)
    size = sums.units.num_rows
    place = np.full(len(named), -1, dtype=np.int64)
    place[named.codes[:size]] = np.arange(size)
    unit = place[named.codes[size:]]
    if len(named) != size or (unit < 0).any():
        raise NotAdditive.mismatch()
    strata = groups(sums.units, sums.strata)
    everything = np.arange(size)
    population = np.zeros(len(strata))
    population[strata.codes] = numbers(sums.units, "population", infinite=True)
    none = np.zeros(len(strata), dtype=np.int64)
    first = Stage(
        everything, strata.codes, none, count_by(strata.codes, len(strata)), population, strata.labels
    )
    drawn = numbers(sums.units, "drawn_within")
    if not drawn.any():
        return _Frame(unit, first, None)
    names = tuple((name,) for name in sums.units[sums.psu].to_pylist())
    within = numbers(sums.units, "population_within", infinite=True)
    second = Stage(everything, everything, everything, drawn.astype(np.int64), within, names)
    return _Frame(unit, first, second)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """The measures of the cells, and what follows from them by domain."""

    statistic: str
    domain: IntArray
    domains: int
    sums: dict[str, FloatArray]
    frame: _Frame

    def by_domain(self, name: str) -> FloatArray:
        return sum_by(self.domain, self.sums[name], self.domains)

    @property
    def value(self) -> FloatArray:
        total = self.by_domain("y")
        if self.is_total:
            return np.where(self.by_domain("w") > 0, total, np.nan)
        return total / self.below

    @property
    def is_total(self) -> bool:
        return KINDS[self.statistic] == "total"

    @property
    def below(self) -> FloatArray:
        """What the linearised values are divided by."""
        if self.is_total:
            return np.ones(self.domains)
        found = self.by_domain("x")
        return np.where(found == 0, np.nan, found)

    @property
    def slope(self) -> FloatArray:
        """How much of the denominator the linearised values take off."""
        return np.zeros(self.domains) if self.is_total else np.nan_to_num(self.value)

    def variance(self, lonely: Lonely) -> FloatArray:
        first, second = self.frame.first, self.frame.second
        known = self.sums["n"] > 0
        domain, unit = self.domain[known], self.frame.unit[known]
        below = self.below[domain]
        z = np.nan_to_num((self.sums["y"][known] - self.slope[domain] * self.sums["x"][known]) / below)
        cells = Cells(np.arange(len(domain)), domain, first.stratum[unit])
        strata = squares(z, cells, first)
        found = sum_by(strata.domain, terms(strata, first, np.ones(len(first.sampled)), lonely), self.domains)
        if second is None:
            return found
        about_zero = np.nan_to_num(self._square("s")[known] / below**2)
        sampled = second.sampled[unit]
        inner = np.maximum(about_zero - z**2 / sampled, 0.0)
        inner = np.where(inner <= _ROUNDING * about_zero, 0.0, inner)
        weight = first.fraction[first.stratum]
        reached = Squares(domain, unit, inner, about_zero)
        return found + sum_by(domain, terms(reached, second, weight, lonely), self.domains)

    def spread(self) -> FloatArray:
        """Return the variances that simple random sampling with replacement would give."""
        size, n = self.by_domain("w"), self.by_domain("n")
        with np.errstate(divide="ignore", invalid="ignore"):
            around = sum_by(self.domain, self._square("w"), self.domains) / self.below**2
            if self.is_total:
                around = around - self.value**2 / size
            found: FloatArray = around * size / (n - 1)
        return found

    def _square(self, of: str) -> FloatArray:
        """Return the squares of the linearised values of each cell; those that are all rounding become zero."""
        slope = self.slope[self.domain]
        parts = (self.sums[f"{of}yy"], 2 * slope * self.sums[f"{of}xy"], slope**2 * self.sums[f"{of}xx"])
        found = parts[0] - parts[1] + parts[2]
        return np.where(found <= _ROUNDING * (parts[0] + np.abs(parts[1]) + parts[2]), 0.0, found)

    def counts(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        live = self.sums["w"] > 0
        domain, stratum = self.domain[live], self.frame.first.stratum[self.frame.unit[live]]
        _, of, _ = joined(domain, stratum, stratum)
        n, missing = (self.by_domain(name).astype(np.int64) for name in ("n", "missing"))
        return n, count_by(domain, self.domains), count_by(of, self.domains), missing


def _question(sums: PsuSums) -> tuple[str, str, tuple[str, ...], tuple[str, ...], str, str | None]:
    return sums.statistic, sums.variable, sums.by, sums.strata, sums.psu, sums.loci
