"""How sure each unit's rank is, when weights, scales and means could have been chosen otherwise."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from bahtera.statistics.quality.choices import Choices, Drawn, Model, Sample, draw_choices, record
from bahtera.statistics.quality.errors import BadChoice
from bahtera.statistics.quality.ranking import Ties, comparable, ranks_in_order, ties_of
from bahtera.statistics.quality.reliability import check_level
from bahtera.statistics.quality.table import FloatArray, IntArray

MEMORY = 256 * 2**20
"""Bytes of ranks kept at once; with more, the draws are repeated for some units at a time."""

_SORTED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class RankUncertainty:
    """Each unit's rank over all draws; 1 is the best, equal scores share the middle of their places.

    Attributes:
        units: those with a score; all arrays have shape (units,).
        unscored: those without one.
        scores, ranks: nominal.
        lower, median, upper: of the ranks over the draws; `lower` and `upper` are ranks that occurred, and at least
            the share `level` of draws lies between them.
        level: of the interval.
        k: how many places the top and the bottom have.
        top, bottom: the probability of standing among the k best or worst; units that share places share the
            probability, so that each adds up to k.
        drawn: seed and generator.
    """

    units: tuple[Hashable, ...]
    unscored: tuple[Hashable, ...]
    scores: FloatArray
    ranks: FloatArray
    lower: FloatArray
    median: FloatArray
    upper: FloatArray
    level: float
    k: int
    top: FloatArray
    bottom: FloatArray
    drawn: Drawn


def rank_uncertainty(
    choices: Choices, *, draws: int, seed: int, k: int = 10, level: float = 0.9, memory: int = MEMORY
) -> RankUncertainty:
    """Draw the choices many times, rank the units each time, and sum up.

    See OECD/JRC Handbook (2008), part 1 step 7; Saisana, Saltelli & Tarantola (2005), J. R. Statist. Soc. A 168,
    307-323. The interval says how far ranks depend on what somebody chose; it says nothing of sampling error.

    Args:
        choices: the index and what could have been chosen otherwise.
        draws: how many, at least 2.
        seed: a whole number from 0; the same seed, generator and numpy version give the same bits.
        k: the size of top and bottom, from 1 to the number of units; a larger one counts as that number.
        level: of the interval.
        memory: bytes of ranks to keep at once.

    Raises:
        BadChoice: draws, seed, k or level that cannot be used.
        MissingValues, NotMeasurable: see `combine` and `normalise`.
    """
    check_level(level)
    if k < 1:
        raise BadChoice("statistics.k", "The top needs at least one place, not {k}.", k=k)
    drawn = record(draws, seed)
    model = Model(choices)
    sample = draw_choices(choices, draws, np.random.SeedSequence(seed))
    places = _Places(len(model.units), min(k, len(model.units)))
    quantiles = [
        _quantiles(_ranks(model, sample, block, places if block.start == 0 else None), level)
        for block in _blocks(len(model.units), draws, memory)
    ]
    lower, median, upper = (np.concatenate(parts) for parts in zip(*quantiles, strict=True))
    scores = model.scores(model.nominal, 0)
    known = set(model.units)
    return RankUncertainty(
        units=model.units,
        unscored=tuple(unit for unit in choices.table.units if unit not in known),
        scores=scores,
        ranks=rank_scores(scores),
        lower=lower,
        median=median,
        upper=upper,
        level=level,
        k=places.k,
        top=places.top / draws,
        bottom=places.bottom / draws,
        drawn=drawn,
    )


class _Places:
    """Adds up who stands among the k best and worst."""

    def __init__(self, units: int, k: int) -> None:
        self.k = k
        self.top = np.zeros(units)
        self.bottom = np.zeros(units)

    def add(self, order: IntArray, starts: IntArray, sizes: IntArray) -> None:
        among = np.clip(self.k - starts, 0, sizes) / sizes
        self.top[order] += np.repeat(among, sizes)
        first_of_worst = order.size - self.k
        among = np.clip(starts + sizes - first_of_worst, 0, sizes) / sizes
        self.bottom[order] += np.repeat(among, sizes)


def rank_scores(scores: FloatArray) -> FloatArray:
    """Return the ranks of scores (shape (units,), no NaN): 1 the highest, equal ones the middle of their places."""
    return _rank(scores)[0]


def _rank(scores: FloatArray) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    order, starts, sizes = ties_of(-comparable(scores))
    ranks = np.empty(order.shape)
    ranks[order] = ranks_in_order(starts, sizes, Ties.AVERAGE)
    return ranks, order, starts, sizes


def _blocks(units: int, draws: int, memory: int) -> Iterator[slice]:
    size = max(1, memory // (draws * _kind(units).itemsize))
    return (slice(start, min(start + size, units)) for start in range(0, units, size))


def _kind(units: int) -> np.dtype[np.floating]:
    """Return the smallest type that holds every half rank exactly."""
    return np.dtype(np.float32 if units < 2**23 else np.float64)


def _ranks(model: Model, sample: Sample, block: slice, places: _Places | None) -> FloatArray:
    """Return the ranks of a block of units, shape (draws, units of the block)."""
    draws = len(sample.means)
    kept = np.empty((draws, block.stop - block.start), dtype=_kind(len(model.units)))
    for draw in range(draws):
        ranks, order, starts, sizes = _rank(model.scores(sample, draw))
        kept[draw] = ranks[block]
        if places is not None:
            places.add(order, starts, sizes)
    return kept


def _quantiles(ranks: FloatArray, level: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    draws, units = ranks.shape
    low = max(1, ceil(round(draws * (1 - level) / 2, 9))) - 1
    found = np.empty((3, units))
    for start in range(0, units, _SORTED_AT_ONCE):
        ordered = np.sort(np.ascontiguousarray(ranks[:, start : start + _SORTED_AT_ONCE].T), axis=1)
        found[0, start : start + _SORTED_AT_ONCE] = ordered[:, low]
        found[1, start : start + _SORTED_AT_ONCE] = (
            ordered[:, (draws - 1) // 2] + ordered[:, draws // 2]
        ) / 2
        found[2, start : start + _SORTED_AT_ONCE] = ordered[:, draws - 1 - low]
    return found[0], found[1], found[2]
