"""Combining a unit's indicators into one score, with a stated rule for what is missing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.errors import BadChoice, MissingValues, name_some
from bahtera.statistics.quality.means import Mean, evaluate, prepare
from bahtera.statistics.quality.normalising import check_names
from bahtera.statistics.quality.table import BoolArray, FloatArray, Table
from bahtera.statistics.quality.weighing import Weights

_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Refuse:
    """A missing value that has a weight is refused."""


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Missing indicators are left out and the others' weights grow in proportion.

    `minimum` is the share, by weight, of a unit's applicable indicators that must have a value; a unit with less has
    no score.
    """

    minimum: float

    def __post_init__(self) -> None:
        if not 0 < self.minimum <= 1:
            raise BadChoice(
                "statistics.minimum_share",
                "A minimum share lies above 0 and up to 1, not at {share}.",
                share=self.minimum,
            )


@dataclass(frozen=True, slots=True)
class Fill:
    """Missing values count as a value given on the normalised scale: one for all indicators, or one for each."""

    value: float | Mapping[str, float]


MissingRule = Refuse | LeaveOut | Fill
REFUSE = Refuse()


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """One score a unit.

    Attributes:
        units: the units of the table.
        values: shape (units,), on the scale of the indicators; NaN for a unit without a score.
        answered: shape (units,): the share, by weight, of the applicable indicators that had a value; NaN where none
            applies.
        mean: how the indicators were combined.
        missing: the rule for missing values.
    """

    units: tuple[Hashable, ...]
    values: FloatArray
    answered: FloatArray
    mean: Mean
    missing: MissingRule

    @property
    def unscored(self) -> tuple[Hashable, ...]:
        """The units without a score."""
        return tuple(self.units[place] for place in np.flatnonzero(np.isnan(self.values)))


def combine(
    table: Table, weights: Weights, *, mean: Mean = Mean.ARITHMETIC, missing: MissingRule = REFUSE
) -> Scores:
    """Combine each unit's indicators into a weighted mean.

    Indicators that do not apply to a unit are always left out and the others' weights grow in proportion; a unit to
    which none with a weight applies has no score. See OECD/JRC Handbook (2008), part 1 step 6.

    Args:
        table: normalised values, more being better.
        weights: of the table's indicators.
        mean: arithmetic, geometric or harmonic.
        missing: what to do with missing values.

    Raises:
        MissingValues: values are missing and `missing` is `Refuse`.
        BadChoice: weights of other indicators.
        NotMeasurable: negative values for a geometric or harmonic mean.
    """
    shares = weights.of(table.indicators)
    answered = answered_share(table, shares)
    ready = settle_missing(table, shares, missing)
    values = evaluate(prepare(ready.values, mean), shares)
    values[~has_score(answered, missing)] = np.nan
    return Scores(table.units, values, answered, mean, missing)


def answered_share(table: Table, weights: FloatArray) -> FloatArray:
    """Return, for each unit, the weight of its indicators with a value over that of all that apply."""
    with np.errstate(invalid="ignore"):
        return weight_of(table.present, weights) / weight_of(~table.not_applicable, weights)


def weight_of(marks: BoolArray, weights: FloatArray) -> FloatArray:
    """Return, for each row of marks (shape (units, indicators)), the weights of its true cells, added in order."""
    total = np.zeros(len(marks))
    for place, weight in enumerate(weights.tolist()):
        total += weight * marks[:, place]
    return total


def has_score(answered: FloatArray, missing: MissingRule) -> BoolArray:
    """Tell which units have a score under the rule."""
    if isinstance(missing, LeaveOut):
        return answered >= missing.minimum - _SLACK
    return ~np.isnan(answered)


def settle_missing(table: Table, weights: FloatArray, missing: MissingRule) -> Table:
    """Return the table as the rule has it: refused, untouched, or filled in."""
    if isinstance(missing, LeaveOut):
        return table
    if isinstance(missing, Fill):
        return _fill(table, missing.value)
    lacking = table.missing[:, weights > 0].any(axis=1)
    if lacking.any():
        raise MissingValues(
            "statistics.missing_values",
            "{count} units lack values: {units}. Say whether to leave them out or what they count as.",
            count=int(lacking.sum()),
            units=name_some(table.units[place] for place in np.flatnonzero(lacking)),
        )
    return table


def _fill(table: Table, value: float | Mapping[str, float]) -> Table:
    given = dict(value) if isinstance(value, Mapping) else dict.fromkeys(table.indicators, value)
    check_names(table.indicators, given)
    row = np.array([given[name] for name in table.indicators], dtype=np.float64)
    if not np.isfinite(row).all():
        raise BadChoice("statistics.fill", "What missing values count as must be a number.")
    return table.with_values(np.where(table.missing, row, table.values))
