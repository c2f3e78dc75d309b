"""When the picture of a village that shows no single family moves on while a round is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bahtera.results.rules.counting import Counted

STEP = 5
"""Families that must have come or gone; the public threshold, so a step is as large as a printed count."""


def moves_on(counts: Iterable[tuple[int, int]], *, step: int = STEP) -> bool:
    """Tell whether the released copy of a village is replaced by what is approved now.

    ``counts``: families as they are released and as they are now, one pair for each number that figures rest
    on. All numbers of a village move together, each by a full step or not at all: between two copies no figure,
    of whatever index, comes from fewer families. Correcting one family leaves the copy as it is until the next
    step.
    """
    moved = [abs(now - released) for released, now in counts]
    return any(moved) and all(each == 0 or each >= step for each in moved)


def village_moves_on(before: Counted, now: Counted, village_code: str) -> bool:
    """Tell whether the public's picture of a village may follow from one data version to the next."""
    pairs = []
    for index_id in sorted({*before.sums, *now.sums}):
        old, new = (
            [each.get(village_code) for each in one.sums.get(index_id, {}).values()] for one in (before, now)
        )
        pairs.append((sum(each.families for each in old if each), sum(each.families for each in new if each)))
        pairs.append((sum(each.scored for each in old if each), sum(each.scored for each in new if each)))
    return moves_on(pairs)
