"""From two results of one area to what changed between them, figure by figure; and why two may be two measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bahtera.results.rules.methods import INDICATOR_CUT
from bahtera.statistics.changes import Counted, Verdict, counted_change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from fractions import Fraction

    from bahtera.results.values import Figure, Result


class Break(StrEnum):
    """Why two rounds are two measures here, and no line joins them."""

    DEFINITION = "definition"
    """The index was made by another definition: its hash differs."""
    INSTRUMENT = "instrument"
    """Families were asked by another questionnaire, or another version of it."""
    DESIGN = "design"
    """One round asked every family, the other drew a sample."""
    REACH = "reach"
    """In a village one round has figures of far fewer families: they need not be like the rest."""
    VILLAGES = "villages"
    """Other villages have figures: an average over them may differ though no village changed."""


class Part(StrEnum):
    """What a line is of."""

    INDEX = "index"
    DIMENSION = "dimension"
    INDICATOR = "indicator"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Underway:
    """How far a round is that is not final: families it targets or has visited, and those without an approved visit.

    ``undecided`` None: a village has no target, so nobody knows how many families are to come.
    """

    families: int
    undecided: int | None


Ways = tuple[Underway | None, Underway | None]
"""How far each of two rounds is; None: it is final."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure at two times. ``difference`` None: one of them is hidden or is not there.

    ``least``: the smallest difference that is called a change. ``below``: under the cut, before and after; None also
    where undecided families could bring it to the other side.
    """

    part: Part
    id: str
    title: Mapping[str, str]
    dimension: str
    before: Figure
    after: Figure
    difference: Fraction | None = None
    least: Fraction | None = None
    verdict: Verdict | None = None
    below: tuple[bool | None, bool | None] = (None, None)
    printed: tuple[Decimal | None, Decimal | None] = (None, None)
    """Of a category: its share as printed among the others, which add up to 100.0."""


def lines_between(before: Result, after: Result, ways: Ways = (None, None)) -> tuple[ChangeLine, ...]:
    """Return index, categories, dimensions and indicators of two results by one definition, in its order."""
    return tuple(_line(bare, ways) for bare in _lines(before, after))


def _lines(before: Result, after: Result) -> Iterator[ChangeLine]:
    yield ChangeLine(Part.INDEX, "", after.index.title, "", before.main.figure, after.main.figure)
    shares = {each.category.id: each for each in before.categories}
    for category in reversed(after.categories):
        name, title = category.category.id, category.category.title
        old = shares[name]
        line = ChangeLine(Part.CATEGORY, name, title, "", old.share, category.share)
        yield replace(line, printed=(old.printed, category.printed))
    means = {each.id: each.family_mean for each in before.dimensions}
    for each in after.dimensions:
        yield ChangeLine(Part.DIMENSION, each.id, each.title, each.id, means[each.id], each.family_mean)
    earlier = {each.id: each for each in before.indicators}
    for one in sorted(after.indicators, key=lambda row: (row.dimension, row.id)):
        then = earlier[one.id]
        line = ChangeLine(Part.INDICATOR, one.id, one.label, one.dimension, then.share, one.share)
        yield replace(line, below=(then.below_cut, one.below_cut))


def _line(bare: ChangeLine, ways: Ways) -> ChangeLine:
    """Return a line with its difference, where both figures may be seen."""
    sides = [_counted(figure, way) for figure, way in zip((bare.before, bare.after), ways, strict=True)]
    before, after = sides
    if before is None or after is None:
        return bare
    found = counted_change(before, after)
    return replace(
        bare,
        difference=found.difference,
        least=found.least,
        verdict=found.verdict,
        below=(_surely(bare.below[0], before), _surely(bare.below[1], after)),
    )


def _counted(figure: Figure, way: Underway | None) -> Counted | None:
    if figure.value is None or not figure.n:
        return None
    return Counted(figure.value, figure.n, way.undecided if way else 0)


def _surely(below: bool | None, counted: Counted) -> bool | None:
    """Return on which side of the cut a figure lies, if no undecided family can bring it over."""
    sides = {end < INDICATOR_CUT for end in counted.ends}
    return below if sides == {below} else None
