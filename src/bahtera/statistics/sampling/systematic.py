"""Systematic sampling with a random start, with equal chances or with chances in proportion to size.

Madow (1949, Annals of Mathematical Statistics 20, 333-354); Cochran (1977, Sampling Techniques, 3rd ed., chapter 8 and
section 9A.10 on systematic sampling with unequal probabilities); Saerndal, Swensson and Wretman (1992, Model Assisted
Survey Sampling, sections 3.4 and 3.6). Done in whole numbers: unit i, of size x_i out of X, owns n x_i of the numbers
1 ... n X, in order of the frame. The start r is one of 1 ... X, each equally likely; the owners of r, r + X, ...
r + (n - 1) X are drawn. So a unit is drawn with probability n x_i / X exactly, and two units together with the share of
starts that hit both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from bahtera.statistics.sampling.errors import BadSize
from bahtera.statistics.sampling.frames import Unit, is_count
from bahtera.statistics.sampling.stream import Stream


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit that was drawn, and how likely that was. ``certain``: it is so large that it is in every sample."""

    unit: Unit
    probability: Fraction
    certain: bool


@dataclass(frozen=True, slots=True)
class SystematicDraw:
    """Units drawn from one stratum, in order of the frame; ``start`` is 0 when all were certain."""

    chosen: tuple[Chosen, ...]
    start: int
    interval: Fraction


def draw_pps(units: Sequence[Unit], n: int, stream: Stream) -> SystematicDraw:
    """Draw n units with probability in proportion to size, systematically in the order given.

    Units as large as the sampling interval or larger are taken with certainty and the rest drawn from the others, again
    until none is that large (Saerndal et al. 1992, section 3.6.1).

    Raises:
        BadSize: n is not between 1 and the number of units.
    """
    _check(n, len(units))
    certain, rest, left = split_certain(units, n)
    start, hits = 0, set[str]()
    if left:
        start = stream.below(sum(unit.size for unit in rest)) + 1
        hits = {rest[at].key for at in hit([unit.size for unit in rest], left, start)}
    chances = inclusion(units, n)
    chosen = tuple(
        Chosen(unit, chances[unit.key], unit.key in certain)
        for unit in units
        if unit.key in certain or unit.key in hits
    )
    total = sum(unit.size for unit in rest)
    return SystematicDraw(chosen, start, Fraction(total, left) if left else Fraction(0))


def draw_equal(units: Sequence[Unit], n: int, stream: Stream) -> SystematicDraw:
    """Draw n units with equal chances, systematically in the order given; raises BadSize."""
    flat = {unit.key: unit for unit in units}
    found = draw_pps([Unit(unit.key, 1, unit.stratum) for unit in units], n, stream)
    chosen = tuple(Chosen(flat[one.unit.key], one.probability, one.certain) for one in found.chosen)
    return SystematicDraw(chosen, found.start, found.interval)


def split_certain(units: Sequence[Unit], n: int) -> tuple[frozenset[str], tuple[Unit, ...], int]:
    """Return the keys of the units that n draws take for certain, the others, and how many are drawn from those."""
    rest, certain = tuple(units), set[str]()
    while True:
        left, total = n - len(certain), sum(unit.size for unit in rest)
        large = {unit.key for unit in rest if left * unit.size >= total}
        if not large:
            return frozenset(certain), rest, left
        certain |= large
        rest = tuple(unit for unit in rest if unit.key not in large)


def inclusion(units: Sequence[Unit], n: int) -> dict[str, Fraction]:
    """Return the probability with which `draw_pps` takes each unit, by key, exactly; they add up to n."""
    _check(n, len(units))
    _, rest, left = split_certain(units, n)
    total = sum(unit.size for unit in rest)
    chances = {unit.key: Fraction(left * unit.size, total) for unit in rest}
    return {unit.key: chances.get(unit.key, Fraction(1)) for unit in units}


def joint_inclusion(units: Sequence[Unit], n: int, first: str, second: str) -> Fraction:
    """Return the probability with which `draw_pps` takes two units together, exactly.

    It is the share of starts that hit both, and zero for many neighbours: that is why the variance of a systematic
    sample has no unbiased estimate (Saerndal et al. 1992, section 3.4.4), and why practice treats it as if drawn with
    replacement.

    Raises:
        KeyError: there is no such unit.
        BadSize: n is not between 1 and the number of units.
    """
    chances = inclusion(units, n)
    if first == second:
        return chances[first]
    if 1 in {chances[first], chances[second]}:
        return chances[first] * chances[second]
    _, rest, left = split_certain(units, n)
    total = sum(unit.size for unit in rest)
    arcs: dict[str, tuple[int, int]] = {}
    before = 0
    for unit in rest:
        arcs[unit.key] = (before, before + left * unit.size)
        before += left * unit.size
    return Fraction(_overlap(arcs[first], arcs[second], total), total)


def hit(sizes: Sequence[int], n: int, start: int) -> list[int]:
    """Return the places that a start of 1 ... X hits, where no size is as large as the interval X / n."""
    total, found, before = sum(sizes), list[int](), 0
    for at, size in enumerate(sizes):
        after = before + n * size
        # Is one of the points start + k X in (before, after]? At most one is, because n size < X.
        if (after - start) // total > (before - start) // total:
            found.append(at)
        before = after
    return found


def _overlap(one: tuple[int, int], other: tuple[int, int], around: int) -> int:
    """Return how many of the numbers modulo ``around`` two runs of numbers share."""
    return sum(
        max(0, min(a_end, b_end) - max(a_from, b_from))
        for a_from, a_end in _pieces(one, around)
        for b_from, b_end in _pieces(other, around)
    )


def _pieces(run: tuple[int, int], around: int) -> list[tuple[int, int]]:
    begin = run[0] % around
    end = begin + run[1] - run[0]
    return [(begin, end)] if end <= around else [*pairwise((begin, around)), (0, end - around)]


def _check(n: int, present: int) -> None:
    if not is_count(n) or n < 1:
        raise BadSize.none()
    if n > present:
        raise BadSize.too_many(n, present)
