"""What went into an index and could have been chosen otherwise, and the drawing of such choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.combining import (
    REFUSE,
    MissingRule,
    answered_share,
    has_score,
    settle_missing,
)
from bahtera.statistics.quality.errors import BadChoice, NotMeasurable
from bahtera.statistics.quality.means import Mean, Prepared, evaluate, mix, prepare
from bahtera.statistics.quality.normalising import AsIs, Normalisation, normalise
from bahtera.statistics.quality.table import FloatArray, IntArray, Table
from bahtera.statistics.quality.weighing import Weights

GENERATOR = "PCG64"


@dataclass(frozen=True, slots=True)
class Choices:
    """An index and the ways in which it could have been made otherwise.

    The first normalisation and the first mean, with the weights as they are, are the index itself ("nominal").

    Attributes:
        table: values in the indicators' own units.
        weights: the nominal weights.
        concentration: how near the drawn weights stay to the nominal ones: they follow a Dirichlet distribution
            with parameters concentration times weight, so that a weight w has mean w and variance
            w(1 - w)/(concentration + 1). None keeps the weights fixed. A weight of 0 stays 0.
        normalisations: scales or cut-offs that could be used, each as likely; drawn for all indicators together.
        separately: draw the normalisation of each indicator by itself, as fits cut-offs that move one by one.
        means: aggregations that could be used, each as likely.
        lower: the indicators of which less is better.
        missing: the rule for missing values. Which units have a score is decided by the nominal weights, so that
            the same units are ranked in every draw.
    """

    table: Table
    weights: Weights
    concentration: float | None = None
    normalisations: tuple[Normalisation, ...] = (AsIs(),)
    means: tuple[Mean, ...] = (Mean.ARITHMETIC,)
    lower: Collection[str] = ()
    missing: MissingRule = REFUSE
    separately: bool = False

    def __post_init__(self) -> None:
        if self.concentration is not None and not (
            np.isfinite(self.concentration) and self.concentration > 0
        ):
            raise BadChoice(
                "statistics.concentration",
                "The concentration of the weights must be above zero, not {concentration}.",
                concentration=self.concentration,
            )
        if not self.normalisations or not self.means:
            raise BadChoice("statistics.no_alternatives", "Give at least one normalisation and one mean.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """How random numbers were drawn; the same again gives the same bits.

    `generator` is numpy's bit generator, seeded by `numpy.random.SeedSequence(seed)`, which spawns one stream for
    weights, one for normalisations and one for means; `numpy` is the version that drew.
    """

    seed: int
    draws: int
    generator: str
    numpy: str


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Drawn choices.

    `weights` has shape (draws, indicators); `normalisations` (the same shape) and `means` (shape (draws,)) hold places
    in the choices.
    """

    weights: FloatArray
    normalisations: IntArray
    means: IntArray


class Model:
    """An index ready to be scored under drawn choices. `units` are those with a score."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        nominal = choices.weights.of(choices.table.indicators)
        first = np.zeros((1, nominal.size), dtype=np.int64)
        self.nominal = Sample(nominal[None, :], first, first[:, 0])
        self.rows = np.flatnonzero(has_score(answered_share(choices.table, nominal), choices.missing))
        if self.rows.size == 0:
            raise NotMeasurable("statistics.nobody_scored", "No unit has a score.")
        self.units = tuple(choices.table.units[row] for row in self.rows)
        self._prepared = list(
            zip(*(self._prepare(how, nominal) for how in choices.normalisations), strict=True)
        )

    def _prepare(self, how: Normalisation, nominal: FloatArray) -> Iterator[Prepared]:
        scaled = normalise(self.choices.table, how, lower=self.choices.lower)
        values = settle_missing(scaled, nominal, self.choices.missing).values[self.rows]
        for mean in self.choices.means:
            yield prepare(values, mean)

    def scores(self, sample: Sample, draw: int) -> FloatArray:
        """Return the scores (shape (units,)) under one draw.

        Raises:
            NotMeasurable: the drawn weights leave a unit without any.
        """
        prepared = mix(self._prepared[sample.means[draw]], sample.normalisations[draw].tolist())
        scores = evaluate(prepared, sample.weights[draw])
        if np.isnan(scores).any():
            raise NotMeasurable(
                "statistics.weights_vanish",
                "Drawn weights leave some units without a score; raise the concentration or the minimum share.",
            )
        return scores


def draw_choices(choices: Choices, draws: int, seed: np.random.SeedSequence) -> Sample:
    """Draw weights, normalisations and means, each from a stream of its own; more draws only add to fewer."""
    streams = [np.random.Generator(np.random.PCG64(child)) for child in seed.spawn(3)]
    nominal = choices.weights.of(choices.table.indicators)
    weights = np.zeros((draws, nominal.size))
    if choices.concentration is None:
        weights[:] = nominal
    else:
        counted = nominal > 0
        weights[:, counted] = streams[0].dirichlet(choices.concentration * nominal[counted], size=draws)
    apart = nominal.size if choices.separately else 1
    scales = streams[1].integers(len(choices.normalisations), size=(draws, apart))
    means = streams[2].integers(len(choices.means), size=draws)
    return Sample(weights, np.broadcast_to(scales, weights.shape), means)


def record(draws: int, seed: int) -> Drawn:
    """Check the number of draws and the seed, and return what makes them reproducible.

    Raises:
        BadChoice: fewer than two draws, or a negative seed.
    """
    fewest = 2
    if draws < fewest:
        raise BadChoice("statistics.few_draws", "It takes at least two draws, not {draws}.", draws=draws)
    if seed < 0:
        raise BadChoice("statistics.negative_seed", "A seed is a whole number from 0, not {seed}.", seed=seed)
    return Drawn(seed, draws, GENERATOR, np.__version__)
