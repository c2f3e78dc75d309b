"""What the figures say in plain words: messages to translate, with what to fill in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from bahtera.statistics.quality.completeness import Completeness
from bahtera.statistics.quality.components import Components
from bahtera.statistics.quality.covariances import Covariances
from bahtera.statistics.quality.importance import EffectiveWeight
from bahtera.statistics.quality.reliability import Reliability
from bahtera.statistics.quality.sensitivity import Factor, RankSensitivity
from bahtera.statistics.quality.separating import Comparison

POOR_ALPHA = 0.5
"""Below it items hardly hang together (George & Mallery 2003, SPSS for Windows Step by Step, p. 231)."""
WEAK_ALPHA = 0.7
"""From it on alpha will do for research (Nunnally & Bernstein 1994, Psychometric Theory, p. 265)."""
REDUNDANT = 0.9
"""Two indicators with a higher correlation say nearly the same (OECD/JRC Handbook 2008, part 1 step 4, warns of it)."""
FAR_FROM_NOMINAL = 2.0
"""Effective and nominal weight differ by more than this factor: our own line."""
MUCH_MISSING = 0.3
"""More than this share missing where the indicator applies: our own line."""

HARDLY_MOVED = 0.5
"""Ranks that move by less than so many places on average hardly depend on what was chosen: our own line."""


class Units(Enum):
    """What the rows of a table are called in plain words."""

    FAMILIES = "families"
    VILLAGES = "villages"
    REGENCIES = "regencies"
    PROVINCES = "provinces"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to read: a stable code, an English message to translate, and what to fill in.

    Shares and coefficients in `details` are rounded to two digits; names are joined by commas.
    """

    code: str
    message: str
    details: Mapping[str, Any]

    def __str__(self) -> str:
        return self.message.format(**self.details)


def on_reliability(found: Reliability) -> tuple[Finding, ...]:
    """Say whether the indicators hang together, which pull against the others, and which do not vary."""
    listed = []
    details = {"alpha": round(found.alpha, 2), "units": found.units}
    if found.alpha < POOR_ALPHA:
        listed.append(
            Finding(
                "statistics.poor_alpha",
                "The indicators hardly hang together (alpha {alpha}, below 0.5): their mean is not one thing.",
                details,
            )
        )
    elif found.alpha < WEAK_ALPHA:
        listed.append(
            Finding(
                "statistics.weak_alpha",
                "The indicators hang together weakly (alpha {alpha}, below 0.7).",
                details,
            )
        )
    listed += [
        Finding(
            "statistics.pulls_against",
            "{indicator} pulls against the other indicators (correlation {correlation}): check its direction.",
            {"indicator": item.indicator, "correlation": round(item.item_rest, 2)},
        )
        for item in found.items
        if item.item_rest is not None and item.item_rest < 0
    ]
    listed += [
        Finding(
            "statistics.does_not_vary",
            "{indicator} is the same everywhere and tells nobody apart.",
            {"indicator": name},
        )
        for name in found.left_out
    ]
    return tuple(listed)


def on_correlations(found: Covariances) -> tuple[Finding, ...]:
    """Name the pairs of indicators that say nearly the same."""
    rows, columns = np.nonzero(np.triu(found.correlation > REDUNDANT, 1))
    return tuple(
        Finding(
            "statistics.redundant",
            "{first} and {second} say nearly the same (correlation {correlation}): together they count double.",
            {
                "first": found.indicators[row],
                "second": found.indicators[column],
                "correlation": round(float(found.correlation[row, column]), 2),
            },
        )
        for row, column in zip(rows, columns, strict=True)
    )


def on_components(found: Components) -> tuple[Finding, ...]:
    """Say when the indicators measure several things."""
    if found.kaiser <= 1:
        return ()
    return (
        Finding(
            "statistics.several_things",
            "The indicators measure about {count} things rather than one; the first explains {share} of all variance.",
            {"count": found.kaiser, "share": round(float(found.shares[0]), 2)},
        ),
    )


