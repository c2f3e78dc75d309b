"""The Alkire-Foster method: counting in how much of what matters a unit is deprived."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bahtera.statistics.quality.combining import (
    REFUSE,
    MissingRule,
    answered_share,
    has_score,
    settle_missing,
    weight_of,
)
from bahtera.statistics.quality.depriving import (
    DENOMINATOR,
    NotApplicable,
    check_deprivations,
    exact,
    whole_weights,
)
from bahtera.statistics.quality.errors import LARGEST, BadChoice, NotMeasurable, name_some
from bahtera.statistics.quality.table import BoolArray, FloatArray, Table
from bahtera.statistics.quality.weighing import Weights


@dataclass(frozen=True, slots=True)
class IndicatorDeprivation:
    """One indicator's part.

    Attributes:
        indicator, dimension: names; the dimension may be empty.
        weight: nominal; all add up to 1.
        raw_headcount: the share of people deprived in it, poor or not, among those with a value.
        censored_headcount: the share of people poor and deprived in it, among those with a value.
        contribution: its share of the adjusted headcount; all add up to 1. None when nobody is poor.
    """

    indicator: str
    dimension: str
    weight: float
    raw_headcount: float | None
    censored_headcount: float | None
    contribution: float | None


@dataclass(frozen=True, slots=True)
class DimensionDeprivation:
    """One dimension's weight and its share of the adjusted headcount (None when nobody is poor)."""

    dimension: str
    weight: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Subgroup:
    """One part of the population.

    Attributes:
        name: of the subgroup.
        units: counted units in it.
        population: its share of the population, by survey weight.
        headcount, intensity, adjusted_headcount: its own H, A (None when nobody in it is poor) and M0.
        contribution: its share of the whole adjusted headcount; all add up to 1. None when nobody is poor.
    """

    name: Hashable
    units: int
    population: float
    headcount: float
    intensity: float | None
    adjusted_headcount: float
    contribution: float | None


@dataclass(frozen=True, slots=True, eq=False)
class AlkireFoster:
    """Counts of the multidimensionally poor.

    Attributes:
        k: the poverty cut-off: a unit is poor when the weight of what it is deprived in, over the weight of all that
            is known of it, is at least this.
        headcount: H, the share of people who are poor.
        intensity: A, the average deprivation score of the poor; None when nobody is.
        adjusted_headcount: M0 = H times A.
        indicators, dimensions, groups: parts; the latter two empty when none were given.
        scores: shape (units,), each unit's deprivation score; NaN for one that is not counted.
        poor: shape (units,), false for one that is not counted.
        units: counted units.
        left_out: units not counted for what they lack, and their share of the population by survey weight.
        without_weight: units with a survey weight of zero, which count for nobody.
    """

    k: Fraction
    headcount: float
    intensity: float | None
    adjusted_headcount: float
    indicators: tuple[IndicatorDeprivation, ...]
    dimensions: tuple[DimensionDeprivation, ...]
    groups: tuple[Subgroup, ...]
    scores: FloatArray
    poor: BoolArray
    units: int
    left_out: int
    left_out_share: float
    without_weight: int


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """The counted units: deprived (0/1, absent 0), present, population shares, poor, scores.

    `censored` is each unit's part of M0, `parts` each indicator's.
    """

    deprived: FloatArray
    present: BoolArray
    people: FloatArray
    poor: BoolArray
    scores: FloatArray
    censored: FloatArray
    parts: FloatArray


def alkire_foster(
    table: Table,
    weights: Weights,
    *,
    k: float | Fraction,
    survey_weights: Sequence[float] | FloatArray | None = None,
    groups: Sequence[Hashable] | None = None,
    missing: MissingRule = REFUSE,
    not_applicable: NotApplicable | None = None,
) -> AlkireFoster:
    """Count the multidimensionally poor.

    Alkire & Foster (2011), J. Public Econ. 95, 476-487; names and parts as in Alkire et al. (2015), Multidimensional
    Poverty Measurement and Analysis, chapter 5. Whether a unit is poor is decided in whole numbers: six weights of
    1/18 reach a cut-off of 1/3.

    Args:
        table: `deprivations` of units by indicators: 1 deprived, 0 not.
        weights: of the indicators, with their dimensions.
        k: the poverty cut-off, above 0 and up to 1.
        survey_weights: how many people a unit stands for; one each by default. Zero counts for nobody.
        groups: the subgroup of each unit.
        missing: the rule for missing values. `LeaveOut(1)` leaves out every unit that lacks any, as the global MPI
            does; a smaller share lets the weights of what is known grow.
        not_applicable: what becomes of indicators that do not concern a unit; must be said when there are any.

    Raises:
        BadTable: values other than 0 and 1.
        BadChoice: a cut-off, survey weights or groups that cannot be used, or nothing said of what does not apply.
        MissingValues: values are missing and `missing` is `Refuse`.
        NotMeasurable: no unit is left to count.
    """
    cut = _check_cut(k)
    shares = weights.of(table.indicators)
    people = _check_people(survey_weights, len(table.units))
    known = settle_missing(_settle_not_applicable(table, shares, not_applicable), shares, missing)
    check_deprivations(known)
    complete = has_score(answered_share(known, shares), missing)
    counted = complete & (people > 0)
    if not counted.any():
        raise NotMeasurable("statistics.nobody_counted", "No unit is left to count.")
    found = _count(known, shares, cut, counted, people)
    total, headcount = float(found.censored.sum()), float(found.people[found.poor].sum())
    scores, poor = np.full(people.shape, np.nan), np.zeros(people.shape, dtype=bool)
    scores[counted], poor[counted] = found.scores, found.poor
    order = {name: place for place, name in enumerate(weights.indicators)}
    dimensions = tuple(weights.dimensions[order[name]] for name in table.indicators)
    indicators = _indicators(table.indicators, dimensions, shares, found)
    return AlkireFoster(
        k=cut,
        headcount=headcount,
        intensity=total / headcount if headcount else None,
        adjusted_headcount=total,
        indicators=indicators,
        dimensions=_dimensions(indicators),
        groups=_groups(groups, counted, found),
        scores=scores,
        poor=poor,
        units=int(counted.sum()),
        left_out=int((~complete & (people > 0)).sum()),
        left_out_share=float(people[~complete].sum() / people.sum()),
        without_weight=int((people == 0).sum()),
    )


