"""Tables tied together by printed means: the indicators of a dimension, the dimensions of an index.

Where everybody answers every question, the printed mean of a dimension is the mean of its indicators' shares,
and the index is the mean of its dimensions. A reader who sees the mean and all shares but one has that one.
So in every area the hidden indicators of a dimension must cover each other: two or more, with enough families
on either side of them together. Where they cannot (nearly everybody meets all of them), the dimension's mean
is hidden, and with it that of a second dimension, so that the index still may be shown. Chains over several
areas can still lead to a hidden count, so in the end all sums and means are solved together, and where
something comes out more is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bahtera.disclosure.elimination import PRIME, determined
from bahtera.disclosure.protection import Guard, small_cells
from bahtera.disclosure.values import Cell, Policy, Protection, Table, Totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MET = "met"
UNMET = "unmet"
SHARE_COLUMNS = (MET, UNMET)

_Mean = tuple[str, str]  # (area, group)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is already hidden from a reader: cells of each table, means of groups, and whole means by area."""

    cells: Mapping[str, Collection[Cell]]
    means: frozenset[_Mean] = frozenset()
    wholes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkedProtection:
    """What may be shown of several indicators, of the means of their groups, and of the mean of these."""

    tables: Mapping[str, Protection]
    hidden_means: frozenset[_Mean]
    hidden_wholes: frozenset[str]

    def shows_share(self, area: str, name: str) -> bool:
        return self.tables[name].shows_row(area, SHARE_COLUMNS)

    def shows_mean(self, area: str, group: str) -> bool:
        return (area, group) not in self.hidden_means

    def shows_whole(self, area: str) -> bool:
        return area not in self.hidden_wholes

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

    Args:
        tables: indicator -> its `share_table`, all over one tree of areas.
        groups: group (dimension) -> its indicators; an indicator belongs to one group.
        policy: how small is too small.
        sensitive: indicators whose rows of 0 % and 100 % are hidden as well.
        also_hidden: indicator -> areas whose counts must be hidden for reasons outside these tables.
        already_hidden: what is hidden from this reader elsewhere.
    """
    strict = replace(policy, hide_uniform=True)
    before = already_hidden or Hidden({})
    outside = also_hidden or {}
    guards: dict[str, Guard] = {}
    for name, table in tables.items():
        mine = strict if name in sensitive else policy
        guards[name] = Guard(table, mine, already_hidden=before.cells.get(name, ()))
        guards[name].protect([*small_cells(table, mine), *_row_cells(outside.get(name, ()))])
    links = _Links(guards, groups, policy, before)
    links.settle()
    return LinkedProtection(
        {name: guard.protection() for name, guard in guards.items()},
        frozenset(links.silent),
        frozenset(links.mute),
    )


def _row_cells(areas: Collection[str]) -> list[Cell]:
    return [Cell(area, column) for area in areas for column in SHARE_COLUMNS]


class _Links:
    """The guards of all tables, with the means that must stay hidden; everything only ever grows."""

    def __init__(
        self,
        guards: Mapping[str, Guard],
        groups: Mapping[str, tuple[str, ...]],
        policy: Policy,
        before: Hidden,
    ) -> None:
        self._guards = guards
        self._groups = groups
        self._group_of = {name: group for group, members in groups.items() for name in members}
        self._enough = policy.required_width
        self._areas = sorted({area for guard in guards.values() for area in guard.rows})
        self.silent: set[_Mean] = set(before.means)
        self.mute: set[str] = set(before.wholes)

    def settle(self) -> None:
        """Hide until the hidden counts of every area cover each other and no chain of sums yields one."""
        while True:
            while self._cover():
                pass
            found = self._given_away()
            if not found:
                return
            self._silence(found)

    def _cover(self) -> bool:
        """Go over all areas once; tell whether anything more had to be hidden."""
        chosen: dict[str, list[str]] = {}
        grown = False
        for area in self._areas:
            for group, members in self._groups.items():
                if (area, group) in self.silent or self._covered(area, members):
                    continue
                partner = self._partner(area, members)
                if partner is None:
                    self.silent.add((area, group))
                    grown = True
                else:
                    chosen.setdefault(partner, []).append(area)
            grown = self._cover_silent(area, chosen) or grown
        for name, areas in chosen.items():
            self._guards[name].protect(_row_cells(areas))
        return grown or bool(chosen)

    def _cover_silent(self, area: str, chosen: dict[str, list[str]]) -> bool:
        """Hide the mean of another dimension beside those hidden, lest the index give them; or hide it."""
        silent = [group for group in self._groups if (area, group) in self.silent]
        if not silent or area in self.mute:
            return False
        if self._covered(area, [name for group in silent for name in self._groups[group]]):
            return False
        others = [group for group in self._groups if group not in silent and self._answered(area, group)]
        if not others:
            self.mute.add(area)
            return True
        group = min(others, key=lambda name: self._price(area, name))
        self.silent.add((area, group))
        if not self._is_any_hidden(area, group):
            partner = self._partner(area, self._groups[group])
            if partner is not None:
                chosen.setdefault(partner, []).append(area)
        return True

    def _price(self, area: str, group: str) -> tuple[int, int, str]:
        """Prefer a dimension with hidden indicators that cover the gap already, then the smallest one."""
        members = self._groups[group]
        small = self._hidden_sides(area, members)
        return (0 if min(small) >= self._enough else 1, -min(small), group)

    def _covered(self, area: str, members: Collection[str]) -> bool:
        hidden = [name for name in members if self._is_hidden(area, name)]
        if not hidden:
            return True
        return len(hidden) > 1 and min(self._hidden_sides(area, members)) >= self._enough

    def _hidden_sides(self, area: str, members: Collection[str]) -> tuple[int, int]:
        rows = [self._row(area, name) for name in members if self._is_hidden(area, name)]
        return sum(row[0] for row in rows), sum(row[1] for row in rows)

    def _partner(self, area: str, members: Collection[str]) -> str | None:
        """Return the shown indicator to hide next in this area: one that just covers the gap."""
        shown = [name for name in members if not self._is_hidden(area, name)]
        left = [name for name in shown if sum(self._row(area, name))]
        return min(left, key=lambda name: (_cost(self._row(area, name), self._enough), name), default=None)

    def _is_hidden(self, area: str, name: str) -> bool:
        return self._guards[name].is_hidden(area, SHARE_COLUMNS)

    def _is_any_hidden(self, area: str, group: str) -> bool:
        return any(self._is_hidden(area, name) for name in self._groups[group])

    def _answered(self, area: str, group: str) -> bool:
        return any(sum(self._row(area, name)) for name in self._groups[group])

    def _row(self, area: str, name: str) -> tuple[int, ...]:
        return self._guards[name].rows.get(area, (0, 0))

    def _silence(self, found: set[tuple[str, str]]) -> None:
        """Hide one more indicator for each dimension in which a count came out; where none is left, means."""
        means = {(area, self._group_of[name]) for name, area in found}
        # One area a dimension in each branch of the tree: what helps there often helps its sisters too.
        partners: dict[tuple[str, str], tuple[str, str]] = {}
        for area, group in sorted(means - self.silent, reverse=True):
            partner = self._partner(area, self._groups[group])
            if partner is not None:
                partners[group, area.rpartition(".")[0]] = (partner, area)
        for partner, area in partners.values():
            self._guards[partner].protect(_row_cells([area]))
        if partners:
            return
        if not means <= self.silent:
            self.silent |= means
            return
        areas = {area for _, area in found}
        if not areas <= self.mute:
            self.mute |= areas
            return
        groups = {group for _, group in means}
        self.silent |= {(area, group) for area in self._areas for group in groups}
        self.mute |= {area for area, _ in self.silent}

    def _given_away(self) -> set[tuple[str, str]]:
        """Return (indicator, area) of every hidden count that all sums and means together fix.

        The mean of an area is taken as the mean of its indicators' shares, each share a multiple of the count
        met: what holds exactly when every question applies to everybody, and nearly otherwise.
        """
        hidden = [
            (name, area, column)
            for name, guard in self._guards.items()
            for area, column in guard.hidden_places()
        ]
        hidden.sort(key=lambda item: (-item[1].count("."), item[1], item[0], item[2]))
        number = {item: position for position, item in enumerate(hidden)}
        known = [
            {number[name, cell.area, cell.column]: sign for cell, sign in signs}
            for name, guard in self._guards.items()
            for signs in guard.sums()
        ]
        for area in sorted({area for _, area, _ in hidden}):
            known += self._means(area, number)
        return {hidden[position][:2] for position in determined(len(hidden), known)}

    def _means(self, area: str, number: Mapping[tuple[str, str, str], int]) -> Iterable[dict[int, int]]:
        """Yield the printed means of an area as what they say about the hidden counts."""
        whole: dict[int, int] = {}
        for group, members in self._groups.items():
            answered = [name for name in members if sum(self._row(area, name))]
            mean = {
                number[name, area, MET]: pow(len(answered) * sum(self._row(area, name)), -1, PRIME)
                for name in answered
                if (name, area, MET) in number
            }
            if (area, group) in self.silent:
                whole |= mean
            else:
                yield mean
        if area not in self.mute:
            yield whole


def _cost(row: tuple[int, ...], enough: int) -> tuple[int, int]:
    small = min(row)
    return (0 if small >= enough else 1, small if small >= enough else -small)
