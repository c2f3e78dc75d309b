"""How units were drawn: strata, units within them and how many there are, at one or two stages.

The vocabulary is that of Särndal, Swensson and Wretman (1992), *Model Assisted Survey Sampling*, chapters 3 and 4: a
first stage draws primary sampling units (PSU) within strata, a second draws units within each PSU.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import (
    FloatArray,
    Groups,
    IntArray,
    codes_of,
    column,
    compact,
    count_by,
    groups,
    numbers,
)
from bahtera.statistics.estimates.errors import BadStages

MOST_STAGES = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of drawing.

    `unit` and `stratum` are codes, one a row; a unit is in one stratum, and a stratum within one unit of the stage
    before (`parent`, zero at the first). `sampled` and `population` are numbers of units, one a stratum; without a
    finite population correction `population` is infinite. `names` says what each stratum is called.
    """

    unit: IntArray
    stratum: IntArray
    parent: IntArray
    sampled: IntArray
    population: FloatArray
    names: tuple[tuple[object, ...], ...]

    @property
    def fraction(self) -> FloatArray:
        """The share of a stratum's units that were drawn, one a stratum."""
        found: FloatArray = self.sampled / self.population
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns that say how units were drawn, one a stage."""

    strata: tuple[str, ...]
    psu: tuple[str, ...]
    fpc: tuple[str, ...]
    nest: bool


def build_stages(table: pa.Table, plan: Plan) -> tuple[Stage, ...]:
    """Return the stages of a design, the first one first.

    Raises:
        BadStages: the columns describe no design of one or two stages.
    """
    count = max(len(plan.psu), 1)
    if count > MOST_STAGES or len(plan.strata) > count:
        raise BadStages.stages()
    if plan.fpc and len(plan.fpc) != count:
        raise BadStages.fpc_stages(count)
    sizes = _sizes(table, plan.fpc)
    stages: list[Stage] = []
    for place in range(count):
        before = stages[-1].unit if stages else np.zeros(table.num_rows, dtype=np.int64)
        size = sizes[place] if sizes else None
        stages.append(_build(table, plan, place, before, size))
    if stages[0].unit.max(initial=0) == 0 and not (plan.nest and plan.strata):
        raise BadStages.one_unit()
    return tuple(stages)


def _build(table: pa.Table, plan: Plan, place: int, before: IntArray, size: FloatArray | None) -> Stage:
    stratum, parent, named = _strata(table, plan, place, before)
    unit, unit_stratum = _units(table, plan, place, before, stratum)
    sampled = count_by(unit_stratum, len(parent))
    population = np.full(len(parent), np.inf)
    if size is not None:
        population = _population(plan.fpc[place], size, stratum, sampled, named)
    return Stage(unit, stratum, parent, sampled, population, named.labels)


def _strata(table: pa.Table, plan: Plan, place: int, before: IntArray) -> tuple[IntArray, IntArray, Groups]:
    """Return the stratum of each row, the parent of each stratum, and the strata by name."""
    column = plan.strata[place : place + 1]
    named = _whole(table, column)
    if place == 0:
        return named.codes, np.zeros(len(named), dtype=np.int64), named
    codes, present = compact(before * len(named) + named.codes)
    labels = tuple(named.labels[code] for code in (present % len(named)).tolist())
    return codes, present // len(named), Groups(codes, labels)


def _units(
    table: pa.Table, plan: Plan, place: int, before: IntArray, stratum: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the unit of each row, and the stratum of each unit."""
    if not plan.psu:
        return np.arange(table.num_rows, dtype=np.int64), stratum
    name = plan.psu[place]
    named, values = codes_of(column(table, name))
    _refuse_gaps(named, name)
    above = stratum if plan.nest else before
    unit, size = named, len(values)
    if place > 0 or plan.nest:
        unit, present = compact(above * size + named)
        size = len(present)
    of_unit = np.zeros(size, dtype=np.int64)
    of_unit[unit] = stratum
    split = np.flatnonzero(of_unit[unit] != stratum)
    if len(split):
        raise BadStages.not_nested(values[int(named[split[0]])].as_py())
    return unit, of_unit


def _whole(table: pa.Table, names: Sequence[str]) -> Groups:
    found = groups(table, names)
    _refuse_gaps(found.codes, names[0] if names else "")
    return found


def _refuse_gaps(codes: IntArray, name: str) -> None:
    gaps = int(np.count_nonzero(codes < 0))
    if gaps:
        raise BadStages.missing(name, gaps)


def _sizes(table: pa.Table, names: Sequence[str]) -> list[FloatArray]:
    """Return fpc as sampling fractions made negative, or as numbers of units: one array a stage.

    Ones are the fraction of a full census when they are written as fractions (1.0); as whole numbers they count units.
    """
    sizes = [numbers(table, name, infinite=True) for name in names]
    for name, size in zip(names, sizes, strict=True):
        if not (size > 0).all():
            raise BadStages.fpc_missing(name)
    counted = all(pa.types.is_integer(table.column(name).type) for name in names)
    if sizes and not counted and all((size <= 1).all() for size in sizes):
        return [-size for size in sizes]
    if any((size < 1).any() for size in sizes):
        raise BadStages.fpc_mixed()
    return sizes


def _population(
    name: str, size: FloatArray, stratum: IntArray, sampled: IntArray, named: Groups
) -> FloatArray:
    of_stratum = np.zeros(len(sampled))
    of_stratum[stratum] = size
    varying = np.flatnonzero(of_stratum[stratum] != size)
    if len(varying):
        raise BadStages.fpc_varies(name, _called(named, int(stratum[varying[0]])))
    population: FloatArray = np.where(of_stratum < 0, sampled / np.abs(of_stratum), of_stratum)
    short = np.flatnonzero(population < sampled)
    if len(short):
        first = int(short[0])
        raise BadStages.fpc_below_sample(_called(named, first), float(population[first]), int(sampled[first]))
    return population


def _called(named: Groups, stratum: int) -> str:
    return " · ".join(str(part) for part in named.labels[stratum]) or "1"
