"""Figures of areas of which a part is silent: called partial, or refused where the part is large."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bahtera.analysis.values import Line, Question, Reach, Why


def refused(reaches: Mapping[str, Reach]) -> set[str]:
    """Return the areas that have no figure of their own: strata without respondents hold more than a fifth of it."""
    return {area for area, each in reaches.items() if not each.is_whole and not each.is_enough}


def told(lines: Iterable[Line], reaches: Mapping[str, Reach]) -> tuple[Line, ...]:
    """Return the lines of a sample, those of which a stratum is silent marked as partial or without their figure."""
    without = refused(reaches)
    partial = {area for area, each in reaches.items() if not each.is_whole} - without
    return tuple(
        _refused(line) if line.area in without else replace(line, partial=line.area in partial)
        for line in lines
    )


def with_silent(lines: Iterable[Line], reaches: Mapping[str, Reach], question: Question) -> tuple[Line, ...]:
    """Return the lines and one for each area with villages to hear of which nothing was heard at all."""
    found = tuple(lines)
    known = {line.area for line in found}
    silent = [
        Line(area, why=Why.NOBODY)
        for area, each in reaches.items()
        if area not in known and each.villages and len(each.silent_villages) == each.villages
    ]
    return (
        found if question.group or not silent else tuple(sorted([*found, *silent], key=lambda one: one.area))
    )


def _refused(line: Line) -> Line:
    """Return a line without its figure; one that nobody answered for stays that."""
    if line.why is Why.NOBODY:
        return line
    return Line(
        line.area,
        line.group,
        line.category,
        n=line.n,
        why=Why.PARTIAL,
        listed=line.listed,
        coverage=line.coverage,
        refusal=line.refusal,
    )