def _check_cut(k: float | Fraction) -> Fraction:
    if not (np.isfinite(float(k)) and 0 < k <= 1):
        raise BadChoice(
            "statistics.poverty_cut", "The poverty cut-off lies above 0 and up to 1, not at {k}.", k=k
        )
    return max(exact(k), Fraction(1, DENOMINATOR))


def _check_people(given: Sequence[float] | FloatArray | None, units: int) -> FloatArray:
    people = np.ones(units) if given is None else np.array(given, dtype=np.float64)
    if people.shape != (units,):
        raise BadChoice(
            "statistics.survey_weights_length",
            "There are {units} units and {count} survey weights.",
            units=units,
            count=people.size,
        )
    wrong = ~((people >= 0) & (people <= LARGEST))
    if wrong.any():
        raise BadChoice(
            "statistics.survey_weights",
            "{count} survey weights are negative, missing or immense, the first in row {row}.",
            count=int(wrong.sum()),
            row=int(np.argmax(wrong)) + 1,
        )
    return people


def _settle_not_applicable(table: Table, shares: FloatArray, rule: NotApplicable | None) -> Table:
    if rule is NotApplicable.NOT_DEPRIVED:
        values = np.where(table.not_applicable, 0.0, table.values)
        return Table(table.units, table.indicators, values, np.zeros_like(table.not_applicable))
    concerned = table.not_applicable[:, shares > 0].any(axis=0)
    if rule is None and concerned.any():
        raise BadChoice(
            "statistics.say_not_applicable",
            "Some indicators do not concern every unit ({names}); say whether they count as not deprived.",
            names=name_some(np.array(table.indicators, dtype=object)[shares > 0][concerned]),
        )
    return table


def _count(
    table: Table, shares: FloatArray, cut: Fraction, counted: BoolArray, people: FloatArray
) -> _Counted:
    present = table.present[counted]
    deprived = np.where(present, table.values[counted], 0.0)
    whole = whole_weights(shares).astype(np.float64)
    # Whole numbers below 2^53 add up exactly in doubles, in any order.
    above, below = deprived @ whole, weight_of(present, whole)
    poor = above.astype(np.int64) * cut.denominator >= below.astype(np.int64) * cut.numerator
    population = people[counted] / people[counted].sum()
    scores = above / below
    return _Counted(
        deprived,
        present,
        population,
        poor,
        scores,
        population * poor * scores,
        (population * poor / below) @ deprived * whole,
    )


def _indicators(
    names: tuple[str, ...], dimensions: tuple[str, ...], shares: FloatArray, found: _Counted
) -> tuple[IndicatorDeprivation, ...]:
    total = float(found.parts.sum())
    with_value = np.array([found.people[column].sum() for column in found.present.T])
    raw = found.people @ found.deprived
    censored = (found.people * found.poor) @ found.deprived
    return tuple(
        IndicatorDeprivation(
            indicator=name,
            dimension=dimensions[place],
            weight=float(shares[place]),
            raw_headcount=float(raw[place] / with_value[place]) if with_value[place] else None,
            censored_headcount=float(censored[place] / with_value[place]) if with_value[place] else None,
            contribution=float(found.parts[place] / total) if total else None,
        )
        for place, name in enumerate(names)
    )


def _dimensions(indicators: tuple[IndicatorDeprivation, ...]) -> tuple[DimensionDeprivation, ...]:
    found = []
    for name in dict.fromkeys(one.dimension for one in indicators if one.dimension):
        members = [one for one in indicators if one.dimension == name]
        parts = [one.contribution for one in members if one.contribution is not None]
        found.append(
            DimensionDeprivation(name, sum(one.weight for one in members), sum(parts) if parts else None)
        )
    return tuple(found)


def _groups(groups: Sequence[Hashable] | None, counted: BoolArray, found: _Counted) -> tuple[Subgroup, ...]:
    if groups is None:
        return ()
    if len(groups) != counted.size or any(group is None for group in groups):
        raise BadChoice(
            "statistics.groups", "Every unit needs a subgroup; some have none, or there are more or fewer."
        )
    names = list(dict.fromkeys(groups))
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([places[group] for group in groups])[counted]
    units = np.bincount(codes, minlength=len(names))
    people = np.bincount(codes, weights=found.people, minlength=len(names))
    poor = np.bincount(codes, weights=found.people * found.poor, minlength=len(names))
    parts = np.bincount(codes, weights=found.censored, minlength=len(names))
    total = float(parts.sum())
    return tuple(
        Subgroup(
            name=name,
            units=int(units[place]),
            population=float(people[place]),
            headcount=float(poor[place] / people[place]),
            intensity=float(parts[place] / poor[place]) if poor[place] else None,
            adjusted_headcount=float(parts[place] / people[place]),
            contribution=float(parts[place] / total) if total else None,
        )
        for place, name in enumerate(names)
        if units[place]
    )
