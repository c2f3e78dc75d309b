"""Which figures of a round may be shown, decided once for all its areas, so that no page undoes another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera import disclosure
from bahtera.disclosure import (
    Cell,
    LinkedGuard,
    LinkedProtection,
    Policy,
    Protection,
    Table,
    Totals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bahtera.indices.api import IndexDefinition, Indicator
    from bahtera.results.values import Audience, Sums

POLICIES: dict[Audience, Policy] = {"public": disclosure.PUBLIC, "internal": disclosure.INTERNAL}

PUBLIC_THRESHOLD = disclosure.PUBLIC.threshold
"""Counts from 1 to one less are shown to nobody outside."""

_INDEX = "index"
_FAMILIES = "families"
_WHOLE = ""


@dataclass(frozen=True, slots=True)
class RoundProtection:
    """What may be shown in each area of a round to one audience."""

    audience: Audience
    policy: Policy
    categories: Protection
    answered: Mapping[str, Protection]
    """Indicator -> its number of answers as a figure of its own."""
    shares: LinkedProtection
    means: Protection

    def shows_category(self, area: str, category: str) -> bool:
        return self.categories.shows(area, category)

    def shows_answered(self, area: str, indicator: str) -> bool:
        return self.answered[indicator].shows(area, _FAMILIES)

    def shows_share(self, area: str, indicator: str) -> bool:
        return self.shares.shows_share(area, indicator)

    def shows_index(self, area: str) -> bool:
        return self.means.shows(area, _INDEX)

    def shows_dimension(self, area: str, dimension: str) -> bool:
        return self.means.shows(area, dimension)

    def shows_share_mean(self, area: str, dimension: str) -> bool:
        return self.shares.shows_mean(area, dimension)

    def shows_share_means(self, area: str) -> bool:
        return self.shares.shows_whole(area)


def parents_of(villages: Mapping[str, object]) -> dict[str, str]:
    """Return child -> parent for villages and everything above them; several provinces meet in ""."""
    parents: dict[str, str] = {}
    for code in villages:
        area = code
        while "." in area:
            parents[area] = area.rpartition(".")[0]
            area = parents[area]
    provinces = {code.partition(".")[0] for code in villages}
    if len(provinces) > 1:
        parents.update(dict.fromkeys(provinces, _WHOLE))
    return parents


Measured = tuple["IndexDefinition", "Mapping[str, Sums]"]
"""One index of a round: its definition and the sums of every village."""


def protect_indices(measured: Sequence[Measured], audience: Audience) -> list[RoundProtection]:
    """Decide what an audience may see of every area of a round that measures several indices.

    Two indices often ask the same of a family. What one hides the other must not print: indicators with the
    same condition are treated as one, and it goes round until nothing more is hidden.

    The public sees nothing that the offices do not see: what is hidden from them stays hidden here, so that
    the two pictures laid side by side tell no more than the offices' own.
    """
    counts = count_indices(measured)
    inside = protect_counted(counts, "internal")
    return inside if audience == "internal" else protect_counted(counts, audience, inside=inside)


def count_indices(measured: Sequence[Measured]) -> list[IndexCounts]:
    """Return the tables of every index of a round, for `protect_counted`."""
    return [_counts_of(definition, villages) for definition, villages in measured]


def protect_round(
    definition: IndexDefinition, villages: Mapping[str, Sums], audience: Audience
) -> RoundProtection:
    """Decide what an audience may see of every area of a round, by one index."""
    return protect_indices([(definition, villages)], audience)[0]


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """The tables of one index of a round: what its pages are made of, for every audience the same."""

    definition: IndexDefinition
    categories: Table
    answered: Mapping[str, Table]
    shares: Mapping[str, Table]
    means: Table


def _counts_of(definition: IndexDefinition, villages: Mapping[str, Sums]) -> IndexCounts:
    parents = parents_of(villages)
    answered: dict[str, Table] = {}
    shares: dict[str, Table] = {}
    for position, indicator in enumerate(definition.indicators):
        rows = {code: sums.indicators[position] for code, sums in villages.items()}
        shares[indicator.id] = disclosure.share_table(
            {code: (one.met, one.unmet) for code, one in rows.items()}, parents
        )
        answered[indicator.id] = Table(
            (_FAMILIES,), {code: (one.answered,) for code, one in rows.items()}, parents, Totals.ABSENT
        )
    categories = {code: sums.categories for code, sums in villages.items()}
    scored = {
        code: (sums.scored, *(each.families for each in sums.dimensions)) for code, sums in villages.items()
    }
    columns = (_INDEX, *(each.id for each in definition.dimensions))
    return IndexCounts(
        definition,
        Table(tuple(each.id for each in definition.categories), categories, parents, Totals.KNOWN),
        answered,
        shares,
        Table(columns, scored, parents, Totals.ABSENT),
    )


def protect_counted(
    counts: Sequence[IndexCounts], audience: Audience, *, inside: Sequence[RoundProtection] | None = None
) -> list[RoundProtection]:
    """Decide for one audience; ``inside`` is what the offices see, without which the public's picture works it out."""
    inners: Sequence[RoundProtection | None] = inside or [None] * len(counts)
    policy = POLICIES[audience]
    answered = [_protect_answered(one, policy, inner) for one, inner in zip(counts, inners, strict=True)]
    guards = [
        _guard_shares(one, policy, inner, told)
        for one, inner, told in zip(counts, inners, answered, strict=True)
    ]
    _hide_twins(counts, guards)
    found = []
    for one, inner, told, guard in zip(counts, inners, answered, guards, strict=True):
        shares = guard.protection()
        found.append(
            RoundProtection(
                audience=audience,
                policy=policy,
                categories=disclosure.protect(
                    one.categories, policy, already_hidden=inner.categories.hidden if inner else ()
                ),
                answered=told,
                shares=shares,
                means=_protect_means(one.means, policy, inner, shares),
            )
        )
    return found


