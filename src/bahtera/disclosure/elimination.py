"""Linear equations between hidden counts, eliminated unknown by unknown: exact, in integers modulo a large prime."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PRIME = 2**61 - 1

Equation = dict[int, int]
"""Unknown -> its coefficient; together they make 0."""

Pivot = tuple[int, list[tuple[int, int]], int]
"""An unknown, the lower ones it follows from with their coefficients, and by what their sum is multiplied."""


def eliminate(equations: Iterable[Equation], lowest: int) -> tuple[list[Pivot], list[Equation]]:
    """Eliminate the unknowns numbered `lowest` and above, the highest first.

    Returns which of them follow from others, highest first, and the equations that are left between lower ones.
    Unknowns with few neighbours should have high numbers. The equations given are used up.
    """
    by_last: dict[int, list[Equation]] = {}
    for row in equations:
        if row:
            by_last.setdefault(max(row), []).append(row)
    pivots: list[Pivot] = []
    left: list[Equation] = []
    while by_last:
        last = max(by_last)
        waiting = by_last.pop(last)
        if last < lowest:
            left += waiting
            continue
        waiting.sort(key=len)
        pivot = waiting[0]
        inverse = pow(pivot[last], -1, PRIME)
        for row in waiting[1:]:
            _subtract(row, pivot, row[last] * inverse % PRIME)
            if row:
                by_last.setdefault(max(row), []).append(row)
        pivots.append((last, [item for item in pivot.items() if item[0] != last], -inverse))
    return pivots, left


def _subtract(row: Equation, pivot: Mapping[int, int], factor: int) -> None:
    for name, value in pivot.items():
        left = (row.get(name, 0) - factor * value) % PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)
