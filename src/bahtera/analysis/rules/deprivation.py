"""How many families lack much of what an index asks (Alkire & Foster 2011), for areas of which it may be seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.analysis.rules.instrument import weights_of
from bahtera.analysis.rules.protecting import Hidden, parents_of, protect_classes
from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from bahtera.disclosure import Policy
    from bahtera.indices.api import IndexDefinition

CUTS: Final = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2))
"""A family is poor when it lacks at least this part, by weight, of what applies to it and is known."""
_BANDS: Final = ("0", "1", "2", "3")
_SIZES: Final = (2, 5, 8)

Family = tuple[str, str, float]
"""A family's village, states and survey weight."""


@dataclass(frozen=True, slots=True)
class Deprived:
    """An area's figures: for each cut H, A (None where nobody is poor) and M0 = H x A, each in 0..1."""

    area: str
    figures: tuple[tuple[float, float | None, float], ...]


def deprived(
    families: Sequence[Family],
    definition: IndexDefinition,
    shows_index: Callable[[str], bool],
    policy: Policy,
) -> tuple[Deprived, ...]:
    """Return the figures of provinces, regencies and districts that may be seen.

    ``families``: all of the round, whoever reads. They fall into the bands between the cuts, whose counts are protected
    as those of categories are; an area has figures only where none of its bands is hidden.
    """
    if not families:
        return ()
    table = q.read_states([states for _, states, _ in families], [each.id for each in definition.indicators])
    lacking, weights = q.deprivations(table, 1), weights_of(definition)
    people = [weight for _, _, weight in families]
    minimum = max(1 - definition.declaration.aggregation.most_unanswered, Fraction(1, 100))
    try:
        by_cut = [
            q.alkire_foster(
                lacking,
                weights,
                k=cut,
                survey_weights=people,
                missing=q.LeaveOut(float(minimum)),
                not_applicable=q.NotApplicable.LEAVE_OUT,
            )
            for cut in CUTS
        ]
    except q.NotMeasurable:
        return ()
    villages = [village for village, _, _ in families]
    hidden = _hidden(_bands(villages, by_cut), shows_index, policy)
    scores, weighed = by_cut[0].scores, np.asarray(people)
    found = []
    for size in _SIZES:
        places = np.asarray([village[:size] for village in villages])
        for area in sorted(set(places.tolist())):
            here = (places == area) & ~np.isnan(scores)
            if not shows_index(area) or hidden.hides_any(area, "", _BANDS) or not weighed[here].sum():
                continue
            figures = tuple(_figures(scores[here], each.poor[here], weighed[here]) for each in by_cut)
            found.append(Deprived(area, figures))
    return tuple(sorted(found, key=lambda each: each.area))


def _bands(villages: Sequence[str], by_cut: Sequence[q.AlkireFoster]) -> Mapping[str, Counter[str]]:
    """Return village -> band -> families: in how many of the cuts a family is poor."""
    bands: defaultdict[str, Counter[str]] = defaultdict(Counter)
    poor_in = sum(each.poor.astype(np.int64) for each in by_cut)
    for village, score, times in zip(villages, by_cut[0].scores, np.asarray(poor_in), strict=True):
        if not np.isnan(score):
            bands[village][_BANDS[int(times)]] += 1
    return bands


def _hidden(bands: Mapping[str, Counter[str]], shows: Callable[[str], bool], policy: Policy) -> Hidden:
    counts = {village: {"": tuple(each[band] for band in _BANDS)} for village, each in bands.items()}
    parents = parents_of(counts)
    areas = {*counts, *parents.values()}
    margins = [(area, band) for area in sorted(areas) if not shows(area) for band in _BANDS]
    return protect_classes(counts, _BANDS, parents, policy, margins=margins)


def _figures(
    scores: np.ndarray[tuple[int], np.dtype[np.float64]],
    poor: np.ndarray[tuple[int], np.dtype[np.bool_]],
    people: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[float, float | None, float]:
    many = float(people.sum())
    headcount = float(people[poor].sum()) / many
    adjusted = float((people * scores)[poor].sum()) / many
    return headcount, adjusted / headcount if headcount else None, adjusted
