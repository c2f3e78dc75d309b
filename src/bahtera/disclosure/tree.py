"""One count an area over a tree of areas: what a reader can tell of it, and what else must be hidden.

Where each area has one unknown (families behind a mean; families who meet an indicator, when it is known how many
answered), every printed sum says: the children make the parent. So the range of each hidden count is worked out from
the rooms of its children below and of its siblings above, exactly and in as many steps as the tree is deep, and the
cheapest ring of counts to hide beside it is one way up and one way down. The same answers come from the flows of
`network`, which lays any table out and knows nothing of trees.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

UNBOUNDED = 1 << 40
"""More families than there are: a count that nothing bounds from above."""

_CELL_COST = 10
"""Cost of hiding one more figure, in families: few figures are hidden rather than many small ones."""

_Way = tuple[int, list[int]]  # its cost, and what it hides


class Tree:
    """Areas by number, with their parents and children; an area above the finest has children, the others none.

    Nothing in it changes: `tree_of` gives the same one to all tables over the same areas.
    """

    def __init__(self, leaves: Iterable[str], parents: Mapping[str, str]) -> None:
        depth: dict[str, int] = {}
        for leaf in leaves:
            line = [leaf]
            while line[-1] in parents and line[-1] not in depth:
                line.append(parents[line[-1]])
            top = depth.get(line[-1], 0)
            depth.update((area, top + steps) for steps, area in enumerate(reversed(line)))
        self.areas = sorted(depth)
        self.number = {area: place for place, area in enumerate(self.areas)}
        self.parent = [self.number[parents[area]] if area in parents else -1 for area in self.areas]
        self.children: list[list[int]] = [[] for _ in self.areas]
        for place, above in enumerate(self.parent):
            if above >= 0:
                self.children[above].append(place)
        self.depth = np.array([depth[area] for area in self.areas], dtype=np.int64)
        parent = np.array(self.parent, dtype=np.int64)
        self._levels = [
            (places, parent[places])
            for deep in range(int(self.depth.max(initial=0)), 0, -1)
            for places in [np.flatnonzero(self.depth == deep)]
        ]

    def sums(self, counts: Mapping[str, Sequence[int]], columns: int) -> Whole:
        """Return areas x columns: the counts of the finest areas (0 where none are given), added up above them."""
        found = np.zeros((len(self.areas), columns), dtype=np.int64)
        if counts:
            found[[self.number[area] for area in counts]] = np.array(list(counts.values()), dtype=np.int64)
        for places, above in self._levels:
            np.add.at(found, above, found[places])
        return found


def tree_of(leaves: Iterable[str], parents: Mapping[str, str]) -> Tree:
    """Return the tree over some finest areas; the same one as before where nothing differs."""
    return _tree(tuple(leaves), tuple(parents.items()))


@lru_cache(maxsize=8)
def _tree(leaves: tuple[str, ...], parents: tuple[tuple[str, str], ...]) -> Tree:
    return Tree(leaves, dict(parents))


class TreeGuard:
    """The protection of one count an area while it grows: areas are only ever added, so what is safe stays safe.

    Args:
        tree: the areas.
        down: how much lower each count could be by itself: the count.
        up: how much higher: those who answered otherwise, or `UNBOUNDED`.
        figures: how many printed figures are hidden with one area.
        wanted: how wide the range of each area's count must stay where it is protected.
        already_hidden: areas hidden from this reader elsewhere.
        hidden: 0 for each area, set to 1 as it is hidden.
    """

    def __init__(
        self,
        tree: Tree,
        down: Whole,
        up: Whole,
        *,
        figures: int,
        wanted: Whole,
        already_hidden: Iterable[int] = (),
        hidden: bytearray | memoryview | None = None,
    ) -> None:
        self._parent, self._children = tree.parent, tree.children
        self._alone = (up.tolist(), down.tolist())
        families = np.where(up >= UNBOUNDED, down, down + up)
        self._price = (_CELL_COST * figures + families).tolist()
        self._wanted = wanted.tolist()
        self._value = np.minimum(down, up).tolist()
        self._inside = ([0] * len(tree.areas), [0] * len(tree.areas))
        self.hidden = bytearray(len(tree.areas)) if hidden is None else hidden
        self.primary: set[int] = set()
        self._unsettled = sorted(set(already_hidden))
        for area in self._unsettled:
            self._hide(area)

    def protect(self, areas: Iterable[int]) -> None:
        """Hide these areas and whatever would give them away, the smallest counts first."""
        fresh = set(areas) - self.primary
        for area in fresh:
            self._hide(area)
        for area in sorted(fresh, key=lambda place: (self._value[place], place)):
            self._widen(area, self._wanted[area])
        # What a ring of figures hid lies on that ring and is free to move; what came from outside may not be.
        self._unsettled = [area for area in self._unsettled if not self._widen(area, 1)]
        self.primary |= fresh

    def hide_too(self, areas: Iterable[int]) -> bool:
        """Hide areas that are hidden elsewhere, so that none of them is fixed; tell whether any was still shown."""
        fresh = [area for area in areas if not self.hidden[area]]
        for area in fresh:
            self._hide(area)
        self._unsettled = [area for area in (*self._unsettled, *fresh) if not self._widen(area, 1)]
        return bool(fresh)

    def width(self, area: int) -> int:
        """Return how far apart the lowest and the highest value are that a hidden count can take."""
        return sum(self._room(area, way) for way in (0, 1))

    def _hide(self, area: int) -> None:
        if self.hidden[area]:
            return
        self.hidden[area] = 1
        gains = [self._below(area, way) for way in (0, 1)]
        above = self._parent[area]
        while above >= 0:
            for way in (0, 1):
                self._inside[way][above] += gains[way]
            if not self.hidden[above]:
                return
            above = self._parent[above]

    def _below(self, area: int, way: int) -> int:
        """Return how far the count could go up (0) or down (1) by what lies inside the area."""
        return self._inside[way][area] if self._children[area] else self._alone[way][area]

    def _above(self, area: int, way: int) -> int:
        """Return how far the count could go up (0) or down (1), were it hidden, by what lies outside the area."""
        room = 0
        while True:
            above = self._parent[area]
            if above < 0:
                return UNBOUNDED
            room += self._inside[1 - way][above]
            if self.hidden[area]:
                room -= self._below(area, 1 - way)
            if not self.hidden[above]:
                return room
            area = above

    def _room(self, area: int, way: int) -> int:
        return min(self._below(area, way), self._above(area, way))

    def _widen(self, area: int, width: int) -> bool:
        """Hide more until the count has a range this wide; False if nothing is left to hide."""
        up, down = self._alone[0][area], self._alone[1][area]
        ways = (0, 1) if down <= up else (1, 0)
        while True:
            rooms = [self._room(area, way) for way in (0, 1)]
            missing = width - sum(rooms)
            if missing <= 0:
                return True
            tries = ((way, rooms[way] + size) for size in range(missing, 0, -1) for way in ways)
            ring = next((found for way, target in tries if (found := self._ring(area, way, target))), None)
            if ring is None:
                return False
            for each in ring:
                self._hide(each)

    def _ring(self, area: int, way: int, target: int) -> list[int] | None:
        """Return the cheapest areas with which the count could go this far; None if there are none."""
        ring: list[int] = []
        lacking = target - self._below(area, way)
        if lacking > 0:
            inside = self._cheapest(self._children[area], way, lacking, UNBOUNDED)
            if inside is None:
                return None
            ring += inside[1]
        lacking = target - self._above(area, way)
        if lacking > 0:
            outside = self._over(area, way, lacking)
            if outside is None:
                return None
            ring += outside[1]
        return ring

    def _over(self, area: int, way: int, lacking: int) -> _Way | None:
        """Return the cheapest way up from an area and down to another that moves against it."""
        best: _Way | None = None
        cost, opened = 0, list[int]()
        while (above := self._parent[area]) >= 0:
            limit = UNBOUNDED if best is None else best[0]
            sisters = [each for each in self._children[above] if each != area]
            found = self._cheapest(sisters, 1 - way, lacking, limit - cost)
            if found is not None:
                best = (cost + found[0], opened + found[1])
            if not self.hidden[above]:
                cost, opened = cost + self._price[above], [*opened, above]
                if best is not None and cost >= best[0]:
                    return best
                lacking -= self._above(above, way)
                if lacking <= 0:
                    return (cost, opened)
            area = above
        return best

    def _cheapest(self, areas: Sequence[int], way: int, lacking: int, limit: int) -> _Way | None:
        """Return the cheapest way down into one of the areas that gives so much more room, at less than `limit`."""
        best: _Way | None = None
        for area in areas:
            if self._alone[way][area] < lacking:
                continue
            found = self._into(area, way, lacking, limit)
            if found is not None:
                best, limit = found, found[0]
        return best

    def _into(self, area: int, way: int, lacking: int, limit: int) -> _Way | None:
        is_hidden = self.hidden[area]
        price = 0 if is_hidden else self._price[area]
        if price >= limit:
            return None
        inner = self._children[area]
        if not inner:
            return None if is_hidden else (price, [area])
        if not is_hidden:
            lacking -= self._inside[way][area]
            if lacking <= 0:
                return (price, [area])
        found = self._cheapest(inner, way, lacking, limit - price)
        if found is None:
            return None
        return (price + found[0], found[1] if is_hidden else [area, *found[1]])
