"""Which class of a map a value from 0 to 100 falls into; decided exactly, never on a rounded number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

SHARE_CUTS: Final = (Fraction(25), Fraction(50), Fraction(75), Fraction(90))
"""Where classes of shares, dimensions and coverage begin; each includes its own value. 75 is the line of the IKK."""


def class_of(value: Fraction | float, cuts: Sequence[Fraction] = SHARE_CUTS) -> int:
    """Return the class of a value, 0 for the lowest: 75 itself is in the class that begins at 75."""
    exact = Fraction(value)
    return sum(exact >= cut for cut in cuts)


def limits(cuts: Sequence[Fraction] = SHARE_CUTS) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the limits of every class, from 0 to 100."""
    edges = (Fraction(0), *cuts, Fraction(100))
    return tuple(pairwise(edges))
