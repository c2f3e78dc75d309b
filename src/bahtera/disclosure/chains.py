"""Which hidden counts do all sums and means together fix? Worked out branch by branch of the tree.

The unknowns are the hidden counts of each area (one an indicator). What an area's children say of each other and of
their parent is eliminated down to what it says of the parent alone, from the finest areas up; then one solution is
chosen from the top down, with scattered values wherever something is free. A count that is fixed is 0 in it; another is
so by accident with a chance of about 1 in 2**61. Where nothing was hidden since the last time, a branch is not
eliminated again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bahtera.disclosure.elimination import PRIME, Equation, Pivot, eliminate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bahtera.disclosure.tree import Tree

    Flags = NDArray[np.bool_]

_TOP = -1
_SCATTER = 6_364_136_223_846_793_005


class Chains:
    """The sums and means of linked tables.

    Args:
        tree: the areas.
        groups: for every indicator the number of its group.
        rests_on: for every indicator and area the indicators of its group answered there, times the families who
            answered this one: what the printed mean divides the count by. 0 where nobody answered.
    """

    def __init__(self, tree: Tree, groups: Sequence[int], rests_on: NDArray[np.int64]) -> None:
        self._tree = tree
        self._groups = groups
        self._size = len(groups)
        self._rests_on: list[list[int]] = rests_on.T.tolist()
        # Parents have lower numbers than their children.
        self._order = np.lexsort((np.arange(len(tree.areas)), tree.depth)).tolist()
        self._rank = [0] * len(tree.areas)
        for rank, area in enumerate(self._order):
            self._rank[area] = rank
        self._below: dict[int, list[int]] = {
            area: inner for area in reversed(self._order) if (inner := tree.children[area])
        }
        self._below[_TOP] = [area for area, above in enumerate(tree.parent) if above < 0]
        self._seen: Flags | None = None
        self._means: dict[int, list[Equation]] = {}
        self._left: dict[int, list[Equation]] = {}
        self._pivots: dict[int, dict[int, Pivot]] = {}
        self._weights: dict[int, int] = {}
        self._scatter: dict[int, int] = {}

    def fixed(self, hidden: Flags, silent: Flags, mute: Flags) -> set[tuple[int, int]]:
        """Return (indicator, area) of every hidden count that comes out.

        Args:
            hidden: indicators x areas.
            silent: groups x areas whose mean is not printed.
            mute: areas whose mean of groups is not printed.
        """
        now = np.vstack([hidden, silent, mute])
        changed = (
            np.ones(now.shape[1], dtype=np.bool_) if self._seen is None else (now != self._seen).any(axis=0)
        )
        self._seen = now
        inside: list[list[int]] = [[] for _ in self._order]
        for area, name in zip(*(each.tolist() for each in np.nonzero(hidden.T)), strict=True):
            inside[area].append(name)
        for area in np.flatnonzero(changed).tolist():
            self._means[area] = list(self._means_of(area, inside[area], silent, is_mute=bool(mute[area])))
        again: set[int] = set()
        for area, inner in self._below.items():
            if area == _TOP or changed[area] or any(changed[each] or each in again for each in inner):
                again.add(area)
                self._eliminate(area, inner, inside)
        return self._zeros(inside)

    def _means_of(self, area: int, names: list[int], silent: Flags, *, is_mute: bool) -> Iterator[Equation]:
        """Yield the printed means of an area as what they say about the hidden counts."""
        means: dict[int, Equation] = {}
        rests_on, first = self._rests_on[area], self._rank[area] * self._size
        for name in names:
            if rests_on[name]:
                weight = self._weights.get(first + name)
                if weight is None:
                    weight = self._weights[first + name] = pow(rests_on[name], -1, PRIME)
                means.setdefault(self._groups[name], {})[first + name] = weight
        whole: Equation = {}
        for group, mean in means.items():
            if silent[group, area]:
                whole |= mean
            else:
                yield mean
        if whole and not is_mute:
            yield whole

    def _eliminate(self, area: int, inner: list[int], inside: list[list[int]]) -> None:
        sums: dict[int, Equation] = {}
        rows: list[Equation] = []
        for each in inner:
            first = self._rank[each] * self._size
            rows += [dict(row) for row in (*self._means[each], *self._left.get(each, ()))]
            if area != _TOP:
                for name in inside[each]:
                    sums.setdefault(name, {})[first + name] = 1
        if area != _TOP:
            first = self._rank[area] * self._size
            for name in inside[area]:
                sums.setdefault(name, {})[first + name] = PRIME - 1
        # A round that nobody was visited in yet has no area at all.
        lowest = min((self._rank[each] for each in inner), default=0) * self._size
        pivots, self._left[area] = eliminate([*rows, *sums.values()], lowest)
        self._pivots[area] = {pivot[0]: pivot for pivot in pivots}

    def _zeros(self, inside: list[list[int]]) -> set[tuple[int, int]]:
        values: dict[int, int] = {}
        found: set[tuple[int, int]] = set()
        for area in self._order:
            pivots = self._pivots[self._tree.parent[area]]
            first = self._rank[area] * self._size
            for name in inside[area]:
                pivot = pivots.get(first + name)
                if pivot is None:
                    value = self._scattered(first + name)
                else:
                    value = sum(part * values[other] for other, part in pivot[1]) * pivot[2] % PRIME
                values[first + name] = value
                if not value:
                    found.add((name, area))
        return found

    def _scattered(self, unknown: int) -> int:
        value = self._scatter.get(unknown)
        if value is None:
            value = self._scatter[unknown] = pow(_SCATTER, unknown + 1, PRIME)
        return value
