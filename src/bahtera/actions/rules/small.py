"""Counts of families that would point at somebody: whoever may not read the families sees "fewer than"."""

from __future__ import annotations

from typing import Final

SMALL: Final = 5
"""Counts from 1 to one less than this are not told; as the public's threshold of results."""


def is_small(count: int | None) -> bool:
    """Tell whether a count is so small that it points at families."""
    return count is not None and 0 < count < SMALL


def shown_count(count: int | None, *, exact: bool) -> int | None:
    """Return a count as it may be shown; ``SMALL`` negated (-5) stands for "fewer than five"."""
    return -SMALL if is_small(count) and not exact else count


def reached_over(reached: int | None, target: int | None, *, exact: bool) -> int | None:
    """Return the count that the families reached lie above, where their number would tell that few are left.

    None where the number itself may be told, or is too small to be told at all.
    """
    if exact or reached is None or target is None or is_small(reached) or not is_small(target - reached):
        return None
    return target - SMALL


def percent_of(percent: int | None, reached: int | None, target: int | None, *, exact: bool) -> int | None:
    """Return how far a plan is in whole per cent, at most 100: as told, or families reached of those aimed at.

    None when it was not told, or when it would tell a count that is too small to be told.
    """
    if percent is not None:
        return percent
    if reached is None or not target:
        return None
    if not exact and (is_small(reached) or is_small(target) or is_small(target - reached)):
        return None
    return min(100 * reached // target, 100)
