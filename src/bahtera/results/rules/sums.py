"""From patterns of indicator states to additive sums."""

from __future__ import annotations

from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING, Protocol

from bahtera.results.values import DimensionSum, IndicatorSum, Sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bahtera.indices.api import IndexDefinition, Score

_MET, _NOT_MET, _UNANSWERED = "1", "0", "?"


class Pattern(Protocol):
    """How many families show exactly these states."""

    @property
    def states(self) -> str: ...
    @property
    def count(self) -> int: ...


class SentPattern(Pattern, Protocol):
    """A pattern with the hash of the definition that made it."""

    @property
    def index_hash(self) -> str: ...


@lru_cache(maxsize=32)
def dimension_scales(definition: IndexDefinition) -> tuple[int, ...]:
    """Return, for each dimension, a number every share of a family in it is a whole multiple of one over."""
    scales = []
    for dimension in definition.dimensions:
        weights = [each.weight for each in definition.indicators if each.dimension == dimension.id]
        reachable = {0}
        for weight in weights:
            reachable |= {total + weight for total in reachable}
        scales.append(lcm(*(reachable - {0})) if weights else 1)
    return tuple(scales)


def zero(definition: IndexDefinition) -> Sums:
    """Return the sums of no family."""
    return Sums(
        families=0,
        scored=0,
        numerator=0,
        categories=(0,) * len(definition.categories),
        dimensions=(DimensionSum(),) * len(definition.dimensions),
        indicators=(IndicatorSum(),) * len(definition.indicators),
    )


def added(villages: Sequence[Sums], nothing: Sums) -> Sums:
    """Return the sums of several villages together, column by column: adding thousands in turns takes long."""
    if not villages:
        return nothing
    categories = zip(*(each.categories for each in villages), strict=True)
    dimensions = zip(*(each.dimensions for each in villages), strict=True)
    indicators = zip(*(each.indicators for each in villages), strict=True)
    return Sums(
        families=sum(each.families for each in villages),
        scored=sum(each.scored for each in villages),
        numerator=sum(each.numerator for each in villages),
        categories=tuple(map(sum, categories)),
        dimensions=tuple(
            DimensionSum(sum(one.families for one in column), sum(one.numerator for one in column))
            for column in dimensions
        ),
        indicators=tuple(
            IndicatorSum(
                sum(one.met for one in column),
                sum(one.answered for one in column),
                sum(one.unanswered for one in column),
            )
            for column in indicators
        ),
    )


def sum_patterns(definition: IndexDefinition, patterns: Iterable[Pattern]) -> Sums:
    """Return the sums of families given as counts of distinct patterns; each pattern is scored once.

    Indicators count every approved family that answered them, also one with too much unanswered to be scored;
    score, categories and dimensions count scored families only.
    """
    total = zero(definition)
    scales = dimension_scales(definition)
    for pattern in patterns:
        total = total + _weighed(definition, definition.score_states(pattern.states), scales, pattern.count)
    return total


def sums_by_sender(
    definition: IndexDefinition, patterns: Mapping[str, Iterable[SentPattern]]
) -> dict[str, Sums]:
    """Return the sums of each sender's families that this very definition scored; senders without any are left out."""
    found = {
        sender: sum_patterns(definition, [one for one in sent if one.index_hash == definition.hash])
        for sender, sent in patterns.items()
    }
    return {sender: sums for sender, sums in found.items() if sums.families}


def _weighed(definition: IndexDefinition, score: Score, scales: tuple[int, ...], count: int) -> Sums:
    scored = count if score.scored else 0
    dimensions = [
        DimensionSum(scored, scored * (scale * each.met // each.applicable))
        if each.applicable
        else DimensionSum()
        for each, scale in zip(score.dimensions, scales, strict=True)
    ]
    return Sums(
        families=count,
        scored=scored,
        numerator=scored * score.numerator,
        categories=tuple(scored if each.id == score.category else 0 for each in definition.categories),
        dimensions=tuple(dimensions),
        indicators=tuple(_indicator(state, count) for state in score.states),
    )


def _indicator(state: str, count: int) -> IndicatorSum:
    return IndicatorSum(
        met=count if state == _MET else 0,
        answered=count if state in (_MET, _NOT_MET) else 0,
        unanswered=count if state == _UNANSWERED else 0,
    )
