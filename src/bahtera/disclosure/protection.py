"""From a table of counts to what may be shown of it: small cells, what gives them away, and the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bahtera.disclosure.network import Arc, Network
from bahtera.disclosure.tree import UNBOUNDED, Tree, TreeGuard, tree_of
from bahtera.disclosure.values import TOTAL, Cell, Interval, Policy, Protection, Table, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def protect(
    table: Table,
    policy: Policy,
    *,
    also_primary: Iterable[Cell] = (),
    already_hidden: Iterable[Cell] = (),
) -> Protection:
    """Decide which figures of a table stay hidden.

    Small counts go first, then as few others as the search finds until no hidden count can be worked out from
    the printed ones: not by subtraction within a row, among siblings or against the area above, not by any
    chain of these; and no small count can be fenced in more narrowly than the policy's width (or than the
    known sum of its row, when that is smaller still). The answer depends on the table, the policy and the two
    sets alone.

    Args:
        table: the counts, with the tree that adds them up.
        policy: how small is too small.
        also_primary: cells to protect as if they were small, for reasons outside this table.
        already_hidden: cells hidden from this reader elsewhere, so hidden here too.
    """
    if table.totals is Totals.ABSENT:
        return _protect_columns(table, policy, also_primary, already_hidden)
    guard = Guard(table, policy, already_hidden=already_hidden)
    guard.protect([*small_cells(table, policy), *also_primary])
    return guard.protection()


def _protect_columns(
    table: Table, policy: Policy, also_primary: Iterable[Cell], already_hidden: Iterable[Cell]
) -> Protection:
    """Protect columns that are not parts of anything: each by itself."""
    tree = tree_of(table.counts, table.parents)
    counts = tree.sums(table.counts, len(table.columns))
    also, before = _by_column(tree, also_primary), _by_column(tree, already_hidden)
    hidden: list[Cell] = []
    primary: list[Cell] = []
    for place, column in enumerate(table.columns):
        down = counts[:, place]
        guard = TreeGuard(
            tree,
            down,
            np.full_like(down, UNBOUNDED),
            figures=1,
            wanted=np.full_like(down, policy.required_width),
            already_hidden=before.get(column, ()),
        )
        small = np.flatnonzero((down > 0) & (down < policy.threshold)).tolist()
        guard.protect([*small, *also.get(column, ())])
        hidden += [Cell(tree.areas[area], column) for area, is_hidden in enumerate(guard.hidden) if is_hidden]
        primary += [Cell(tree.areas[area], column) for area in guard.primary]
    return Protection(hidden=frozenset(hidden), primary=frozenset(primary))


def _by_column(tree: Tree, cells: Iterable[Cell]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for cell in cells:
        found.setdefault(cell.column, []).append(tree.number[cell.area])
    return found


class Guard:
    """The protection of one table while it grows: cells are only ever added, so what is safe stays safe."""

    def __init__(self, table: Table, policy: Policy, *, already_hidden: Iterable[Cell] = ()) -> None:
        self.rows = table.rows()
        self._table = table
        self._policy = policy
        self._network = Network(_arcs(table, self.rows))
        self._primary: set[Cell] = set()
        self._before = sorted(set(already_hidden))
        for cell in self._before:
            self._network.hide(cell)

    def protect(self, cells: Iterable[Cell]) -> None:
        """Hide these cells and whatever would give them away, the smallest counts first."""
        fresh = set(cells) - self._primary
        for cell in fresh:
            self._network.hide(cell)
        for cell in sorted(fresh, key=lambda item: (_value(self._table, self.rows, item), item)):
            self._network.widen(cell, self._width(cell))
        # What a ring of figures hid lies on that ring and is free to move; what came from outside may not be.
        self._before = [cell for cell in self._before if not self._network.widen(cell, 1)]
        self._primary |= fresh

    def protection(self) -> Protection:
        return Protection(hidden=self._network.hidden, primary=frozenset(self._primary))

    def _width(self, cell: Cell) -> int:
        width = self._policy.required_width
        if self._table.totals is Totals.KNOWN:
            return min(width, sum(self.rows[cell.area]))
        return width


def small_cells(table: Table, policy: Policy) -> Iterator[Cell]:
    """Yield the cells that are too small by themselves.

    A zero is shown: nobody stands behind it. It is hidden where everybody is few (the whole row rests on
    fewer than the threshold) and, for sensitive questions, where it tells that all gave the one other answer.
    """
    for area, row in table.rows().items():
        total = sum(row)
        if table.totals is Totals.ABSENT:
            yield from (
                Cell(area, name) for name, value in _named(table, row) if 0 < value < policy.threshold
            )
            continue
        if total == 0:
            continue
        names = (*table.columns, TOTAL) if table.totals is Totals.CELLS else table.columns
        if total < policy.threshold:
            yield from (Cell(area, name) for name in names)
        elif policy.hide_uniform and max(row) == total:
            yield from (Cell(area, name) for name in table.columns)
        else:
            yield from (
                Cell(area, name) for name, value in _named(table, row) if 0 < value < policy.threshold
            )


def feasible_intervals(table: Table, hidden: Iterable[Cell]) -> dict[Cell, Interval]:
    """Return, exactly, what a reader who knows every other figure can tell about each hidden one."""
    rows = table.rows()
    network = Network(_arcs(table, rows))
    for cell in sorted(set(hidden)):
        network.hide(cell)
    answer: dict[Cell, Interval] = {}
    for cell in sorted(network.hidden):
        value = _value(table, rows, cell)
        up = network.room_up(cell, network.unbounded)
        down = network.room_down(cell, value)
        answer[cell] = Interval(value - down, None if up >= network.unbounded else value + up)
    return answer


def protect_distribution(counts: Mapping[str, int], policy: Policy) -> Protection:
    """Protect one row of counts whose sum is known; cells carry the area name ""."""
    return protect(Table(tuple(counts), {"": tuple(counts.values())}), policy)


def protect_two_way(
    rows: Mapping[str, tuple[int, ...]], columns: tuple[str, ...], policy: Policy, *, margin: str = ""
) -> Protection:
    """Protect rows x columns printed with both margins; `margin` names the row of column sums."""
    return protect(Table(columns, rows, dict.fromkeys(rows, margin), Totals.CELLS), policy)


def _named(table: Table, row: tuple[int, ...]) -> Iterator[tuple[str, int]]:
    return zip(table.columns, row, strict=True)


def _value(table: Table, rows: Mapping[str, tuple[int, ...]], cell: Cell) -> int:
    row = rows[cell.area]
    return sum(row) if cell.column == TOTAL else row[table.columns.index(cell.column)]


def _arcs(table: Table, rows: Mapping[str, tuple[int, ...]]) -> list[Arc]:
    """Lay the table out as a network.

    Nodes are sums: one for each row of a finest area (its parts make its total), one for each column of each
    parent (its children make it). The rows of parents follow from these and are not laid out again, which is
    what leaves every count in exactly two sums. Totals run against the parts.
    """
    nodes: dict[tuple[str, str], int] = {}

    def node(kind: str, name: str) -> int:
        return nodes.setdefault((kind, name), len(nodes))

    def outer(area: str) -> int:
        return node("beyond", "") if table.totals is Totals.ABSENT else node("row", _root(table, area))

    arcs: list[Arc] = []
    for area, row in rows.items():
        parent = table.parents.get(area)
        leaf = area in table.counts
        for name, value in _named(table, row):
            if leaf:
                tail = node("beyond", "") if table.totals is Totals.ABSENT else node("leaf", area)
            else:
                tail = node("column:" + name, area)
            head = outer(area) if parent is None else node("column:" + name, parent)
            arcs.append(Arc(Cell(area, name), tail, head, value))
        if table.totals is Totals.CELLS:
            head = node("leaf", area) if leaf else node("column:" + TOTAL, area)
            tail = outer(area) if parent is None else node("column:" + TOTAL, parent)
            arcs.append(Arc(Cell(area, TOTAL), tail, head, sum(row)))
    return arcs


def _root(table: Table, area: str) -> str:
    for above in table.ancestors(area):
        area = above
    return area
