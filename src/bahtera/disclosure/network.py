"""Hidden counts as flows: what a reader can work out, and what else must be hidden so that he cannot.

Every printed sum says: these parts add up to that whole. In a table over one tree of areas each count stands
in exactly two such sums (its row, its column among the siblings), once on either side. Such counts are flows
along the arcs of a network whose nodes are the sums, so the lowest and the highest value a hidden count can
take are found *exactly*, in integers, by pushing flow around the arcs that are hidden (Cox, L. H., and
George, J. A. (1989), "Controlled rounding for tables with subtotals", Annals of Operations Research 20, for
the network; the cheapest covering cycle is the classic heuristic for complementary suppression).
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bahtera.disclosure.values import Cell

_ARC_COST = 10
"""Cost of hiding one more figure, in families: few figures are hidden rather than many small ones."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A count flowing from one sum (`tail`) to another (`head`); nodes are numbered."""

    cell: Cell
    tail: int
    head: int
    value: int


class Network:
    """The arcs of one table, and which of them are hidden so far. Hiding only ever grows."""

    def __init__(self, arcs: Sequence[Arc]) -> None:
        self._arcs = arcs
        self._index = {arc.cell: position for position, arc in enumerate(arcs)}
        self._all: dict[int, list[int]] = {}
        self._open: dict[int, list[int]] = {}
        self._hidden: set[int] = set()
        for position, arc in enumerate(arcs):
            for node in {arc.tail, arc.head}:
                self._all.setdefault(node, []).append(position)
        self.unbounded = sum(arc.value for arc in arcs) + 1

    @property
    def hidden(self) -> frozenset[Cell]:
        return frozenset(self._arcs[position].cell for position in self._hidden)

    def hide(self, cell: Cell) -> None:
        self._hide(self._index[cell])

    def room_up(self, cell: Cell, limit: int) -> int:
        """Return by how much the count could be higher than it is, looking no further than `limit`."""
        return self._room(self._index[cell], up=True, limit=limit, moved={})

    def room_down(self, cell: Cell, limit: int) -> int:
        """Return by how much the count could be lower than it is, looking no further than `limit`."""
        return self._room(self._index[cell], up=False, limit=limit, moved={})

    def widen(self, cell: Cell, width: int) -> bool:
        """Hide more until the count has a range this wide; False if nothing is left to hide."""
        position = self._index[cell]
        while True:
            missing = width - self._width(cell, width)
            if missing <= 0:
                return True
            sizes = range(missing, 0, -1)
            if not any(self._hide_ring(position, up, size, width) for size in sizes for up in (True, False)):
                return False

    def _width(self, cell: Cell, enough: int) -> int:
        up = self.room_up(cell, enough)
        return up if up >= enough else up + self.room_down(cell, enough - up)

    def _hide(self, position: int) -> None:
        if position in self._hidden:
            return
        self._hidden.add(position)
        arc = self._arcs[position]
        for node in {arc.tail, arc.head}:
            self._open.setdefault(node, []).append(position)

    def _hide_ring(self, position: int, up: bool, size: int, width: int) -> bool:
        """Hide the cheapest ring of figures along which the count can move on by `size`; tell if there is one.

        The count is first moved as far as the figures hidden so far let it; the ring is for what comes after.
        """
        moved: dict[int, int] = {}
        room = self._room(position, up=up, limit=width, moved=moved)
        if not up and self._arcs[position].value < room + size:
            return False
        start, end = self._ends(position, up=up)
        ring = self._cheapest_path(start, end, without=position, size=size, moved=moved)
        fresh = [step for step in ring if step not in self._hidden]
        for step in fresh:
            self._hide(step)
        return bool(fresh)

    def _ends(self, position: int, *, up: bool) -> tuple[int, int]:
        arc = self._arcs[position]
        return (arc.head, arc.tail) if up else (arc.tail, arc.head)

    def _room(self, position: int, *, up: bool, limit: int, moved: dict[int, int]) -> int:
        """Return the largest flow around an arc over hidden arcs, at most `limit`; `moved` takes what flows."""
        source, sink = self._ends(position, up=up)
        limit = limit if up else min(limit, self._arcs[position].value)
        if source == sink:
            return limit
        total = 0
        while total < limit:
            path = self._augmenting_path(source, sink, position, moved)
            if path is None:
                return total
            room = [self._arcs[step].value + moved.get(step, 0) for step, sign in path if sign < 0]
            amount = min([limit - total, *room])
            for step, sign in path:
                moved[step] = moved.get(step, 0) + sign * amount
            total += amount
        return total

    def _augmenting_path(
        self, source: int, sink: int, without: int, moved: dict[int, int]
    ) -> list[tuple[int, int]] | None:
        came: dict[int, tuple[int, int, int]] = {source: (-1, -1, 0)}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for step, sign, following in self._steps(node, self._open, without):
                if following in came:
                    continue
                if sign < 0 and self._arcs[step].value + moved.get(step, 0) < 1:
                    continue
                came[following] = (node, step, sign)
                if following == sink:
                    return _walk_back(came, sink)
                queue.append(following)
        return None

    def _cheapest_path(
        self, source: int, sink: int, *, without: int, size: int, moved: dict[int, int]
    ) -> list[int]:
        best = {source: 0}
        came: dict[int, tuple[int, int, int]] = {source: (-1, -1, 0)}
        heap = [(0, source)]
        while heap:
            cost, node = heapq.heappop(heap)
            if node == sink:
                return [step for step, _ in _walk_back(came, sink)]
            if cost > best[node]:
                continue
            for step, sign, following in self._steps(node, self._all, without):
                if sign < 0 and self._arcs[step].value + moved.get(step, 0) < size:
                    continue
                price = 0 if step in self._hidden else _ARC_COST + self._arcs[step].value
                if cost + price < best.get(
                    following, self.unbounded * (_ARC_COST + 2) * (len(self._arcs) + 1)
                ):
                    best[following] = cost + price
                    came[following] = (node, step, sign)
                    heapq.heappush(heap, (cost + price, following))
        return []

    def _steps(
        self, node: int, arcs_at: dict[int, list[int]], without: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield (arc, +1 along it or -1 against it, node reached) for the arcs that touch a node."""
        for step in arcs_at.get(node, ()):
            if step == without:
                continue
            arc = self._arcs[step]
            if arc.tail == node:
                yield step, 1, arc.head
            if arc.head == node:
                yield step, -1, arc.tail


def _walk_back(came: dict[int, tuple[int, int, int]], node: int) -> list[tuple[int, int]]:
    path: list[tuple[int, int]] = []
    while came[node][1] >= 0:
        before, step, sign = came[node]
        path.append((step, sign))
        node = before
    return path
