"""Whether a figure changed between two times, or only seems to: of samples by their design, of full counts by a rule.

Two full enumerations of one place have no sampling error: the difference is a fact about the families asked. What it
is a fact *of* is another matter: families move, some are not met, answers vary. So a least difference stands between a
change that is shown as one and one that is not: a point on the scale of 0 to 100, and no less than what `FAMILIES`
families can make by themselves. While families are still undecided, it is wider by what they could do at the worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from scipy.stats import t as student

from bahtera.statistics.estimates.designs import design
from bahtera.statistics.estimates.variance import Lonely

if TYPE_CHECKING:
    from bahtera.statistics.estimates.columns import FloatArray

POINT: Final = Fraction(1)
FAMILIES: Final = 5
FEWEST_DF: Final = 8
"""With fewer degrees of freedom an error is itself unsure, and nothing is said of a change."""
LEVEL: Final = 0.05
_NOISE: Final = 1e-9
"""A difference, or an error, below so much of the larger mean is what sums of doubles leave: none."""


class Verdict(StrEnum):
    """What may be said of a change."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    """No visible change: smaller than the least difference, or than chance makes."""
    UNSURE = "unsure"
    """Too few villages of a sample to tell."""
    OPEN = "open"
    """Families are still undecided, and could overturn whatever was said."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a full count: points from 0 to 100, and the families behind it.

    ``undecided``: families that may still come to it with any value, or not at all; None: nobody knows how many.
    """

    value: Fraction
    families: int
    undecided: int | None = 0

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Return the lowest and the highest that the figure can still become."""
        if self.undecided is None:
            return Fraction(0), Fraction(100)
        sure, all_of_them = self.value * self.families, self.families + self.undecided
        return sure / all_of_them, (sure + 100 * self.undecided) / all_of_them


@dataclass(frozen=True, slots=True)
class CountedChange:
    """The difference of two full counts, in points, and the least one in its direction that is called a change."""

    difference: Fraction
    least: Fraction
    verdict: Verdict


def counted_change(before: Counted, after: Counted) -> CountedChange:
    """Return the change between two figures of full counts, such as no undecided family can overturn.

    Raises ValueError when nobody stands behind one of them.
    """
    fewest = min(before.families, after.families)
    if fewest < 1:
        message = "a change needs families at both times"
        raise ValueError(message)
    difference, bare = after.value - before.value, _least(fewest)
    lowest, highest = after.ends[0] - before.ends[1], after.ends[1] - before.ends[0]
    ways = (difference - lowest, highest - difference)
    least = bare + (max(ways) if difference == 0 else ways[difference < 0])
    if lowest >= bare:
        return CountedChange(difference, least, Verdict.HIGHER)
    if highest <= -bare:
        return CountedChange(difference, least, Verdict.LOWER)
    # More families make the least difference smaller: the same is what is still the same by the smallest one.
    stays = False
    if before.undecided is not None and after.undecided is not None:
        most = min(before.families + before.undecided, after.families + after.undecided)
        stays = max(abs(lowest), abs(highest)) < _least(most)
    return CountedChange(difference, least, Verdict.SAME if stays else Verdict.OPEN)


def _least(families: int) -> Fraction:
    return max(POINT, Fraction(100 * FAMILIES, families))


@dataclass(frozen=True, slots=True)
class SampledChange:
    """The difference of two means of samples, in the variable's unit, with its design-based error.

    ``p``: of a difference at least as far from zero if nothing had changed, by t. ``units``: primary sampling units
    with a row in the domain; ``shared``: those drawn at both times, whose likeness the error takes into account.
    None stands for what cannot be said.
    """

    before: float
    after: float
    difference: float
    se: float | None
    low: float | None
    high: float | None
    p: float | None
    df: int
    units: int
    shared: int
    verdict: Verdict


def sampled_change(
    table: pa.Table,
    variable: str,
    *,
    period: str,
    periods: tuple[Any, Any],
    strata: str,
    psu: str,
    weights: str,
    where: FloatArray | Sequence[bool] | None = None,
    level: float = LEVEL,
) -> SampledChange | None:
    """Return the change of a mean between two periods of one table; None when one of them has nobody with the item.

    The difference of the two means is linearised as one total over both samples, so that villages drawn twice count
    for their likeness, and villages drawn once as independent: R's `svyglm(y ~ period)` or `svycontrast` over
    `svyby(covmat = TRUE)` give the same error. A
    stratum of which no village was drawn twice counts as two, one for each draw. Weights are those of the draws, units
    count as drawn with replacement.
    Raises what `design` refuses.
    """
    y = np.asarray(table[variable].to_numpy(zero_copy_only=False), dtype=np.float64)
    w = np.asarray(table[weights].to_numpy(zero_copy_only=False), dtype=np.float64)
    when = np.asarray(table[period].to_pylist(), dtype=object)
    inside = ~np.isnan(y) & (w > 0)
    if where is not None:
        inside &= np.asarray(where, dtype=np.bool_)
    first, second = inside & (when == periods[0]), inside & (when == periods[1])
    sizes = (float(w[first].sum()), float(w[second].sum()))
    if not all(sizes):
        return None
    means = (float((w[first] * y[first]).sum() / sizes[0]), float((w[second] * y[second]).sum() / sizes[1]))
    parts = np.zeros(len(y))
    parts[first] = -(y[first] - means[0]) / sizes[0]
    parts[second] = (y[second] - means[1]) / sizes[1]
    keys = list(zip(*(table[name].to_pylist() for name in (strata, psu)), strict=True))
    units = [{key for key, here in zip(keys, part, strict=True) if here} for part in (first, second)]
    both = {stratum for stratum, _ in units[0] & units[1]}
    layers = [f"{key[0]}" if key[0] in both else f"{key[0]}|{at}" for key, at in zip(keys, when, strict=True)]
    asked = table.append_column("_part", pa.array(parts)).append_column("_layer", pa.array(layers))
    drawn = design(asked, strata="_layer", psu=psu, weights=weights, lonely_psu=Lonely.ADJUST)
    total = drawn.total("_part", where=first | second).only
    bare = SampledChange(
        means[0],
        means[1],
        means[1] - means[0],
        None,
        None,
        None,
        None,
        total.df,
        len(units[0] | units[1]),
        len(units[0] & units[1]),
        Verdict.UNSURE,
    )
    if total.se is None or total.df < 1:
        return bare
    return _judged(bare, total.se, level)


def _judged(bare: SampledChange, se: float, level: float) -> SampledChange:
    scale = max(abs(bare.before), abs(bare.after), 1.0)
    if abs(bare.difference) <= _NOISE * scale:
        bare = replace(bare, difference=0.0)
    if se <= _NOISE * scale:
        se = 0.0
    reach = float(student.ppf(1 - level / 2, bare.df)) * se
    told = replace(bare, se=se, low=bare.difference - reach, high=bare.difference + reach)
    if se == 0:
        return told if bare.difference else replace(told, p=1.0, verdict=Verdict.SAME)
    p = float(2 * student.sf(abs(bare.difference) / se, bare.df))
    if bare.df < FEWEST_DF:
        return replace(told, p=p)
    if p >= level:
        return replace(told, p=p, verdict=Verdict.SAME)
    return replace(told, p=p, verdict=Verdict.HIGHER if bare.difference > 0 else Verdict.LOWER)
