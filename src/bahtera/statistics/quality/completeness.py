"""How many units each indicator concerns, and for how many of those it is missing."""

from __future__ import annotations

from dataclasses import dataclass

from bahtera.statistics.quality.table import Table


@dataclass(frozen=True, slots=True)
class Completeness:
    """Counts of units for one indicator.

    Attributes:
        indicator: its name.
        units: all units.
        applicable: those it concerns.
        present: those of them with a value.
        not_applicable_share: units it does not concern, over all units.
        missing_share: units it concerns that have no value, over those it concerns; None when it concerns nobody.
    """

    indicator: str
    units: int
    applicable: int
    present: int
    not_applicable_share: float
    missing_share: float | None


def completeness(table: Table) -> tuple[Completeness, ...]:
    """Return, for each indicator, how many units it does not concern and how many lack a value."""
    units = len(table.units)
    return tuple(
        Completeness(
            indicator=name,
            units=units,
            applicable=(applicable := units - int(table.not_applicable[:, place].sum())),
            present=(present := int(table.present[:, place].sum())),
            not_applicable_share=(units - applicable) / units,
            missing_share=(applicable - present) / applicable if applicable else None,
        )
        for place, name in enumerate(table.indicators)
    )
