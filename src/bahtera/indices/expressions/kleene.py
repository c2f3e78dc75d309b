"""Three-valued logic: `True`, `False` and `None` for unknown (Kleene's strong tables).

A result is known as soon as the known parts decide it: `False and unknown` is `False`, `True or unknown` is `True`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth = bool | None


def negate(value: Truth) -> Truth:
    """Return the opposite; unknown stays unknown."""
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return `False` if any value is false, else unknown if any is unknown, else `True`."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return `True` if any value is true, else unknown if any is unknown, else `False`."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def at_least(least: int, values: Iterable[Truth]) -> Truth:
    """Return whether `least` or more hold: true when enough are true, false when too few could be."""
    true = unknown = 0
    for value in values:
        true += value is True
        unknown += value is None
    return within(true >= least, true + unknown >= least)


def within(surely: bool, possibly: bool) -> Truth:
    """Return true if `surely`, false if not even `possibly`, else unknown."""
    if surely:
        return True
    return None if possibly else False
