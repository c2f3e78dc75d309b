"""Which unknowns does a set of linear equations fix? Exact, in integers modulo a large prime."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PRIME = 2**61 - 1


def determined(unknowns: int, equations: Iterable[Mapping[int, int]]) -> set[int]:
    """Return the unknowns (numbered from 0) that the equations fix whatever their right-hand sides.

    An unknown is fixed when it is 0 in every solution of the homogeneous system. One solution with scattered
    values for the free unknowns shows which: another unknown is 0 in it by accident with a chance of about
    unknowns / 2**61. Unknowns are eliminated in order, so those with few neighbours should come first.
    """
    rows: dict[int, dict[int, int]] = {}
    by_first: dict[int, list[dict[int, int]]] = {}
    for equation in equations:
        row = {name: value % PRIME for name, value in equation.items() if value % PRIME}
        if row:
            by_first.setdefault(min(row), []).append(row)
    for first in range(unknowns):
        waiting = by_first.pop(first, [])
        if not waiting:
            continue
        waiting.sort(key=len)
        pivot = waiting[0]
        rows[first] = pivot
        inverse = pow(pivot[first], -1, PRIME)
        for row in waiting[1:]:
            _subtract(row, pivot, row[first] * inverse % PRIME)
            if row:
                by_first.setdefault(min(row), []).append(row)
    return _zeros(unknowns, rows)


def _subtract(row: dict[int, int], pivot: Mapping[int, int], factor: int) -> None:
    for name, value in pivot.items():
        left = (row.get(name, 0) - factor * value) % PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)


def _zeros(unknowns: int, rows: Mapping[int, Mapping[int, int]]) -> set[int]:
    solution = [0] * unknowns
    scatter = 1
    for name in reversed(range(unknowns)):
        row = rows.get(name)
        if row is None:
            scatter = scatter * 6_364_136_223_846_793_005 % PRIME
            solution[name] = scatter
            continue
        rest = sum(value * solution[other] for other, value in row.items() if other != name)
        solution[name] = -rest * pow(row[name], -1, PRIME) % PRIME
    return {name for name, value in enumerate(solution) if value == 0}
