"""Reports of many centres added up, and which counts are too few to tell outside the offices that serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.counselling.rules import monthly
from bahtera.counselling.values import Handed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bahtera.counselling.values import Body
    from bahtera.disclosure import Policy


def handed(submitted_at: datetime | None, *, due: datetime, now: datetime) -> Handed:
    """Return where a report stands: by when the first of its versions was handed in."""
    if submitted_at is not None:
        return Handed.IN_TIME if submitted_at <= due else Handed.LATE
    return Handed.OVERDUE if due < now else Handed.WAITING


def sums(bodies: Iterable[Body]) -> tuple[int, int, int, dict[str, int]]:
    """Return sessions of clients, clients (each once a month and centre), people of groups, activities by service."""
    sessions = clients = reached = 0
    by_service: dict[str, int] = {}
    for body in bodies:
        sessions += monthly.total(body.cells, monthly.MODES, column=monthly.SESSION)
        clients += monthly.total(body.cells, monthly.CLIENTS)
        reached += sum(one.people for line in body.lines if line.kind == monthly.GROUP for one in line.people)
        for (table, row, _), count in body.cells.items():
            if table == monthly.ACTIVITIES:
                by_service[row] = by_service.get(row, 0) + count
    return sessions, clients, reached, by_service


def told(count: int, policy: Policy) -> int | None:
    """Return a count that may be told; None for one that is too small."""
    return count if count == 0 or count >= policy.threshold else None


def parts_told(parts: Mapping[str, int], policy: Policy) -> dict[str, int | None]:
    """Return parts of a sum that may be known too: what is hidden cannot be taken out of it.

    With a single part hidden, or hidden parts that come to less than the threshold, the smallest other is hidden too.
    """
    found = {name: told(count, policy) for name, count in sorted(parts.items())}
    while hidden := [name for name, count in found.items() if count is None]:
        shown = [(count, name) for name, count in found.items() if count]
        if (len(hidden) > 1 and sum(parts[name] for name in hidden) >= policy.threshold) or not shown:
            break
        found[min(shown)[1]] = None
    return found
