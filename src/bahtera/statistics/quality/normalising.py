"""Bringing indicators to one scale on which more is better.

The methods and their names follow OECD/JRC, Handbook on Constructing Composite Indicators (2008), part 1 step 5.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np

from bahtera.statistics.quality.errors import BadChoice, NotMeasurable, name_some
from bahtera.statistics.quality.ranking import Ties, rank
from bahtera.statistics.quality.table import FloatArray, Table


class Outside(Enum):
    """What becomes of a value beyond the goalposts."""

    REFUSE = "refuse"
    CLIP = "clip"
    """It counts as the goalpost itself."""
    KEEP = "keep"
    """It gets a number below 0 or above 1."""


class Normaliser(Protocol):
    """One way of bringing an indicator to the common scale."""

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:
        """Return the values (shape (units,)) on the scale, NaN kept; `lower` says that less is better."""


@dataclass(frozen=True, slots=True)
class MinMax:
    """`(x - low) / (high - low)`, from 0 to 1, with fixed goalposts; where less is better, 1 less that.

    Goalposts fixed beforehand keep a unit's number the same whoever else is in the table; `observed_goalposts` takes
    them from the values instead.
    """

    low: float
    high: float
    outside: Outside = Outside.REFUSE

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise BadChoice(
                "statistics.goalposts",
                "The lower goalpost must be below the upper one; these are {low} and {high}.",
                low=self.low,
                high=self.high,
            )

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:
        beyond = (values < self.low) | (values > self.high)
        if self.outside is Outside.REFUSE and beyond.any():
            raise BadChoice(
                "statistics.beyond_goalposts",
                "{count} values of {indicator} are beyond its goalposts {low} and {high}.",
                count=int(beyond.sum()),
                indicator=indicator,
                low=self.low,
                high=self.high,
            )
        placed = (self.high - values if lower else values - self.low) / (self.high - self.low)
        return np.clip(placed, 0.0, 1.0) if self.outside is Outside.CLIP else placed


@dataclass(frozen=True, slots=True)
class ZScore:
    """`(x - mean) / sd`, with the table's mean and deviation (divisor n - 1); minus that where less is better."""

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:
        known = values[~np.isnan(values)]
        if known.size == 0 or known.min() == known.max():
            raise _no_spread(indicator)
        middle, deviation = float(known.mean()), float(known.std(ddof=1))
        return (middle - values if lower else values - middle) / deviation


@dataclass(frozen=True, slots=True)
class RankScore:
    """The rank from the worst (1) to the best (number of units with a value)."""

    ties: Ties = Ties.AVERAGE

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:  # noqa: ARG002 - one protocol
        return rank(values, ties=self.ties, best="high" if lower else "low")


@dataclass(frozen=True, slots=True)
class Percentile:
    """The percentile rank from 0 to 1: the share of units with a worse value, and half of those with the same.

    With n values and the average rank r from the worst it is (r - 1/2) / n.
    """

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:
        ranks = RankScore(Ties.AVERAGE).apply(indicator, values, lower=lower)
        return (ranks - 0.5) / max(1, int((~np.isnan(values)).sum()))


@dataclass(frozen=True, slots=True)
class Cut:
    """1 at the cut-off or on its better side, else 0."""

    at: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.at):
            raise BadChoice("statistics.cut", "A cut-off must be a number, not {cut}.", cut=self.at)

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:  # noqa: ARG002 - one protocol
        met = (values <= self.at if lower else values >= self.at).astype(np.float64)
        met[np.isnan(values)] = np.nan
        return met


@dataclass(frozen=True, slots=True)
class AsIs:
    """The value itself, for indicators that are on the common scale already; where less is better, 1 less it."""

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:  # noqa: ARG002 - one protocol
        return 1.0 - values if lower else values.copy()


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Another normaliser's numbers, those below a floor counted as the floor.

    Keeps a single zero from making a geometric or harmonic mean zero, as the Gender Inequality Index does with shares
    of nobody (UNDP, Human Development Report 2010, technical note 3).
    """

    inner: Normaliser
    floor: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.floor):
            raise BadChoice("statistics.floor", "A floor must be a number, not {floor}.", floor=self.floor)

    def apply(self, indicator: str, values: FloatArray, *, lower: bool) -> FloatArray:
        return np.maximum(self.inner.apply(indicator, values, lower=lower), self.floor)


Normalisation = Normaliser | Mapping[str, Normaliser]
"""One normaliser for all indicators, or one for each."""


def normalise(table: Table, how: Normalisation, *, lower: Collection[str] = ()) -> Table:
    """Return the table with every indicator on its scale, more being better; missing stays missing.

    Args:
        table: the values in the indicators' own units.
        how: one normaliser, or one an indicator.
        lower: the indicators of which less is better.

    Raises:
        BadChoice: an indicator without a normaliser, an unknown one, or values beyond fixed goalposts.
        NotMeasurable: z-scores of values that are all the same, or of none.
    """
    chosen = dict.fromkeys(table.indicators, how) if not isinstance(how, Mapping) else dict(how)
    check_names(table.indicators, chosen)
    check_known(table.indicators, lower)
    columns = [chosen[name].apply(name, table.column(name), lower=name in lower) for name in table.indicators]
    return table.with_values(np.column_stack(columns))


def observed_goalposts(table: Table, *, outside: Outside = Outside.REFUSE) -> dict[str, MinMax]:
    """Return each indicator's lowest and highest value as its goalposts.

    Raises:
        NotMeasurable: an indicator with one value, or none.
    """
    posts = {}
    for name in table.indicators:
        known = table.column(name)[~np.isnan(table.column(name))]
        if known.size == 0 or known.min() == known.max():
            raise _no_spread(name)
        posts[name] = MinMax(float(known.min()), float(known.max()), outside)
    return posts


def check_names(indicators: Collection[str], given: Collection[str]) -> None:
    """Refuse names that are not exactly the indicators'.

    Raises:
        BadChoice: an indicator is lacking, or a name is none of theirs.
    """
    lacking = [name for name in indicators if name not in given]
    if lacking:
        raise BadChoice(
            "statistics.nothing_given",
            "Nothing was given for these indicators: {names}.",
            names=name_some(lacking),
        )
    check_known(indicators, given)


def check_known(indicators: Collection[str], given: Collection[str]) -> None:
    """Refuse names that are none of the indicators'."""
    unknown = [name for name in given if name not in indicators]
    if unknown:
        raise BadChoice(
            "statistics.unknown_indicators",
            "The table has no indicators of these names: {names}.",
            names=name_some(unknown),
        )


def _no_spread(indicator: str) -> NotMeasurable:
    return NotMeasurable(
        "statistics.no_spread",
        "The indicator {indicator} has the same value everywhere, or none; it cannot be put on a scale of its spread.",
        indicator=indicator,
    )
