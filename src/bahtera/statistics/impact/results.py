"""What a comparison of before and after says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arm:
    """One side: families and villages behind it, weighted means before and after, in the units of the values."""

    families: int
    villages: int
    before: float
    after: float

    @property
    def change(self) -> float:
        """Return how far the mean moved."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the change of the treated exceeds that of the others, with its standard error and interval.

    ``df``: primary sampling units less strata less one. Without an error where one side has a single unit, a stratum
    has one, or no degree of freedom is left: then nothing says how units differ by themselves.
    """

    value: float
    se: float | None
    df: int
    low: float | None
    high: float | None

    @property
    def tells_apart(self) -> bool | None:
        """Tell whether the interval leaves out zero; None without an interval."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Matched:
    """The comparison among families alike before: both sides, the cells used, and families left without a partner."""

    treated: Arm
    comparison: Arm
    difference: Difference
    cells: int
    treated_alone: int
    comparison_alone: int
    gap: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Families at two moments: the plain comparison and, where cells were given and met, the matched one.

    ``gap``: how far the treated were from the others before, in standard deviations of all families then; that of
    ``matched`` is what is left of it. ``expected``: how much of the difference goes with where each side began, by the
    line of change on the beginning among the others (regression to the mean); None where all of them began alike.
    ``chance``: the share of all ways to choose as many treated villages among these in which the difference would be at
    least as large either way; None where villages are on both sides or the ways too many.
    """

    treated: Arm
    comparison: Arm
    difference: Difference
    gap: float
    expected: float | None
    chance: float | None
    ways: int
    matched: Matched | None
