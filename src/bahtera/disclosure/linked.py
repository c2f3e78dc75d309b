"""Tables tied together by printed means: the indicators of a dimension, the dimensions of an index.

Where everybody answers every question, the printed mean of a dimension is the mean of its indicators' shares,
and the index is the mean of its dimensions. A reader who sees the mean and all shares but one has that one.
So in every area the hidden indicators of a dimension must cover each other: two or more, with enough families
on either side of them together. Where they cannot (nearly everybody meets all of them), the dimension's mean
is hidden, and with it that of a second dimension, so that the index still may be shown. Chains over several
areas can still lead to a hidden count, so in the end all sums and means are solved together, and where
something comes out more is hidden. Counts are whole: a mean over hidden shares of different numbers of families
fits few of them and is not printed, nor are the means of means above it.
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
    uneven: frozenset[_Mean] = frozenset()
    """Means whose hidden shares are parts of different numbers of families: only few whole counts fit them."""

    def shows_share(self, area: str, name: str) -> bool:
        return self.tables[name].shows_row(area, SHARE_COLUMNS)

    def shows_mean(self, area: str, group: str) -> bool:
        """Tell whether the mean of a group's shares may be printed."""
        return (area, group) not in self.hidden_means and (area, group) not in self.uneven

    def shows_whole(self, area: str) -> bool:
        """Tell whether the mean of the groups' means may be printed: where it says no more than they do."""
        return area not in self.hidden_wholes and area not in self._areas_with_uneven

    @cached_property
    def _areas_with_uneven(self) -> frozenset[str]:
        return frozenset(area for area, _ in self.uneven)

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
            shown, self._before.means | silent, self._before.wholes | mute, frozenset(self._uneven())
        )

    def _uneven(self) -> Iterator[_Mean]:
        """Yield the means that would give whole counts away, however well hidden shares cover each other.

        Shares of 84 and of 9 families add up to a printed mean in one way only, as a rule: counts are whole. Parts
        of the same number can be traded one for one. Where one mean is silent the next must not be uneven with it,
        as the mean of both is printed: it is not either.
        """
        for group, members in enumerate(self._members):
            n = np.where(self._hidden[members], self._answered[members], 0)
            least = np.where(n > 0, n, UNBOUNDED).min(axis=0)
            uneven = (n.max(axis=0) > 0) & (n.max(axis=0) != least)
            for area in np.flatnonzero(uneven | self._silent[group]).tolist():
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
        for area in np.flatnonzero(self._silent.any(axis=0) & ~self._mute).tolist():
            grown = self._cover_silent(area, chosen) or grown
        for name, areas in chosen.items():
            self._guards[name].protect(areas)
        return grown or bool(chosen)

    def _cover_silent(self, area: int, chosen: dict[int, list[int]]) -> bool:
        """Hide the mean of another dimension beside those hidden, lest the index give them; or hide it."""
        silent = np.flatnonzero(self._silent[:, area])
        members = np.concatenate([self._members[group] for group in silent])
        if self._covered(members, [area])[0]:
            return False
        others = [
            group
            for group, inside in enumerate(self._members)
            if group not in silent and self._answered[inside, area].any()
        ]
        if not others:
            self._mute[area] = True
            return True
        hidden = members[self._hidden[members, area]]
        sides = int(self._met[hidden, area].sum()), int(self._unmet[hidden, area].sum())
        beside = {group: self._beside(area, group, sides) for group in others}
        group = min(others, key=lambda other: beside[other][0])
        self._silent[group, area] = True
        partner = beside[group][1]
        if partner is not None:
            chosen.setdefault(partner, []).append(area)
        return True

    def _beside(
        self, area: int, group: int, sides: tuple[int, int]
    ) -> tuple[tuple[int, int, str], int | None]:
        """Return what hiding a dimension's mean would cost beside the hidden sides, and what of it goes too.

        Prefers a dimension whose hidden indicators cover the gap already, then one of which one more indicator
        does, then the one that closes most of it.
        """
        members = self._members[group]
        hidden = members[self._hidden[members, area]]
        if len(hidden):
            joint = min(sides[0] + self._met[hidden, area].sum(), sides[1] + self._unmet[hidden, area].sum())
            return (0 if joint >= self._enough else 2, -int(joint), self._groups[group]), None
        left = members[self._answered[members, area] > 0]
        joint = np.minimum(sides[0] + self._met[left, area], sides[1] + self._unmet[left, area])
        best = int(np.where(joint >= self._enough, joint, UNBOUNDED - joint).argmin())
        does = joint[best] >= self._enough
        return (1 if does else 2, -int(joint[best]), self._groups[group]), int(left[best])

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
        areas = sorted({area for _, area in found})
        if not self._mute[areas].all():
            self._mute[areas] = True
            return
        self._silent[sorted({group for _, group in means})] = True
        self._mute |= self._silent.any(axis=0)
