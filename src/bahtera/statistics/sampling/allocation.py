"""How many villages each stratum gets. Whole numbers and fractions only, so that it is the same everywhere.

Cochran (1977, chapter 5, sections 5.5 and 5.9): proportional and Neyman allocation; Bankier (1988, The American
Statistician 42, 174-177): power allocation, here with the square root, between equal and proportional.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import Final

from bahtera.statistics.sampling.errors import BadFrame, BadSize
from bahtera.statistics.sampling.frames import LARGEST_SIZE, is_count

_ROOT_SCALE: Final = 10**12


class Allocation(StrEnum):
    """What a stratum's share of the sample follows."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    ROOT = "root"
    NEYMAN = "neyman"


def allocate(
    n: int,
    sizes: Mapping[str, int],
    most: Mapping[str, int],
    *,
    rule: Allocation = Allocation.PROPORTIONAL,
    spread: Mapping[str, Fraction] | None = None,
    least: int = 2,
) -> dict[str, int]:
    """Share n units among strata.

    Whole numbers by the largest remainder, ties to the first by name. Each stratum gets at least `least` (two: with
    one, no error can be estimated), or all its units if it has fewer; none gets more than it has, and what that frees
    goes to the others by the same rule.

    Args:
        n: units in all.
        sizes: the size of each stratum (families).
        most: how many units each stratum has.
        rule: what the shares follow: sizes, nothing, square roots of sizes, or sizes times `spread`.
        spread: for Neyman, the standard deviation of the variable in each stratum.
        least: units each stratum gets whatever its share.

    Raises:
        BadSize: n is more than there is, or less than the strata need; strata differ between the arguments.
        BadFrame: no strata, or a stratum without size.
    """
    _check_strata(sizes, most, spread, rule)
    _check_number(n, most, least)
    shares = {
        name: _share(rule, sizes[name], (spread or {}).get(name, Fraction(1))) for name in sorted(sizes)
    }
    fixed: dict[str, int] = {}
    while True:
        free = [name for name in shares if name not in fixed]
        found = _rounded(n - sum(fixed.values()), {name: shares[name] for name in free})
        held = {name: min(max(found[name], min(least, most[name])), most[name]) for name in free}
        moved = sum(held.values()) - sum(found.values())
        if moved == 0:
            return dict(sorted((fixed | held).items()))
        # What weighs more is fixed first, floors or ceilings: so the rest can always make up for it.
        fixed |= {name: held[name] for name in free if (held[name] - found[name]) * moved > 0}


def _check_strata(
    sizes: Mapping[str, int],
    most: Mapping[str, int],
    spread: Mapping[str, Fraction] | None,
    rule: Allocation,
) -> None:
    if not sizes:
        raise BadFrame.empty()
    strange = sorted(set(sizes) ^ set(most))
    if rule is Allocation.NEYMAN:
        strange = sorted({*strange, *(set(sizes) ^ set(spread or {}))})
    if strange:
        raise BadSize.unknown_strata(name or "-" for name in strange)
    wrong = [
        name or "-"
        for name in sorted(sizes)
        if not all(is_count(one[name]) and one[name] >= 1 for one in (sizes, most))
    ]
    wrong += [name or "-" for name, value in sorted((spread or {}).items()) if value <= 0]
    if wrong:
        raise BadFrame.sizes(wrong, LARGEST_SIZE)


def _check_number(n: int, most: Mapping[str, int], least: int) -> None:
    if not is_count(n) or n < 1:
        raise BadSize.none()
    if n > sum(most.values()):
        raise BadSize.too_many(n, sum(most.values()))
    needed = sum(min(least, count) for count in most.values())
    if n < needed:
        raise BadSize.too_few_for_strata(n, needed)


def _share(rule: Allocation, size: int, spread: Fraction) -> Fraction:
    if rule is Allocation.EQUAL:
        return Fraction(1)
    if rule is Allocation.ROOT:
        return Fraction(isqrt(size * _ROOT_SCALE))
    return size * spread if rule is Allocation.NEYMAN else Fraction(size)


def _rounded(n: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    whole = sum(shares.values())
    exact = {name: n * share / whole for name, share in shares.items()}
    found = {name: int(value) for name, value in exact.items()}
    rest = n - sum(found.values())
    for name in sorted(exact, key=lambda one: (found[one] - exact[one], one))[:rest]:
        found[name] += 1
    return found
