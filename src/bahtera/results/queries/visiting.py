"""How far the work is: visits counted by area, and what was scored by another definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, Sum

from bahtera.results.models import VillageSums
from bahtera.results.rules.definitions import known_definitions
from bahtera.results.values import VisitCounts
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

_COUNTED = ("visited", "approved", "accepted", "flagged", "returned")


def visit_counts(round_row: surveys.RoundRow, area_codes: Sequence[str] = ("",)) -> VisitCounts:
    """Return how far a round is in some areas taken together, none inside another; reads one row a village."""
    rows = _counted(round_row)
    if rows is None:
        return sum((_counted_one_by_one(round_row.id, code) for code in area_codes), VisitCounts())
    condition = Q(pk__in=[])
    for code in area_codes:
        condition |= Q(village_code=code) | Q(village_code__startswith=f"{code}.") if code else Q(pk__gt=0)
    found = rows.filter(condition).aggregate(**{f"all_{name}": Sum(f"most_{name}") for name in _COUNTED})
    return VisitCounts(**{name: found[f"all_{name}"] or 0 for name in _COUNTED})


def other_definitions(round_row: surveys.RoundRow) -> dict[tuple[str, str], int]:
    """Return how many approved families were scored by another definition than the round began with.

    By index and the definition's hash; nothing for a round that names none.
    """
    pinned = {one.id: one.hash for one in round_row.indices}
    rows = VillageSums.objects.filter(round_id=round_row.id, index_id__in=sorted(pinned), families__gt=0)
    found = rows.values_list("index_id", "index_hash").annotate(count=Sum("families"))
    return {
        (index_id, digest): count
        for index_id, digest, count in found.order_by("index_id", "index_hash")
        if digest != pinned[index_id]
    }


def village_visits(round_row: surveys.RoundRow, village_codes: Sequence[str]) -> dict[str, VisitCounts]:
    """Return how far a round is in each of some villages; a village without any visit may be missing."""
    rows = _counted(round_row)
    if rows is None:
        return {code: _counted_one_by_one(round_row.id, code) for code in village_codes}
    return {
        row["village_code"]: VisitCounts(**{name: row[f"most_{name}"] for name in _COUNTED})
        for row in rows.filter(village_code__in=village_codes).order_by("village_code")
    }


def _counted(round_row: surveys.RoundRow) -> QuerySet[VillageSums, Any] | None:
    """Return one line a village: every definition of an index repeats the same counts of visits.

    None for a round that measures nothing known: no sums are kept of it, its visits must be counted.
    """
    index_id = next((name for name in round_row.index_ids if known_definitions(name)), None)
    if index_id is None:
        return None
    rows = VillageSums.objects.filter(
        round_id=round_row.id, index_id=index_id, index_hash__in=list(known_definitions(index_id))
    )
    return rows.values("village_code").annotate(**{f"most_{name}": Max(name) for name in _COUNTED})


def _counted_one_by_one(round_id: int, area_code: str) -> VisitCounts:
    standing = surveys.count_states(round_id, area_code)
    visited = sum(surveys.count_states(round_id, area_code, current=True).values())
    return VisitCounts(visited=visited, **{name: standing.get(name, 0) for name in _COUNTED[1:]})
