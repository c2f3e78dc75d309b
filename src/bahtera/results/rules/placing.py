"""One measure of many places: what can be asked of an index, and the figure of each place alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bahtera.results.rules import figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.figures import Shown
    from bahtera.results.values import CategoryRef, Figure, Sums


class Kind(StrEnum):
    """What is measured: a mean of points, or a share in per cent."""

    INDEX = "indeks"
    DIMENSION = "dimensi"
    INDICATOR = "indikator"


@dataclass(frozen=True, slots=True)
class PlaceMeasure:
    """Something to lay places side by side by; ``key`` stands in addresses, ``part`` is the dimension or indicator."""

    key: str
    kind: Kind
    part: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """The figure of one place. ``below``: an indicator under the cut; None of other measures, or hidden."""

    figure: Figure
    category: CategoryRef | None = None
    below: bool | None = None


def measures_of(definition: IndexDefinition) -> dict[str, PlaceMeasure]:
    """Return what can be asked of an index, by key: itself, its dimensions, its indicators."""
    found = [PlaceMeasure("indeks", Kind.INDEX, "", figures.in_both(definition.plain_title))]
    found += [
        PlaceMeasure(f"dimensi:{each.id}", Kind.DIMENSION, each.id, figures.in_both(each.title))
        for each in definition.dimensions
    ]
    found += [
        PlaceMeasure(f"indikator:{each.id}", Kind.INDICATOR, each.id, figures.in_both(each.label))
        for each in definition.indicators
    ]
    return {each.key: each for each in found}


def value_of(
    definition: IndexDefinition, measure: PlaceMeasure, area: str, sums: Sums, shown: Shown
) -> PlaceValue:
    """Return the figure of one place, without its value where it is hidden."""
    figure, category, below = figures.one_figure(definition, area, sums, shown, measure.part)
    return PlaceValue(figure, category, below)
