"""Tables tied together by printed means: the indicators of a dimension, the dimensions of an index.

Where everybody answers every question, the printed mean of a dimension is the mean of its indicators' shares,
and the index is the mean of its dimensions. A reader who sees the mean and all shares but one has that one.
So in every area the hidden indicators of a dimension must cover each other: two or more, with enough families
on either side of them together. Where they cannot (nearly everybody meets all of them), the dimension's mean
is hidden, and the index too. Chains over several areas can still lead to a hidden count, so in the end all sums and
means are solved together, and where something comes out more is hidden.

Counts are whole, and a mean over hidden shares fits few whole counts. So the mean of a dimension's *shares* is printed
only where all of them are, and the means of means above it likewise: it tells nothing then. Two silent dimensions of
three and of eight questions do not cover each other either: 8 times the one number and 3 times the other add up to a
printed index in one way, or in few.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bahtera.disclosure.chains import Chains
from bahtera.disclosure.tree import UNBOUNDED, TreeGuard, tree_of
from bahtera.disclosure.values import Cell, Policy, Protection, Table, Totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MET = "met"
UNMET = "unmet"
SHARE_COLUMNS = (MET, UNMET)

_NEVER = 2 * UNBOUNDED

_Mean = tuple[str, str]  # (area, group)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is already hidden from a reader: cells of each table, means of groups, and whole means by area."""

    cells: Mapping[str, Collection[Cell]]
    means: frozenset[_Mean] = frozenset()
    wholes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkedProtection:
    """What may be shown of several indicators, of the means of their groups, and of the mean of these."""

    tables: Mapping[str, Protection]
    hidden_means: frozenset[_Mean]
    hidden_wholes: frozenset[str]
    partial: frozenset[_Mean] = frozenset()
    """Means with a hidden share among theirs: only few whole counts fit them."""

    def shows_share(self, area: str, name: str) -> bool:
        return self.tables[name].shows_row(area, SHARE_COLUMNS)

    def shows_mean(self, area: str, group: str) -> bool:
        """Tell whether the mean of a group's shares may be printed."""
        return (area, group) not in self.hidden_means and (area, group) not in self.partial

    def shows_whole(self, area: str) -> bool:
        """Tell whether the mean of the groups' means of shares may be printed: where it says no more than they do."""
        return area not in self.hidden_wholes and area not in self._partial_areas

    @cached_property
    def _partial_areas(self) -> frozenset[str]:
        return frozenset(area for area, _ in self.partial)

    def hidden(self) -> Hidden:
        """Return what stays hidden, as `already_hidden` of a reader who may see less."""
        cells = {name: shown.hidden for name, shown in self.tables.items()}
        return Hidden(cells, self.hidden_means, self.hidden_wholes)


def share_table(counts: Mapping[str, tuple[int, int]], parents: Mapping[str, str]) -> Table:
    """Return the table of one yes/no indicator from (met, unmet) families in every finest area.

    How many families answered is taken as known: protection must not rest on it.
    """
    return Table(SHARE_COLUMNS, counts, parents, Totals.KNOWN)


def protect_linked(
    tables: Mapping[str, Table],
    groups: Mapping[str, tuple[str, ...]],
    policy: Policy,
    *,
    sensitive: Collection[str] = (),
    also_hidden: Mapping[str, Collection[str]] | None = None,
    already_hidden: Hidden | None = None,
) -> LinkedProtection:
    """Protect indicators beside which the means of their groups, and the mean of these, are printed.

    Takes what `LinkedGuard` takes.
    """
    return LinkedGuard(
        tables,
        groups,
        policy,
        sensitive=sensitive,
        also_hidden=also_hidden,
        already_hidden=already_hidden,
    ).protection()


def _row_cells(areas: Iterable[str]) -> list[Cell]:
    return [Cell(area, column) for area in areas for column in SHARE_COLUMNS]


