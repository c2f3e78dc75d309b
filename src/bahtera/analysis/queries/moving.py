"""Estimates of a sample in two data versions: which of them are not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bahtera.access.api import Actor
from bahtera.analysis.queries.estimates import Opened, answer, open_round
from bahtera.analysis.values import Kind, Levels, Line, Measure, Question
from bahtera.foundation.errors import Refused


@dataclass(frozen=True, slots=True)
class MovedEstimate:
    """An estimate of an area, or of a category there, that is not the same in two versions.

    A side is None where that version gives none.
    """

    measure: Measure
    area: str
    category: str
    old: Line | None
    new: Line | None


def moved_estimates(
    round_id: int, old: int, new: int, level: Levels, *, actor: Actor, with_indicators: bool = True
) -> tuple[MovedEstimate, ...]:
    """Return the estimates at a level that differ between two versions of a sample, by area in order of the index.

    None of a full enumeration, whose figures are counts. Raises as `open_round` does, so OnlyVersions for a reader who
    may not lay two versions side by side.
    """
    olds, news = (open_round(round_id, actor=actor, version=number) for number in (old, new))
    if news.choices.basis != "sample":
        return ()
    measures = {**olds.choices.measures, **news.choices.measures}.values()
    found = [
        each
        for measure in measures
        if with_indicators or measure.kind is not Kind.INDICATOR
        for each in _moved(olds, news, measure, level)
    ]
    return tuple(sorted(found, key=lambda one: one.area))


def _moved(olds: Opened, news: Opened, measure: Measure, level: Levels) -> Iterator[MovedEstimate]:
    before, after = (_lines(each, measure, level) for each in (olds, news))
    order = list(measure.categories)
    places = sorted(
        {*before, *after}, key=lambda one: (one[0], order.index(one[1]) if one[1] in order else 0)
    )
    for area, category in places:
        sides = before.get((area, category)), after.get((area, category))
        if sides[0] != sides[1]:
            yield MovedEstimate(measure, area, category, *sides)


def _lines(opened: Opened, measure: Measure, level: Levels) -> Mapping[tuple[str, str], Line]:
    """Return the lines of a measure by area and category; none where it cannot be answered."""
    if measure.key not in opened.choices.measures:
        return {}
    try:
        found = answer(opened, Question(measure.key, level))
    except Refused:
        return {}
    return {(each.area, each.category): each for each in found.lines}