def _hide_twins(counts: Sequence[IndexCounts], guards: Sequence[LinkedGuard]) -> None:
    """Hide in each index what another hides of indicators with the same condition, until nothing more is hidden."""
    alike: dict[str, list[tuple[int, str]]] = {}
    for place, one in enumerate(counts):
        for indicator in one.definition.indicators:
            alike.setdefault(_condition(indicator), []).append((place, indicator.id))
    twins = [same for same in alike.values() if len(same) > 1] if len(counts) > 1 else []
    grown = bool(twins)
    while grown:
        wanted: list[dict[str, frozenset[str]]] = [{} for _ in counts]
        for same in twins:
            hidden = frozenset[str]().union(*(guards[place].hidden_areas(name) for place, name in same))
            for place, name in same:
                wanted[place][name] = hidden
        grown = sum(guard.hide_too(areas) for guard, areas in zip(guards, wanted, strict=True)) > 0


def _condition(indicator: Indicator) -> str:
    """Return what an indicator asks, whatever it is called: the same text counts the same families."""
    return repr((indicator.applies, indicator.met, indicator.missing))


def _protect_answered(
    counts: IndexCounts, policy: Policy, inner: RoundProtection | None
) -> dict[str, Protection]:
    return {
        name: disclosure.protect(table, policy, already_hidden=inner.answered[name].hidden if inner else ())
        for name, table in counts.answered.items()
    }


def _guard_shares(
    counts: IndexCounts, policy: Policy, inner: RoundProtection | None, answered: Mapping[str, Protection]
) -> LinkedGuard:
    indicators = counts.definition.indicators
    groups: dict[str, tuple[str, ...]] = {each.id: () for each in counts.definition.dimensions}
    for indicator in indicators:
        groups[indicator.dimension] += (indicator.id,)
    return LinkedGuard(
        counts.shares,
        {name: members for name, members in groups.items() if members},
        policy,
        sensitive=[each.id for each in indicators if each.sensitive],
        also_hidden={name: {cell.area for cell in shown.hidden} for name, shown in answered.items()},
        already_hidden=inner.shares.hidden() if inner else None,
    )


def _protect_means(
    table: Table, policy: Policy, inner: RoundProtection | None, shares: LinkedProtection
) -> Protection:
    """Protect the means of the families' scores, by the number of families behind each.

    Where the mean of a dimension's shares had to go, the mean of the families' scores in it goes too: with
    every question applying to everybody they are the same number. The same holds for the index. Where every
    dimension counts for every family the index is the mean of their means: one hidden among them is worked out
    from the others, and covers nothing elsewhere. So there is none or there are two, the index one of them.
    """
    columns = table.columns[1:]
    rows = table.rows()
    whole = [area for area, (scored, *parts) in rows.items() if scored and set(parts) == {scored}]
    also = {
        *(Cell(area, dimension) for area, dimension in shares.hidden_means),
        *(Cell(area, _INDEX) for area in shares.hidden_wholes),
    }
    before = inner.means.hidden if inner else ()
    while True:
        found = disclosure.protect(table, policy, also_primary=also, already_hidden=before)
        more = _beside_index(found, whole, columns, table.parents)
        if not more:
            return found
        also |= more


def _beside_index(
    found: Protection, areas: Iterable[str], columns: Sequence[str], parents: Mapping[str, str]
) -> set[Cell]:
    """Return what is to be hidden lest an index or a dimension be worked out from the other means of its area."""
    hidden: dict[str, set[str]] = {}
    for cell in found.hidden:
        hidden.setdefault(cell.area, set()).add(cell.column)
    near: dict[str, set[str]] = {}
    for area, names in hidden.items():
        near.setdefault(parents.get(area, area), set()).update(names)
    more: set[Cell] = set()
    for area in areas:
        names = hidden.get(area, set())
        if names and _INDEX not in names:
            more.add(Cell(area, _INDEX))
        elif names == {_INDEX}:
            # Best the dimension that is hidden next to it: the two cover each other.
            beside = near[parents.get(area, area)] | near.get(area, set())
            more.add(Cell(area, next((name for name in columns if name in beside), columns[0])))
    return more
