"""Figures of a data version: from its sums alone, by the same rules as the pages of the round as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bahtera.access.api import covers
from bahtera.results.errors import AreaNotInRound, IndexNotMeasured
from bahtera.results.queries.states import VillageState
from bahtera.results.queries.villages import (
    RoundFigures,
    figures_of,
    page_of_area,
    protected,
    speaks_for,
)
from bahtera.results.rules import figures
from bahtera.results.rules.definitions import known_definitions, most_used
from bahtera.results.rules.printing import printed
from bahtera.results.rules.protecting import parents_of
from bahtera.results.rules.sums import zero
from bahtera.results.values import Sums, Visits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.counting import Counted
    from bahtera.results.values import AreaResult, Audience, Speaks, VillageResult
    from bahtera.surveys import api as surveys


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """Every figure of a version as an audience may see it."""

    indices: Mapping[str, RoundFigures]

    def areas(self) -> list[str]:
        """Return the villages and the areas above them, up to the round's own, by code: it speaks for no wider one."""
        found = next(iter(self.indices.values()), None)
        if found is None:
            return []
        known = {*found.villages, *parents_of(found.villages).values()} - {""}
        return sorted(code for code in known if covers(found.round.area_code, code))

    def speaks(self, area_code: str) -> Speaks:
        """Return for whom the figures of an area speak."""
        return speaks_for(next(iter(self.indices.values())), area_code)

    def page(self, area_code: str, index_id: str | None = None) -> VillageResult | AreaResult:
        """Return the result of a village, or of the villages of a larger area taken together ("" takes all).

        Raises IndexNotMeasured, AreaNotInRound.
        """
        wanted = index_id or next(iter(self.indices), "")
        if wanted not in self.indices:
            raise IndexNotMeasured(0, wanted)
        found = self.indices[wanted]
        if area_code not in found.villages and not found.within(area_code):
            raise AreaNotInRound(found.round.id, area_code)
        return page_of_area(found, area_code)

    def printed(self, area_code: str) -> dict[str, Any]:
        """Return index -> every figure of an area as plain JSON; what is hidden has no value."""
        return {name: _printed(found, area_code) for name, found in self.indices.items()}

    def all_printed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each area with its figures."""
        for code in self.areas():
            yield code, self.printed(code)


def frozen_figures(
    row: surveys.RoundRow,
    counted: Counted,
    visits: Mapping[str, Visits],
    targets: Mapping[str, int],
    *,
    audience: Audience,
    made_at: datetime | None,
) -> FrozenFigures:
    """Return what an audience may see of counted families; ``visits`` and ``targets`` by village."""
    measured = {
        name: _measured(name, counted, visits, targets, made_at)
        for name in row.index_ids
        if known_definitions(name)
    }
    return FrozenFigures(protected(row, measured, targets, audience=audience, released=False))


def _measured(
    index_id: str,
    counted: Counted,
    visits: Mapping[str, Visits],
    targets: Mapping[str, int],
    made_at: datetime | None,
) -> tuple[IndexDefinition, dict[str, VillageState]]:
    by_hash = counted.sums.get(index_id, {})
    families = ((digest, each.families) for digest, sums in by_hash.items() for each in sums.values())
    definition = most_used(index_id, families)
    mine = by_hash.get(definition.hash, {})
    nothing = zero(definition)
    codes = sorted({*targets, *counted.families, *visits})
    return definition, {
        code: VillageState(
            mine.get(code, nothing),
            _visits(code, counted, visits.get(code), index_id, mine.get(code, nothing)),
            made_at,
        )
        for code in codes
    }


def _visits(code: str, counted: Counted, known: Visits | None, index_id: str, sums: Sums) -> Visits:
    """Return how far the work was; what no count of visits is given for is counted from the families themselves."""
    approved, interviewed = counted.families.get(code, (0, 0))
    before = known or Visits(approved, interviewed, approved)
    return Visits(
        visited=before.visited,
        interviewed=before.interviewed,
        approved=max(before.approved, sums.families),
        other_definition=counted.scored.get(index_id, {}).get(code, 0) - sums.families,
    )


def _printed(found: RoundFigures, area_code: str) -> dict[str, Any]:
    codes = [area_code] if area_code in found.villages else found.within(area_code)
    state = found.state(codes)
    shown = figures_of(found, area_code, state)
    coverage = figures.coverage(found.target(codes), state.visits, state.sums)
    return printed(figures.index_ref(found.definition), coverage, shown)