class LinkedGuard:
    """The protection of linked tables while it grows: what is hidden stays hidden, so what is safe stays safe.

    Args:
        tables: indicator -> its `share_table`, all over one tree of areas.
        groups: group (dimension) -> its indicators; an indicator belongs to one group.
        policy: how small is too small.
        sensitive: indicators whose rows of 0 % and 100 % are hidden as well.
        also_hidden: indicator -> areas whose counts must be hidden for reasons outside these tables.
        already_hidden: what is hidden from this reader elsewhere.
    """

    # Arrays are indicators x areas, dimensions x areas, in the order of `_names` and `_groups`.

    def __init__(
        self,
        tables: Mapping[str, Table],
        groups: Mapping[str, tuple[str, ...]],
        policy: Policy,
        *,
        sensitive: Collection[str] = (),
        also_hidden: Mapping[str, Collection[str]] | None = None,
        already_hidden: Hidden | None = None,
    ) -> None:
        before = already_hidden or Hidden({})
        leaves = dict.fromkeys(leaf for table in tables.values() for leaf in table.counts)
        parents = {child: above for table in tables.values() for child, above in table.parents.items()}
        self._tree = tree_of(leaves, parents)
        self._names = list(tables)
        self._groups = list(groups)
        place = {name: at for at, name in enumerate(self._names)}
        # In the order of their names: of two that cost the same the first is hidden.
        self._members = [np.array([place[name] for name in sorted(groups[group])]) for group in self._groups]
        self._group_of = {int(name): group for group, names in enumerate(self._members) for name in names}
        self._enough = policy.required_width
        size = len(self._tree.areas)
        both = [self._tree.sums(table.counts, 2) for table in tables.values()]
        self._met = np.array([each[:, 0] for each in both])
        self._unmet = np.array([each[:, 1] for each in both])
        self._answered = self._met + self._unmet
        self._chains = self._means()
        kept = bytearray(len(self._names) * size)
        self._hidden = np.frombuffer(kept, dtype=np.bool_).reshape(len(self._names), size)
        self._guards = [
            TreeGuard(
                self._tree,
                self._met[at],
                self._unmet[at],
                figures=len(SHARE_COLUMNS),
                wanted=np.minimum(self._enough, self._answered[at]),
                already_hidden=[self._tree.number[cell.area] for cell in before.cells.get(name, ())],
                hidden=memoryview(kept)[at * size : (at + 1) * size],
            )
            for at, name in enumerate(self._names)
        ]
        self._silent = np.zeros((len(self._groups), size), dtype=np.bool_)
        for area, group in before.means:
            if group in groups and area in self._tree.number:
                self._silent[self._groups.index(group), self._tree.number[area]] = True
        self._mute = np.zeros(size, dtype=np.bool_)
        self._mute[[self._tree.number[area] for area in before.wholes if area in self._tree.number]] = True
        self._before = before
        for at, name in enumerate(self._names):
            outside = [self._tree.number[area] for area in (also_hidden or {}).get(name, ())]
            self._guards[at].protect([*self._small(at, policy, is_sensitive=name in sensitive), *outside])
        self._settle()

    def _means(self) -> Chains:
        """Return what the printed sums and means say about the counts.

        Of an indicator those who meet it are as much more as the others are fewer: one unknown an area. The mean
        of an area is taken as the mean of its indicators' shares, each share a multiple of the count met: what
        holds exactly when every question applies to everybody, and nearly otherwise.
        """
        rests_on = np.zeros_like(self._answered)
        for members in self._members:
            answered = self._answered[members]
            rests_on[members] = answered * (answered > 0).sum(axis=0)
        return Chains(self._tree, [self._group_of[at] for at in range(len(self._names))], rests_on)

    def _small(self, at: int, policy: Policy, *, is_sensitive: bool) -> list[int]:
        """Return where a count is too small by itself: the rule of `small_cells`, for met and unmet together."""
        small = np.minimum(self._met[at], self._unmet[at])
        few = (small > 0) & (small < policy.threshold) | (self._answered[at] < policy.threshold)
        if is_sensitive or policy.hide_uniform:
            few |= small == 0
        found: list[int] = np.flatnonzero(few & (self._answered[at] > 0)).tolist()
        return found

    def hide_too(self, areas_of: Mapping[str, Collection[str]]) -> bool:
        """Hide indicators in areas where they are hidden elsewhere, and all that asks for; tell if any was shown."""
        number = self._tree.number
        shown = [
            self._guards[self._names.index(name)].hide_too([number[area] for area in sorted(areas)])
            for name, areas in areas_of.items()
        ]
        if any(shown):
            self._settle()
        return any(shown)

    def hidden_areas(self, name: str) -> frozenset[str]:
        """Return the areas in which an indicator is hidden."""
        places = np.flatnonzero(self._hidden[self._names.index(name)])
        return frozenset(self._tree.areas[area] for area in places)

    def protection(self) -> LinkedProtection:
        areas, shown = self._tree.areas, {}
        for at, name in enumerate(self._names):
            hidden, primary = np.flatnonzero(self._hidden[at]), self._guards[at].primary
            shown[name] = Protection(
                hidden=frozenset(_row_cells(areas[each] for each in hidden)),
                primary=frozenset(_row_cells(areas[each] for each in primary)),
            )
        silent = {(areas[area], self._groups[group]) for group, area in np.argwhere(self._silent)}
        mute = {areas[area] for area in np.flatnonzero(self._mute)}
        return LinkedProtection(
            shown, self._before.means | silent, self._before.wholes | mute, frozenset(self._partial())
        )

    def _partial(self) -> Iterator[_Mean]:
        """Yield the means of groups with a hidden indicator: their shares' own mean would give whole counts away."""
        for group, members in enumerate(self._members):
            for area in np.flatnonzero(self._hidden[members].any(axis=0)).tolist():
                yield self._tree.areas[area], self._groups[group]

    def _settle(self) -> None:
        """Hide until the hidden counts of every area cover each other and no chain of sums yields one."""
        while True:
            while self._cover():
                pass
            found = self._chains.fixed(self._hidden, self._silent, self._mute)
            if not found:
                return
            self._silence(found)

    def _cover(self) -> bool:
        """Go over all areas once; tell whether anything more had to be hidden."""
        chosen: dict[int, list[int]] = {}
        grown = False
        for group, members in enumerate(self._members):
            open_areas = np.flatnonzero(~self._covered(members) & ~self._silent[group])
            for area, partner in zip(open_areas.tolist(), self._partners(open_areas, members), strict=True):
                if partner is None:
                    self._silent[group, area] = True
                    grown = True
                else:
                    chosen.setdefault(partner, []).append(area)
        # Of whole counts two silent dimensions never cover each other well, so the index goes with the first.
        self._mute |= self._silent.any(axis=0)
        for name, areas in chosen.items():
            self._guards[name].protect(areas)
        return grown or bool(chosen)

    def _covered(self, members: Places, areas: Sequence[int] | slice = slice(None)) -> Flags:
        """Tell of each area whether none of these indicators is hidden, or several with enough families."""
        count = self._hidden[members][:, areas].sum(axis=0)
        covered: Flags = (count == 0) | ((count > 1) & (self._small_sides(members, areas) >= self._enough))
        return covered

    def _small_sides(self, members: Places, areas: Sequence[int] | slice) -> Places:
        """Return the families on the smaller side of the hidden indicators together, in each area."""
        hidden = self._hidden[members][:, areas]
        sides = [(counts[members][:, areas] * hidden).sum(axis=0) for counts in (self._met, self._unmet)]
        smaller: Places = np.minimum(*sides)
        return smaller

    def _partners(self, areas: Sequence[int] | Places, members: Places) -> list[int | None]:
        """Return the shown indicator to hide next in each area: one that just covers the gap; None: none is left."""
        if not len(areas):
            return []
        small = np.minimum(self._met, self._unmet)[members][:, areas]
        cost = np.where(small >= self._enough, small, UNBOUNDED - small)
        is_left = ~self._hidden[members][:, areas] & (self._answered[members][:, areas] > 0)
        cost = np.where(is_left, cost, _NEVER)
        best = cost.argmin(axis=0)
        prices = cost[best, np.arange(len(areas))].tolist()
        return [int(members[at]) if price < _NEVER else None for at, price in zip(best, prices, strict=True)]

    def _silence(self, found: set[tuple[int, int]]) -> None:
        """Hide one more indicator for each dimension in which a count came out; where none is left, means."""
        means = {(area, self._group_of[name]) for name, area in found}
        # One area a dimension in each branch of the tree: what helps there often helps its sisters too.
        partners: dict[tuple[int, int], tuple[int, int]] = {}
        for area, group in sorted(means, reverse=True):
            partner = None if self._silent[group, area] else self._partners([area], self._members[group])[0]
            if partner is not None:
                partners[group, self._tree.parent[area]] = (partner, area)
        for partner, area in partners.values():
            self._guards[partner].protect([area])
        if partners:
            return
        if not all(self._silent[group, area] for area, group in means):
            for area, group in means:
                self._silent[group, area] = True
            return
        # What is left are chains over the means of other areas: those beside and above go, then all that tell anything.
        above = {self._tree.parent[area] for area, _ in means}
        near = np.array([area in above or each in above for area, each in enumerate(self._tree.parent)])
        for group in sorted({group for _, group in means}):
            telling = self._hidden[self._members[group]].any(axis=0) & ~self._silent[group]
            self._silent[group] |= telling & near if (telling & near).any() else telling
