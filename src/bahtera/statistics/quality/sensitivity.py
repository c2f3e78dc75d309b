"""Which choice moves the ranks: weights, normalisation or aggregation."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from bahtera.statistics.quality.choices import Choices, Drawn, Model, Sample, draw_choices, record
from bahtera.statistics.quality.errors import NotMeasurable
from bahtera.statistics.quality.separating import rows_of
from bahtera.statistics.quality.sobol import SobolIndices, SobolSums
from bahtera.statistics.quality.uncertainty import rank_scores

_FEWEST_FOR_ERRORS = 40


class Factor(Enum):
    """A choice that can be drawn otherwise."""

    WEIGHTS = "weights"
    """All weights together."""
    NORMALISATION = "normalisation"
    """Scales or cut-offs."""
    AGGREGATION = "aggregation"


@dataclass(frozen=True, slots=True)
class Shift:
    """What moves a rank.

    Attributes:
        variance: of the rank shift over the draws, in squared ranks.
        first: the share of the variance each factor explains by itself; None when the rank never moves.
        total: the share each factor has a part in, its interactions with others among them; None likewise.
        mean: of the rank shift over the draws, in ranks.
        first_error, total_error: standard errors of the estimates; None when the rank never moves, moves in too few
            draws to say, or with fewer than 40 draws.
    """

    variance: float
    first: dict[Factor, float] | None
    total: dict[Factor, float] | None
    first_error: dict[Factor, float] | None
    total_error: dict[Factor, float] | None
    mean: float = 0.0


@dataclass(frozen=True, slots=True)
class RankSensitivity:
    """What moves the ranks.

    Attributes:
        factors: the choices that were drawn.
        average: of the mean absolute rank shift of all units from their nominal ranks.
        units: of the rank shift of each unit asked for.
        drawn: seed and generator; `draws` is the size of each of the two samples.
        evaluations: how often the index was worked out.
    """

    factors: tuple[Factor, ...]
    average: Shift
    units: dict[Hashable, Shift]
    drawn: Drawn
    evaluations: int


def rank_sensitivity(
    choices: Choices, units: Sequence[Hashable] = (), *, draws: int, seed: int
) -> RankSensitivity:
    """Return how much of the variance of rank shifts is due to each choice.

    Variance-based, after Saisana, Saltelli & Tarantola (2005), J. R. Statist. Soc. A 168, 307-323, with the
    estimators of `sobol`. Estimates err; draws of 500 and more are usual.

    Args:
        choices: the index and what could have been chosen otherwise; a factor with one alternative is not one.
        units: those to explain one by one, at most 1,000; the average always rests on all.
        draws: of each of the two samples; the index is worked out draws times (factors + 2) times.
        seed: a whole number from 0.

    Raises:
        NotMeasurable: there is nothing to choose.
        BadChoice: draws, seed or units that cannot be used.
    """
    factors = _factors(choices)
    if not factors:
        raise NotMeasurable(
            "statistics.nothing_to_choose",
            "Nothing was left open: give a concentration, two normalisations or two means.",
        )
    drawn, model = record(draws, seed), Model(choices)
    rows = rows_of(model, units)
    nominal = rank_scores(model.scores(model.nominal, 0))
    first, second = (draw_choices(choices, draws, child) for child in np.random.SeedSequence(seed).spawn(2))
    samples = [first, second, *(_mix(first, second, factor) for factor in factors)]
    sums = SobolSums(len(factors), 1 + len(rows))
    for draw in range(draws):
        shifts = [rank_scores(model.scores(sample, draw)) - nominal for sample in samples]
        outputs = [np.concatenate(([np.abs(shift).mean()], shift[rows])) for shift in shifts]
        sums.add(outputs[0], outputs[1], outputs[2:])
    found = sums.indices()
    shifts_of = [_shift(factors, found, place, draws) for place in range(1 + len(rows))]
    return RankSensitivity(
        factors,
        shifts_of[0],
        dict(zip(units, shifts_of[1:], strict=True)),
        drawn,
        draws * len(samples),
    )


def _factors(choices: Choices) -> tuple[Factor, ...]:
    is_open = {
        Factor.WEIGHTS: choices.concentration is not None,
        Factor.NORMALISATION: len(choices.normalisations) > 1,
        Factor.AGGREGATION: len(choices.means) > 1,
    }
    return tuple(factor for factor, drawn in is_open.items() if drawn)


def _mix(first: Sample, second: Sample, factor: Factor) -> Sample:
    """Return the first sample with one factor taken from the second."""
    return Sample(
        second.weights if factor is Factor.WEIGHTS else first.weights,
        second.normalisations if factor is Factor.NORMALISATION else first.normalisations,
        second.means if factor is Factor.AGGREGATION else first.means,
    )


def _shift(factors: tuple[Factor, ...], found: SobolIndices, place: int, draws: int) -> Shift:
    variance, mean = float(found.variance[place]), float(found.mean[place])
    if variance == 0:
        return Shift(0.0, None, None, None, None, mean)
    first, total, first_error, total_error = (
        dict(zip(factors, values[:, place].tolist(), strict=True))
        for values in (found.first, found.total, found.first_error, found.total_error)
    )
    unsure = np.isnan(found.first_error[:, place]).any()
    if unsure or draws < _FEWEST_FOR_ERRORS:
        return Shift(variance, first, total, None, None, mean)
    return Shift(variance, first, total, first_error, total_error, mean)
