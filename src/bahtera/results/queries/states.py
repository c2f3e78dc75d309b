"""The villages of a round as an audience may come to see them, and what of it may be shown.

Both are the dear part of a page. A village is read again only when its row has changed, and what may be shown is
decided again only when a number it rests on has: most approvals move no released village.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bahtera.results.models import VillageSums
from bahtera.results.queries.memory import Memory
from bahtera.results.rules.protecting import RoundProtection, count_indices, protect_counted
from bahtera.results.rules.sums import zero

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.protecting import Measured
    from bahtera.results.values import Audience, Sums, Visits
    from bahtera.surveys.api import RoundRow

_ROUNDS = 6
_AT_ONCE = 500
_HEAD = ("pk", "index_id", "index_hash", "village_code", "revision", "refreshed_at")


@dataclass(frozen=True, slots=True)
class VillageState:
    """One village as an audience may come to see it: sums, visits, and when they were worked out."""

    sums: Sums
    visits: Visits
    refreshed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of sums: what it is of, and its state; None where its definition is not known here."""

    index_id: str
    index_hash: str
    village_code: str
    state: VillageState | None


def states_of(
    row: RoundRow,
    state_of: Callable[[VillageSums, Sums], VillageState],
    known: Mapping[str, Mapping[str, IndexDefinition]],
) -> list[Kept]:
    """Return the rows of a round by village; only what has changed is read in full.

    ``known``: the definitions of each index by hash.
    """
    rows = VillageSums.objects.filter(round_id=row.id, index_id__in=list(known))
    heads = list(rows.order_by("village_code", "pk").values_list(*_HEAD))
    before = dict(_states.get((row, state_of), dict))
    changed = [head[0] for head in heads if head not in before or before[head].state is None]
    for start in range(0, len(changed), _AT_ONCE):
        for each in rows.filter(pk__in=changed[start : start + _AT_ONCE]).defer("released_by").order_by("pk"):
            head = tuple(getattr(each, name) for name in _HEAD)
            definition = known.get(each.index_id, {}).get(each.index_hash)
            state = None if definition is None else state_of(each, zero(definition))
            before[head] = Kept(each.index_id, each.index_hash, each.village_code, state)
    # A row that changed between the two reads is kept under what it is now, and read again the next time.
    now = {head[0]: kept for head, kept in before.items()}
    found = [before[head] if head in before else now[head[0]] for head in heads if head[0] in now]
    _states.put((row, state_of), {head: before[head] for head in heads if head in before})
    return found


def decided(cases: Sequence[Measured], audience: Audience) -> list[RoundProtection]:
    """Return what an audience may see of all indices of a round; worked out once for the same numbers."""
    numbers = tuple((definition.hash, tuple(villages.items())) for definition, villages in cases)
    counted = cache(lambda: count_indices(cases))
    inside = _decided.get(("internal", numbers), lambda: protect_counted(counted(), "internal"))
    if audience == "internal":
        return inside
    return _decided.get((audience, numbers), lambda: protect_counted(counted(), audience, inside=inside))


def forget_states() -> None:
    """Drop what is remembered."""
    _states.clear()
    _decided.clear()


_Head = tuple[object, ...]
_states: Memory[dict[_Head, Kept]] = Memory(_ROUNDS)
_decided: Memory[list[RoundProtection]] = Memory(_ROUNDS)
