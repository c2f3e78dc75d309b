"""Which needs come first: villages and indicators by how many families, how deep, what it takes, how far it reaches."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bahtera.needs.values import Priority


class Order(StrEnum):
    """How a list of priorities is sorted; each the most pressing first."""

    FAMILIES = "families"
    """Families that lack it, the most first."""
    DEPTH = "depth"
    """How far the share lies under 75, the deepest first."""
    REACHED = "reached"
    """Families that one round of work reaches, the most first."""
    COST = "cost"
    """Rupiah altogether, the least first."""
    COST_PER_FAMILY = "cost_per_family"
    """Rupiah a family reached, the least first."""


def sort_priorities(rows: Iterable[Priority], order: Order) -> tuple[Priority, ...]:
    """Return the rows in an order; among equals by families, then by village and indicator."""
    key = _KEYS[order]
    return tuple(sorted(rows, key=lambda each: (key(each), -each.lacking, each.village_code, each.indicator)))


def narrow(
    rows: Iterable[Priority], *, indicator: str = "", agency: str = "", below_cut: bool = False
) -> tuple[Priority, ...]:
    """Return the rows of an indicator, of a responsible office, and under the cut alone, where asked."""
    return tuple(
        each
        for each in rows
        if (not indicator or each.indicator == indicator)
        and (not agency or each.line.agency == agency)
        and (not below_cut or each.depth > 0)
    )


def _cost_per_family(each: Priority) -> Fraction:
    return each.gain_cost if each.gain_cost is not None else Fraction(10**15)


_KEYS: dict[Order, Callable[[Priority], Fraction | int]] = {
    Order.FAMILIES: lambda each: -each.lacking,
    Order.DEPTH: lambda each: -each.depth,
    Order.REACHED: lambda each: -each.reached,
    Order.COST: lambda each: each.cost,
    Order.COST_PER_FAMILY: _cost_per_family,
}
