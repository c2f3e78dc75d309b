"""What each indicator counts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.errors import LARGEST, BadChoice, name_some
from bahtera.statistics.quality.table import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One weight an indicator; they add up to 1.

    Attributes:
        indicators: the names.
        values: shape (indicators,), none negative. An indicator with weight 0 takes no part.
        dimensions: the dimension of each indicator; empty texts when there are none.
    """

    indicators: tuple[str, ...]
    values: FloatArray
    dimensions: tuple[str, ...]

    def of(self, indicators: Sequence[str]) -> FloatArray:
        """Return the weights in the order of a table's indicators.

        Raises:
            BadChoice: the table's indicators are not those that were weighed.
        """
        places = {name: place for place, name in enumerate(self.indicators)}
        if set(places) != set(indicators):
            raise BadChoice(
                "statistics.other_indicators",
                "The weights are not those of the table's indicators; these differ: {names}.",
                names=name_some(sorted(set(places) ^ set(indicators))),
            )
        return self.values[[places[name] for name in indicators]]


def equal_weights(indicators: Sequence[str]) -> Weights:
    """Return the same weight for every indicator."""
    return given_weights(dict.fromkeys(indicators, 1.0))


def given_weights(weights: Mapping[str, float]) -> Weights:
    """Return weights in the proportion given, whatever they add up to.

    Raises:
        BadChoice: none at all, a negative, missing or infinite one, or nothing but zeros.
    """
    return _weights(weights, dict.fromkeys(weights, ""))


def dimension_weights(
    dimensions: Mapping[str, Sequence[str]], weights: Mapping[str, float] | None = None
) -> Weights:
    """Return weights that divide each dimension's weight equally among its indicators.

    Args:
        dimensions: the indicators of each dimension.
        weights: of the dimensions, in any proportion; equal by default.

    Raises:
        BadChoice: an empty dimension, an indicator in two, dimensions without a weight, or weights that
            `given_weights` refuses.
    """
    empty = [name for name, members in dimensions.items() if not members]
    if empty:
        raise BadChoice(
            "statistics.empty_dimension",
            "These dimensions have no indicators: {names}.",
            names=name_some(empty),
        )
    between = dict.fromkeys(dimensions, 1.0) if weights is None else dict(weights)
    if set(between) != set(dimensions):
        raise BadChoice(
            "statistics.dimension_weights",
            "Give one weight a dimension; these differ: {names}.",
            names=name_some(sorted(set(between) ^ set(dimensions))),
        )
    _check(between)
    listed = [(member, name) for name, members in dimensions.items() for member in members]
    home = dict(listed)
    if len(home) != len(listed):
        twice = [
            member for member, name in listed if home[member] != name or listed.count((member, name)) > 1
        ]
        raise BadChoice(
            "statistics.two_dimensions",
            "These indicators stand in two dimensions, or twice in one: {names}.",
            names=name_some(dict.fromkeys(twice)),
        )
    return _weights({member: between[name] / len(dimensions[name]) for member, name in home.items()}, home)


def _weights(weights: Mapping[str, float], dimensions: Mapping[str, str]) -> Weights:
    values = _check(weights)
    shares = values / values.sum()
    shares.setflags(write=False)
    return Weights(tuple(weights), shares, tuple(dimensions[name] for name in weights))


def _check(weights: Mapping[str, float]) -> FloatArray:
    values = np.array(list(weights.values()), dtype=np.float64)
    wrong = [name for name, value in zip(weights, values, strict=True) if not 0 <= value <= LARGEST]
    if wrong:
        raise BadChoice(
            "statistics.bad_weights",
            "These weights are negative, missing or immense: {names}.",
            names=name_some(wrong),
        )
    if not values.any():
        raise BadChoice("statistics.no_weight", "At least one weight must be above zero.")
    return values
