"""Which figures of a round may be shown, decided once for all its areas, so that no page undoes another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera import disclosure
from bahtera.disclosure import Cell, Hidden, LinkedProtection, Policy, Protection, Table, Totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Decide what an audience may see of a round that measures several indices.

    Two indices often ask the same of a family. What one hides the other must not print: indicators with the
    same condition are treated as one, and it goes round until nothing more is hidden.
    """
    inner = None if audience == "internal" else protect_indices(measured, "internal")
    inners: Sequence[RoundProtection | None] = inner or [None] * len(measured)
    twins: dict[str, frozenset[Cell]] = {}
    while True:
        found = [
            protect_round(definition, villages, audience, inner=before, twins=twins)
            for (definition, villages), before in zip(measured, inners, strict=True)
        ]
        grown = dict(twins)
        for (definition, _), shown in zip(measured, found, strict=True):
            for indicator in definition.indicators:
                key = _condition(indicator)
                hidden = shown.shares.tables[indicator.id].hidden
                grown[key] = grown.get(key, frozenset()) | hidden
        if grown == twins or len(measured) == 1:
            return found
        twins = grown


def _condition(indicator: Indicator) -> str:
    """Return what an indicator asks, whatever it is called: the same text counts the same families."""
    return repr((indicator.applies, indicator.met, indicator.missing))


def protect_round(
    definition: IndexDefinition,
    villages: Mapping[str, Sums],
    audience: Audience,
    *,
    inner: RoundProtection | None = None,
    twins: Mapping[str, frozenset[Cell]] | None = None,
) -> RoundProtection:
    """Decide what an audience may see of every area of a round, by one index.

    ``inner`` is what the offices see, without which the public's picture works it out; ``twins`` is what
    another index hides, by condition.

    The public sees nothing that the offices do not see: what is hidden from them stays hidden here, so that
    the two pictures laid side by side tell no more than the offices' own.
    """
    if audience == "public" and inner is None:
        inner = protect_round(definition, villages, "internal")
    case = _Case(definition, villages, parents_of(villages), POLICIES[audience], inner, twins or {})
    answered = _protect_answered(case)
    shares = _protect_shares(case, answered)
    return RoundProtection(
        audience=audience,
        policy=case.policy,
        categories=_protect_categories(case),
        answered=answered,
        shares=shares,
        means=_protect_means(case, shares),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    definition: IndexDefinition
    villages: Mapping[str, Sums]
    parents: Mapping[str, str]
    policy: Policy
    inner: RoundProtection | None
    twins: Mapping[str, frozenset[Cell]]

    def hidden_elsewhere(self) -> Hidden:
        """Return what this reader does not see for other reasons: the offices' picture, and twins."""
        before = self.inner.shares.hidden() if self.inner else Hidden({})
        cells = {
            indicator.id: frozenset(before.cells.get(indicator.id, ()))
            | self.twins.get(_condition(indicator), frozenset())
            for indicator in self.definition.indicators
        }
        return Hidden(cells, before.means, before.wholes)


def _protect_categories(case: _Case) -> Protection:
    table = Table(
        tuple(each.id for each in case.definition.categories),
        {code: sums.categories for code, sums in case.villages.items()},
        case.parents,
        Totals.KNOWN,
    )
    return disclosure.protect(
        table, case.policy, already_hidden=case.inner.categories.hidden if case.inner else ()
    )


def _protect_answered(case: _Case) -> dict[str, Protection]:
    found: dict[str, Protection] = {}
    for position, indicator in enumerate(case.definition.indicators):
        counts = {code: (sums.indicators[position].answered,) for code, sums in case.villages.items()}
        table = Table((_FAMILIES,), counts, case.parents, Totals.ABSENT)
        before = case.inner.answered[indicator.id].hidden if case.inner else ()
        found[indicator.id] = disclosure.protect(table, case.policy, already_hidden=before)
    return found


def _protect_shares(case: _Case, answered: Mapping[str, Protection]) -> LinkedProtection:
    tables: dict[str, Table] = {}
    groups: dict[str, tuple[str, ...]] = {each.id: () for each in case.definition.dimensions}
    for position, indicator in enumerate(case.definition.indicators):
        counts = {
            code: (sums.indicators[position].met, sums.indicators[position].unmet)
            for code, sums in case.villages.items()
        }
        tables[indicator.id] = disclosure.share_table(counts, case.parents)
        groups[indicator.dimension] += (indicator.id,)
    return disclosure.protect_linked(
        tables,
        {name: members for name, members in groups.items() if members},
        case.policy,
        sensitive=[each.id for each in case.definition.indicators if each.sensitive],
        also_hidden={name: {cell.area for cell in shown.hidden} for name, shown in answered.items()},
        already_hidden=case.hidden_elsewhere(),
    )


def _protect_means(case: _Case, shares: LinkedProtection) -> Protection:
    """Protect the means of the families' scores, by the number of families behind each.

    Where the mean of a dimension's shares had to go, the mean of the families' scores in it goes too: with
    every question applying to everybody they are the same number. The same holds for the index.
    """
    columns = (_INDEX, *(each.id for each in case.definition.dimensions))
    counts = {
        code: (sums.scored, *(each.families for each in sums.dimensions))
        for code, sums in case.villages.items()
    }
    table = Table(columns, counts, case.parents, Totals.ABSENT)
    also = [
        *(Cell(area, dimension) for area, dimension in shares.hidden_means),
        *(Cell(area, _INDEX) for area in shares.hidden_wholes),
    ]
    return disclosure.protect(
        table, case.policy, also_primary=also, already_hidden=case.inner.means.hidden if case.inner else ()
    )
