"""What an index of a round is worth as a measure, by `bahtera.statistics.quality`.

Ranks rest on shares by village that the pages of results show, and on nothing else. Figures over families stand for
many of them, and indicators that the pages hide have no figure here either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.analysis.rules.ranking import CONCENTRATION, FLOOR, Ranking, rank_units
from bahtera.statistics import quality as q

if TYPE_CHECKING:
    from bahtera.indices.api import IndexDefinition

FEWEST_VILLAGES: Final = 3
FEWEST_FAMILIES: Final = 30
"""With fewer families a coefficient says little, and could say something of one: our own line."""
MET_FROM: Final = (1.0, 0.8, 0.75, 0.7)
"""A share from here on could count as fully met; 75 of 100 is where results call an indicator weak."""
_HALF: Final = 0.5

Shows = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """How items hang together and what they count for, over families; parts are None or empty where there are none."""

    families: int
    reliability: q.Reliability | None
    components: q.Components | None
    weights: tuple[q.EffectiveWeight, ...]
    completeness: tuple[q.Completeness, ...]


def weights_of(definition: IndexDefinition) -> q.Weights:
    """Return the nominal weight of each indicator: its part of its dimension's, or of all where they are pooled."""
    if definition.method == "pooled":
        return q.given_weights({each.id: float(each.weight) for each in definition.indicators})
    inside: Counter[str] = Counter()
    for each in definition.indicators:
        inside[each.dimension] += each.weight
    of = {each.id: each.weight for each in definition.dimensions}
    return q.given_weights(
        {
            each.id: float(Fraction(of[each.dimension] * each.weight, inside[each.dimension]))
            for each in definition.indicators
        }
    )


def village_table(
    states: Mapping[str, Sequence[str]], definition: IndexDefinition, shows: Shows
) -> q.Table | None:
    """Return village by indicator: the share met of those it applies to who answered; None without a village.

    ``states``: village -> its families' states. A share that may not be shown is missing.
    """
    names = [each.id for each in definition.indicators]
    values = np.full((len(states), len(names)), np.nan)
    nowhere = np.zeros(values.shape, dtype=np.bool_)
    for row, (village, found) in enumerate(sorted(states.items())):
        for column, name in enumerate(names):
            signs = Counter(each[column] for each in found)
            nowhere[row, column] = signs["-"] == len(found)
            if known := signs["1"] + signs["0"]:
                values[row, column] = signs["1"] / known if shows(village, name) else np.nan
    if not states:
        return None
    return q.Table(tuple(sorted(states)), tuple(names), values, nowhere)


def ranking(table: q.Table | None, weights: q.Weights) -> Ranking | None:
    """Rank villages, and again with weights drawn around the nominal ones; None with fewer than three to rank."""
    if table is None:
        return None
    choices = q.Choices(table, weights, concentration=CONCENTRATION, missing=q.LeaveOut(_HALF))
    scales = tuple(q.AtLeast(q.MinMax(0, cut, q.Outside.CLIP), FLOOR) for cut in MET_FROM)
    wider = replace(choices, normalisations=scales, means=(q.Mean.ARITHMETIC, q.Mean.GEOMETRIC))
    try:
        scores = q.combine(table, weights, missing=choices.missing)
        too_few = len(scores.units) - len(scores.unscored) < FEWEST_VILLAGES
        return None if too_few else rank_units(choices, wider)
    except q.NotMeasurable:
        return None


def coefficients(
    states: Sequence[str], definition: IndexDefinition, shown: Callable[[str], bool]
) -> Coefficients:
    """Return what families' answers say of the items; ``shown`` tells whose figures may be seen."""
    if len(states) < FEWEST_FAMILIES:
        return Coefficients(len(states), None, None, (), ())
    table = q.read_states(states, [each.id for each in definition.indicators])
    often = [
        each.indicator
        for each in q.completeness(table)
        if each.present >= FEWEST_FAMILIES and shown(each.indicator)
    ]
    return Coefficients(
        families=len(states),
        reliability=_reliability(table.keep(often)) if len(often) > 1 else None,
        components=_components(table.keep(often)) if len(often) > 1 else None,
        weights=_effective(table.keep(often), weights_of(definition)) if often else (),
        completeness=tuple(each for each in q.completeness(table) if shown(each.indicator)),
    )


def _reliability(table: q.Table) -> q.Reliability | None:
    try:
        return q.cronbach_alpha(table, pairing=q.Pairing.PAIRWISE, constant=q.Constant.LEAVE_OUT)
    except q.NotMeasurable:
        return None


def _components(table: q.Table) -> q.Components | None:
    try:
        return q.principal_components(table, pairing=q.Pairing.PAIRWISE, constant=q.Constant.LEAVE_OUT)
    except q.NotMeasurable:
        return None


def _effective(table: q.Table, weights: q.Weights) -> tuple[q.EffectiveWeight, ...]:
    nominal = dict(zip(weights.indicators, weights.values.tolist(), strict=True))
    kept = q.given_weights({name: nominal[name] for name in table.indicators})
    try:
        scores = q.combine(table, kept, missing=q.LeaveOut(_HALF))
        return q.effective_weights(table, scores, kept)
    except q.NotMeasurable:
        return ()
