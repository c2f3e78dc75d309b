"""The two stages: villages within strata, then families within a village, with reserves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from numbers import Rational
from typing import Final

from bahtera.statistics.sampling.errors import BadChance, BadFrame, BadSize
from bahtera.statistics.sampling.frames import Frame, Unit, digest, is_count
from bahtera.statistics.sampling.stream import Stream, clean_seed
from bahtera.statistics.sampling.systematic import draw_equal, draw_pps

WEIGHT_UNIT: Final = 10_000
"""Weights are whole numbers of one over this: a family that stands for itself alone weighs 10,000."""


class Chance(StrEnum):
    """How likely a village is drawn: by its number of families, or each alike."""

    PPS = "pps"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """A village that was drawn. ``population`` and ``drawn`` count the villages of its stratum."""

    key: str
    stratum: str
    size: int
    probability: Fraction
    certain: bool
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class FirstStage:
    """Villages drawn, by stratum and key, with the hash of frame and result."""

    units: tuple[DrawnUnit, ...]
    frame_sha256: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SecondStage:
    """Families of one village: the places drawn in its list (from 0, in order), and reserves in the order of use."""

    main: tuple[int, ...]
    reserves: tuple[int, ...]
    listed: int
    sha256: str

    @property
    def probability(self) -> Fraction:
        """Of each family of the list, to be among the main ones."""
        return Fraction(len(self.main), self.listed)


def draw_villages(
    frame: Frame, numbers: Mapping[str, int], *, seed: str, chance: Chance = Chance.PPS
) -> FirstStage:
    """Draw the number of villages asked for in each stratum, systematically in the order of their codes.

    That order spreads the sample over neighbouring areas (implicit stratification). Each stratum has a stream of its
    own (purpose ``villages:`` and the stratum), so that changing one leaves the others as they are.

    Raises:
        BadSeed: the seed is not plain.
        BadSize: strata and numbers differ, a number is zero or larger than its stratum.
    """
    strata = frame.strata()
    strange = sorted(set(strata) ^ set(numbers))
    if strange:
        raise BadSize.unknown_strata(name or "-" for name in strange)
    draw = draw_pps if chance is Chance.PPS else draw_equal
    found: list[DrawnUnit] = []
    for name, units in strata.items():
        drawn = draw(units, numbers[name], Stream(seed, f"villages:{name}"))
        found += [
            DrawnUnit(
                one.unit.key,
                name,
                one.unit.size,
                one.probability,
                one.certain,
                len(units),
                len(drawn.chosen),
            )
            for one in drawn.chosen
        ]
    rows: list[list[str | int]] = [
        ["seed", clean_seed(seed)],
        ["frame", frame.sha256],
        ["chance", chance.value],
    ]
    rows += [[one.stratum, one.key, one.probability.numerator, one.probability.denominator] for one in found]
    return FirstStage(tuple(found), frame.sha256, digest(rows))


def draw_families(listed: Sequence[str], take: int, reserves: int, *, seed: str, village: str) -> SecondStage:
    """Draw families of a village systematically from its ordered list, and reserves from those that remain.

    The main ones come first, with a start of their own (purpose ``families:`` and the village), so that asking for
    more reserves changes none of them; a list no longer than `take` is taken whole. The reserves are drawn
    systematically from the rest in the same order (purpose ``reserves:``) and put in random order, in which they are to
    be used: else the first part of the village would fill in more often. Fewer remain than asked for: all of them.

    Args:
        listed: what stands for each family, in the order of the list; each once.
        take: how many are to be interviewed.
        reserves: how many stand by.
        seed: of the draw.
        village: the village's key.

    Raises:
        BadFrame: the list is empty, or has a line twice.
        BadSize: nothing is to be taken, or fewer than no reserves.
        BadSeed: the seed is not plain.
    """
    if not listed:
        raise BadFrame.empty()
    if len(set(listed)) < len(listed):
        raise BadFrame.doubles(sorted(one for one, times in Counter(listed).items() if times > 1))
    if not (is_count(take) and is_count(reserves)) or take < 1 or reserves < 0:
        raise BadSize.none()
    main = _spread(range(len(listed)), take, Stream(seed, f"families:{village}"))
    taken = set(main)
    rest = [at for at in range(len(listed)) if at not in taken]
    stream = Stream(seed, f"reserves:{village}")
    spare = stream.shuffled(_spread(rest, reserves, stream)) if rest and reserves else []
    rows: list[list[str | int]] = [["seed", clean_seed(seed)], ["village", village, len(listed)]]
    rows += [["main", at, listed[at]] for at in main]
    rows += [["reserve", at, listed[at]] for at in spare]
    return SecondStage(tuple(main), tuple(spare), len(listed), digest(rows))


def weight_of(first: Fraction, second: Fraction = Fraction(1)) -> Fraction:
    """Return how many families one stands for: 1 over the product of the chances of both stages, exactly.

    Raises:
        BadChance: a chance is no exact fraction above 0 and at most 1.
    """
    for chance in (first, second):
        if not isinstance(chance, Rational) or not 0 < chance <= 1:
            raise BadChance
    return 1 / Fraction(first * second)


def whole_weight(weight: Fraction) -> int:
    """Return a weight in whole ten-thousandths, halves up, so that sums are equal in any order."""
    return (2 * weight.numerator * WEIGHT_UNIT + weight.denominator) // (2 * weight.denominator)


def _spread(places: Sequence[int], n: int, stream: Stream) -> list[int]:
    if n >= len(places):
        return list(places)
    named = {f"{at:09d}": at for at in places}
    found = draw_equal([Unit(key, 1) for key in named], n, stream)
    return [named[one.unit.key] for one in found.chosen]
