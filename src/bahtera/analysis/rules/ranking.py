"""Places of villages or other units, how sure they are, and which choice moves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

DRAWS: Final = 500
SEED: Final = 2026
CONCENTRATION: Final = 100.0
"""Drawn weights stay near the nominal ones: a weight w has variance w(1 - w)/101."""
LEVEL: Final = 0.9
MOST_COMPARED: Final = 300
TOP: Final = 10
SENSITIVITY_DRAWS: Final = 400
FLOOR: Final = 0.01
"""Where a geometric or harmonic mean is drawn, a value counts as at least this: a single zero would make it zero."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place: 1 the best; the interval holds 90 % of the draws.

    ``area``: the code of a village, or the name of another unit. ``score``: its nominal score. ``top``, ``bottom``: in
    which part of the draws it stands among the best or worst. ``groups``: those of the ranking it stands in, from 1.
    """

    area: str
    rank: float
    lower: float
    upper: float
    score: float
    median: float
    top: float
    bottom: float
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places, the best first, and neighbours of which no two can be told apart.

    ``compared`` is false where there are too many units to compare them two by two. ``top``: how many places the top
    and the bottom have. ``moved``: which choice moves the places; None where nothing was left open. ``draws`` and
    ``seed`` are those of the places.
    """

    lines: tuple[Ranked, ...]
    groups: tuple[tuple[str, ...], ...]
    compared: bool
    top: int
    moved: q.RankSensitivity | None
    draws: int
    seed: int


def rank_units(
    choices: q.Choices, wider: q.Choices | None, *, draws: int = DRAWS, seed: int = SEED
) -> Ranking:
    """Rank units, and again with what is open in ``choices``; ``wider`` is what may move the places.

    Raises:
        QualityRefused: nothing can be ranked.
    """
    found = q.rank_uncertainty(choices, draws=draws, seed=seed, k=TOP, level=LEVEL)
    compared = len(found.units) <= MOST_COMPARED
    groups = q.compare_units(choices, draws=draws, seed=seed).groups() if compared else ()
    return Ranking(
        lines=_lines(found, groups),
        groups=tuple(tuple(str(unit) for unit in group) for group in groups),
        compared=compared,
        top=found.k,
        moved=q.rank_sensitivity(wider, draws=SENSITIVITY_DRAWS, seed=seed) if wider else None,
        draws=draws,
        seed=seed,
    )


def _lines(found: q.RankUncertainty, groups: Sequence[Sequence[Hashable]]) -> tuple[Ranked, ...]:
    lines = [
        Ranked(
            area=str(unit),
            rank=float(found.ranks[at]),
            lower=float(found.lower[at]),
            upper=float(found.upper[at]),
            score=float(found.scores[at]),
            median=float(found.median[at]),
            top=float(found.top[at]),
            bottom=float(found.bottom[at]),
            groups=tuple(number for number, group in enumerate(groups, 1) if unit in group),
        )
        for at, unit in enumerate(found.units)
    ]
    return tuple(sorted(lines, key=lambda line: (line.rank, line.area)))