def on_weights(found: tuple[EffectiveWeight, ...]) -> tuple[Finding, ...]:
    """Name the indicators that count for much more or much less than the weight they were given."""
    listed = []
    for one in found:
        details = {
            "indicator": one.indicator,
            "nominal": round(one.nominal, 2),
            "effective": round(one.effective, 2),
        }
        if one.effective > FAR_FROM_NOMINAL * one.nominal:
            listed.append(
                Finding(
                    "statistics.counts_for_more",
                    "{indicator} counts for much more than it was meant to (weight {nominal}, effect {effective}).",
                    details,
                )
            )
        elif one.effective * FAR_FROM_NOMINAL < one.nominal:
            listed.append(
                Finding(
                    "statistics.counts_for_less",
                    "{indicator} counts for much less than it was meant to (weight {nominal}, effect {effective}).",
                    details,
                )
            )
    return tuple(listed)


def on_completeness(found: tuple[Completeness, ...]) -> tuple[Finding, ...]:
    """Name the indicators that concern nobody or are often missing."""
    listed = []
    for one in found:
        if one.missing_share is None:
            listed.append(
                Finding(
                    "statistics.concerns_nobody",
                    "{indicator} concerns nobody here.",
                    {"indicator": one.indicator},
                )
            )
        elif one.missing_share > MUCH_MISSING:
            listed.append(
                Finding(
                    "statistics.often_missing",
                    "{indicator} is missing for {share} of those it concerns.",
                    {"indicator": one.indicator, "share": round(one.missing_share, 2)},
                )
            )
    return tuple(listed)


def on_comparison(found: Comparison, units: Units = Units.UNITS) -> tuple[Finding, ...]:
    """Name the groups of neighbours in rank that cannot be told apart."""
    return tuple(_not_told_apart(group, units) for group in found.groups())


def _not_told_apart(group: tuple[Hashable, ...], units: Units) -> Finding:
    details = {"count": len(group), "names": ", ".join(map(str, group))}
    if units is Units.VILLAGES:
        return Finding(
            "statistics.alike_villages", "These {count} villages cannot be told apart: {names}.", details
        )
    if units is Units.REGENCIES:
        return Finding(
            "statistics.alike_regencies", "These {count} regencies cannot be told apart: {names}.", details
        )
    if units is Units.PROVINCES:
        return Finding(
            "statistics.alike_provinces", "These {count} provinces cannot be told apart: {names}.", details
        )
    if units is Units.FAMILIES:
        return Finding(
            "statistics.alike_families", "These {count} families cannot be told apart: {names}.", details
        )
    return Finding("statistics.alike_units", "These {count} units cannot be told apart: {names}.", details)


def on_sensitivity(found: RankSensitivity) -> tuple[Finding, ...]:
    """Say how far ranks move when other choices are made, and which choice moves them most."""
    average = found.average
    if average.first is None and average.mean == 0:
        return (
            Finding(
                "statistics.never_moves", "No place moves, whatever is chosen of what was left open.", {}
            ),
        )
    details = {"places": round(average.mean, 1)}
    if average.mean < HARDLY_MOVED:
        first = Finding(
            "statistics.hardly_moves",
            "With other choices that could have been made, each shifts by {places} places on average: hardly at all.",
            details,
        )
    else:
        first = Finding(
            "statistics.moves",
            "With other choices that could have been made, each shifts by {places} places on average.",
            details,
        )
    if average.first is None or average.total is None or len(found.factors) == 1:
        return (first,)
    most = max(found.factors, key=average.total.__getitem__)
    return first, _moved_most(most, round(100 * min(max(average.first[most], 0.0), 1.0)))


def _moved_most(factor: Factor, share: int) -> Finding:
    details = {"share": share}
    if factor is Factor.WEIGHTS:
        return Finding(
            "statistics.moved_by_weights",
            "What moves the places most is how much each indicator counts: {share} percent of the movement comes from "
            "it alone.",
            details,
        )
    if factor is Factor.NORMALISATION:
        return Finding(
            "statistics.moved_by_scale",
            "What moves the places most is the scale, or from where on an indicator counts as met: {share} percent of "
            "the movement comes from it alone.",
            details,
        )
    return Finding(
        "statistics.moved_by_mean",
        "What moves the places most is how the indicators become one number: {share} percent of the movement comes "
        "from the kind of mean alone.",
        details,
    )
