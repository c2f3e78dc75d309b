"""Every figure of an area as plain JSON: what a data version signs, and what anyone can read without us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bahtera.results.values import round_half_up

if TYPE_CHECKING:
    from bahtera.results.rules.figures import AreaFigures
    from bahtera.results.values import Coverage, Figure, IndexRef

PLACES: Final = 6
"""So many that rounding once more for display changes nothing."""


def printed(index: IndexRef, coverage: Coverage, shown: AreaFigures) -> dict[str, Any]:
    """Return the figures of an area by one index; a hidden figure is null and says so."""
    return {
        "version": index.version,
        "hash": index.hash,
        "status": index.status,
        "coverage": {
            "target": coverage.target,
            "visited": coverage.visited,
            "interviewed": coverage.interviewed,
            "approved": coverage.approved,
            "scored": coverage.scored,
            "not_scored": coverage.not_scored,
            "other_definition": coverage.other_definition,
        },
        "categories": {each.category.id: _figure(each.count) for each in shown.categories},
        "methods": {
            each.figure.method.value: {
                **_figure(each.figure),
                "category": each.category.id if each.category else None,
            }
            for each in shown.methods
        },
        "dimensions": {
            each.id: {
                "family_mean": _figure(each.family_mean),
                "indicator_mean": _figure(each.indicator_mean),
            }
            for each in shown.dimensions
        },
        "indicators": {
            each.id: {
                "share": _figure(each.share),
                "met": _figure(each.met),
                "unmet": _figure(each.unmet),
                "unanswered": _figure(each.unanswered),
            }
            for each in shown.indicators
        },
    }


def _figure(figure: Figure) -> dict[str, Any]:
    value = None if figure.value is None else format(round_half_up(figure.value, PLACES).normalize(), "f")
    found: dict[str, Any] = {"value": value, "n": figure.n}
    return {**found, "hidden": True} if figure.hidden else found
