"""Tables tied together by a printed mean: the indicators of one dimension.

Where everybody answers every question, the printed mean of a dimension is the mean of its indicators' shares.
A reader who sees the mean and all shares but one has that one. So in every area either all indicators of a
group are shown, or two and more are hidden, with enough families behind them together; else the mean goes
too.
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


@dataclass(frozen=True, slots=True)
class LinkedProtection:
    """What may be shown of several indicators, and the means (area, group) hidden with them."""

    tables: Mapping[str, Protection]
    hidden_means: frozenset[tuple[str, str]]

    def shows_share(self, area: str, name: str) -> bool:
        return self.tables[name].shows_row(area, SHARE_COLUMNS)

    def hides_any_mean(self, area: str) -> bool:
        return any(where == area for where, _ in self.hidden_means)


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
    already_hidden: Mapping[str, Iterable[Cell]] | None = None,
) -> LinkedProtection:
    """Protect indicators whose group means are printed beside them.

    Args:
        tables: indicator -> its `share_table`, all over one tree of areas.
        groups: group (dimension) -> its indicators; an indicator belongs to one group.
        policy: how small is too small.
        sensitive: indicators whose rows of 0 % and 100 % are hidden as well.
        also_hidden: indicator -> areas whose counts must be hidden for reasons outside these tables.
        already_hidden: indicator -> cells hidden from this reader elsewhere.
    """
    strict = replace(policy, hide_uniform=True)
    before = already_hidden or {}
    outside = also_hidden or {}
    guards: dict[str, Guard] = {}
    for name, table in tables.items():
        mine = strict if name in sensitive else policy
        guards[name] = Guard(table, mine, already_hidden=before.get(name, ()))
        guards[name].protect([*small_cells(table, mine), *_row_cells(outside.get(name, ()))])
    hidden_means: set[tuple[str, str]] = set()
    for group, members in groups.items():
        inside = {name: guards[name] for name in members}
        alone = _cover(inside, policy)
        hidden_means.update((area, group) for area in alone | _telling(inside, alone))
    return LinkedProtection(
        {name: guard.protection() for name, guard in guards.items()}, frozenset(hidden_means)
    )


def _row_cells(areas: Collection[str]) -> list[Cell]:
    return [Cell(area, column) for area in areas for column in SHARE_COLUMNS]


def _cover(guards: Mapping[str, Guard], policy: Policy) -> set[str]:
    """Hide partners until the hidden indicators of each area cover each other; return where none was left."""
    alone: set[str] = set()
    waiting = sorted({area for guard in guards.values() for area in guard.rows})
    while waiting:
        chosen: dict[str, list[str]] = {}
        for area in waiting:
            partner = _partner(area, guards, policy)
            if partner == "":
                alone.add(area)
            elif partner is not None:
                chosen.setdefault(partner, []).append(area)
        for name, areas in chosen.items():
            guards[name].protect(_row_cells(areas))
        waiting = sorted({area for guard in guards.values() for area in guard.rows}) if chosen else []
    return alone


def _partner(area: str, guards: Mapping[str, Guard], policy: Policy) -> str | None:
    """Return the indicator to hide next in this area; None if none is needed, "" if none is left."""
    hidden = [name for name, guard in guards.items() if guard.is_hidden(area, SHARE_COLUMNS)]
    if not hidden:
        return None
    behind = [guards[name].rows.get(area, (0, 0)) for name in hidden]
    enough = policy.required_width
    if len(hidden) > 1 and all(sum(row[side] for row in behind) >= enough for side in (0, 1)):
        return None
    rows = {name: guard.rows.get(area, (0, 0)) for name, guard in guards.items() if name not in hidden}
    left = [name for name, row in rows.items() if sum(row)]
    return min(left, key=lambda name: (_cost(rows[name], enough), name)) if left else ""


def _telling(guards: Mapping[str, Guard], silent: set[str]) -> set[str]:
    """Return the areas whose mean must go so that no chain of sums and means yields a hidden count."""
    hidden_means: set[str] = set()
    while True:
        unknowns, sums = _known_sums(guards, silent | hidden_means)
        found = {unknowns[position] for position in determined(len(unknowns), sums)}
        areas = {area for _, area, _ in found} - silent - hidden_means
        if found and not areas:
            areas = {area for _, area, _ in unknowns} - silent - hidden_means
        if not areas:
            return hidden_means
        hidden_means |= areas


def _known_sums(
    guards: Mapping[str, Guard], silent: Collection[str]
) -> tuple[list[tuple[str, str, str]], list[dict[int, int]]]:
    """Number the hidden counts of a group, deepest areas first, and write down all that is known of them.

    The mean of an area is taken as the mean of its indicators' shares, each share a multiple of the count
    met: what holds exactly when every question applies to everybody, and nearly otherwise.
    """
    hidden = [
        (name, area, column)
        for name, guard in guards.items()
        for area in guard.rows
        for column in SHARE_COLUMNS
        if guard.is_hidden(area, (column,))
    ]
    hidden.sort(key=lambda item: (-item[1].count("."), item[1], item[0], item[2]))
    number = {item: position for position, item in enumerate(hidden)}
    sums = [
        {number[name, cell.area, cell.column]: sign for cell, sign in known}
        for name, guard in guards.items()
        for known in guard.sums()
    ]
    for area in sorted({area for _, area, _ in hidden} - set(silent)):
        mean: dict[int, int] = {}
        for name, guard in guards.items():
            families = sum(guard.rows.get(area, (0, 0)))
            if families and (name, area, MET) in number:
                mean[number[name, area, MET]] = pow(families, -1, PRIME)
        sums.append(mean)
    return hidden, [known for known in sums if known]


def _cost(row: tuple[int, ...], enough: int) -> tuple[int, int]:
    """Prefer an indicator whose smaller side just covers the gap; then the fewest families."""
    small = min(row)
    return (0 if small >= enough else 1, small if small >= enough else -small)
