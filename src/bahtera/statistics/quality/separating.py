"""Which units can be told apart, and which cannot."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.choices import Choices, Drawn, Model, draw_choices, record
from bahtera.statistics.quality.errors import BadChoice, name_some
from bahtera.statistics.quality.ranking import comparable
from bahtera.statistics.quality.reliability import check_level
from bahtera.statistics.quality.table import BoolArray, FloatArray, IntArray

MOST_COMPARED = 1000
"""Units compared with each other at most: their pairs grow with the square."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units that cannot be told apart; `first` has the better nominal score and is above in the share `above`."""

    first: Hashable
    second: Hashable
    above: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Units compared two by two over the draws.

    Attributes:
        units: from the best nominal score to the worst.
        above: shape (units, units): the share of draws in which the unit of the row has the higher score than that
            of the column, equal scores counting half; 1/2 on the diagonal.
        level: two units are told apart when one is above the other in at least this share of draws.
        drawn: seed and generator.
    """

    units: tuple[Hashable, ...]
    above: FloatArray
    level: float
    drawn: Drawn

    @property
    def apart(self) -> BoolArray:
        """True where the unit of the row and that of the column are told apart."""
        return np.maximum(self.above, self.above.T) >= self.level

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that cannot be told apart, from the best unit down."""
        rows, columns = np.nonzero(np.triu(~self.apart, 1))
        return tuple(
            Pair(self.units[row], self.units[column], float(self.above[row, column]))
            for row, column in zip(rows, columns, strict=True)
        )

    def groups(self) -> tuple[tuple[Hashable, ...], ...]:
        """Return the groups of two and more neighbours in rank of which no two can be told apart.

        Each is as large as it can be. Groups may overlap: A may not be told from B nor B from C while A is told
        from C (as in the letters of Piepho 2004, J. Comput. Graph. Statist. 13, 456-466).
        """
        ends = self._ends()
        return tuple(
            self.units[start:end]
            for start, end in enumerate(ends)
            if end - start > 1 and (start == 0 or end > ends[start - 1])
        )

    def _ends(self) -> list[int]:
        """Return, for each unit, where the run of neighbours that begins with it ends."""
        apart, end = self.apart, len(self.units)
        ends = [0] * end
        for start in reversed(range(len(self.units))):
            later = np.flatnonzero(apart[start, start + 1 : end])
            end = start + 1 + int(later[0]) if later.size else end
            ends[start] = end
        return ends


def compare_units(
    choices: Choices,
    units: Sequence[Hashable] | None = None,
    *,
    draws: int,
    seed: int,
    level: float = 0.95,
) -> Comparison:
    """Compare units two by two over the draws of `rank_uncertainty` with the same seed.

    Args:
        choices: the index and what could have been chosen otherwise.
        units: those to compare, at most 1,000; all by default.
        draws: how many, at least 2.
        seed: a whole number from 0.
        level: the share of draws in which one must be above the other for the two to be told apart; above 1/2.

    Raises:
        BadChoice: too many units, some without a score or unknown, or a level not above 1/2.
        MissingValues, NotMeasurable: see `combine` and `normalise`.
    """
    check_level(level)
    half = 0.5
    if level <= half:
        raise BadChoice(
            "statistics.level_of_pairs",
            "Units are told apart by more than half of the draws, not {level}.",
            level=level,
        )
    drawn, model = record(draws, seed), Model(choices)
    rows = rows_of(model, model.units if units is None else units)
    nominal = comparable(model.scores(model.nominal, 0)[rows])
    rows = rows[np.argsort(-nominal, kind="stable")]
    sample = draw_choices(choices, draws, np.random.SeedSequence(seed))
    wins = np.zeros((len(rows), len(rows)), dtype=np.int32)
    for draw in range(draws):
        keys = comparable(model.scores(sample, draw)[rows])
        wins += keys[:, None] > keys[None, :]
    above = (draws + wins - wins.T) / (2 * draws)
    return Comparison(tuple(model.units[row] for row in rows), above, level, drawn)


def rows_of(model: Model, units: Sequence[Hashable]) -> IntArray:
    """Return where units stand among the scored ones; refuse too many, unknown and repeated ones."""
    if len(units) > MOST_COMPARED:
        raise BadChoice(
            "statistics.many_pairs",
            "Compare at most {most} units with each other, not {count}.",
            most=MOST_COMPARED,
            count=len(units),
        )
    places = {unit: place for place, unit in enumerate(model.units)}
    lacking = [unit for unit in units if unit not in places]
    if lacking or len(set(units)) != len(units):
        raise BadChoice(
            "statistics.no_score",
            "These units have no score, are not in the table, or stand there twice: {units}.",
            units=name_some(lacking or units),
        )
    return np.array([places[unit] for unit in units], dtype=np.int64)
