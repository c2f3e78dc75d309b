"""Which families are the same at two moments, by what split and what joined between them."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from bahtera.families.values.register import Lineage


def lineage(before: Collection[UUID], after: Collection[UUID], links: Iterable[tuple[UUID, UUID]]) -> Lineage:
    """Return what became of the families ``before`` among those ``after``.

    ``links`` lead from a family to one that came out of it or took it in, directly; ways by families of neither side
    count. A family of both sides is matched, whoever left or joined it.
    """
    earlier, later = frozenset(before), frozenset(after)
    onward: dict[UUID, set[UUID]] = {}
    backward: dict[UUID, set[UUID]] = {}
    for origin, became in links:
        onward.setdefault(origin, set()).add(became)
        backward.setdefault(became, set()).add(origin)
    came_from = {one: _nearest(one, backward, earlier) for one in later - earlier}
    went_into = {one: _nearest(one, onward, later) for one in earlier - later}
    return Lineage(
        matched=earlier & later,
        split={one: found for one, found in came_from.items() if found},
        joined={one: found for one, found in went_into.items() if found},
        new=frozenset(one for one, found in came_from.items() if not found),
        gone=frozenset(one for one, found in went_into.items() if not found),
    )


def _nearest(start: UUID, ways: Mapping[UUID, set[UUID]], wanted: frozenset[UUID]) -> tuple[UUID, ...]:
    """Return the first wanted families on each way from one; ways in a circle end."""
    found: set[UUID] = set()
    seen = {start}
    step = ways.get(start, set()) - seen
    while step:
        seen |= step
        found |= step & wanted
        step = {far for one in step - wanted for far in ways.get(one, ())} - seen
    return tuple(sorted(found))
