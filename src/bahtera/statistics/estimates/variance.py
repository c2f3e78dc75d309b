"""The variance of a total over a design, from the sums of each sampled unit.

An estimate is written as a total of linearised values, one a row (Taylor linearisation: Särndal, Swensson and Wretman
1992, section 5.5). These are summed by unit; in a stratum of ``n`` units with sums ``z_i`` and drawn fraction ``f``

    (1 - f) n / (n - 1)  sum (z_i - mean z)^2

and strata add up (the same, equation 3.7.8 for strata and result 4.3.1 for two stages: the second stage's variance in
a unit counts with the fraction of the first). A unit outside a domain has the sum zero, and still counts in ``n``:
domains are estimated in the whole sample, never in a file cut down to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bahtera.statistics.estimates.columns import BoolArray, FloatArray, IntArray, compact, count_by, sum_by
from bahtera.statistics.estimates.errors import LonelyPsu
from bahtera.statistics.estimates.stages import Stage

_ALL_DRAWN = 1e-7  # a fraction closer to one than this is a full count, as in R survey
_MOST_NAMED = 5


class Lonely(StrEnum):
    """What a stratum with one sampled unit adds to a variance; the names and meanings of R survey.

    `FAIL` refuses. `REMOVE` and `CERTAINTY` add nothing. `ADJUST` takes the unit's distance from zero, the mean of all
    units' linearised values, in place of that from the stratum's mean: on the safe side. `AVERAGE` takes the
    average of the other strata.
    """

    FAIL = "fail"
    REMOVE = "remove"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Cells:
    """The sampled units of one stage that a domain reaches: `row` says which cell each row is in.

    `domain` and `stratum` have one code a cell; a unit that two domains share makes a cell in each.
    """

    row: IntArray
    domain: IntArray
    stratum: IntArray

    def __len__(self) -> int:
        return len(self.domain)


def cells_of(stage: Stage, domain: IntArray, rows: IntArray | None = None) -> Cells:
    """Return the cells of the rows given (all by default), whose domains are `domain`."""
    unit = stage.unit if rows is None else stage.unit[rows]
    stratum = stage.stratum if rows is None else stage.stratum[rows]
    return Cells(*joined(domain, unit, stratum))


def joined(domain: IntArray, inner: IntArray, carried: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the pairs of domain and inner code: which each row is in, and the domain and what a pair carries.

    `carried` is one code a row that depends on the inner code alone, such as the stratum of a unit.
    """
    size = int(inner.max(initial=-1)) + 1
    home = np.full(size, -1, dtype=np.int64)
    home[inner] = domain
    if (home[inner] == domain).all():
        if (home >= 0).all():
            return inner, home, _spread(inner, carried, size)
        pair, present = compact(inner)
        return pair, home[present], _spread(pair, carried, len(present))
    pair, present = compact(domain * size + inner)
    return pair, present // size, _spread(pair, carried, len(present))


def _spread(pair: IntArray, carried: IntArray, size: int) -> IntArray:
    found = np.zeros(size, dtype=np.int64)
    found[pair] = carried
    return found


def variances(
    values: FloatArray, cells: Sequence[Cells], stages: Sequence[Stage], *, domains: int, lonely: Lonely
) -> FloatArray:
    """Return the variance of the total of the linearised values, one a domain.

    Args:
        values: linearised and weighted values, one a row of the cells.
        cells: the cells of each stage, the same rows in each.
        stages: the stages of the design; a second one counts only where the first has a finite population correction.
        domains: how many domains there are.
        lonely: what strata with one unit add.

    Raises:
        LonelyPsu: a stratum has one unit and the rule is to fail.
    """
    total = np.zeros(domains)
    share = np.ones(1)
    for stage, cell in zip(stages, cells, strict=True):
        sums = sum_by(cell.row, values, len(cell))
        weight = share[stage.parent]
        if (weight > 0).any():
            strata = squares(sums, cell, stage)
            total += sum_by(strata.domain, terms(strata, stage, weight, lonely), domains)
        fraction = (weight * stage.fraction)[stage.stratum]
        share = np.zeros(int(stage.unit.max(initial=-1)) + 1)
        share[stage.unit] = fraction
    return total


@dataclass(frozen=True, slots=True)
class Squares:
    """The strata of one stage in each domain, and the sums of squares of their units.

    `domain` and `code` say which; `within` is about the mean of all sampled units, `about_zero` about zero.
    """

    domain: IntArray
    code: IntArray
    within: FloatArray
    about_zero: FloatArray


def terms(strata: Squares, stage: Stage, weight: FloatArray, lonely: Lonely) -> FloatArray:
    """Return what each of the strata adds to its domain's variance.

    Args:
        strata: the strata of one stage with their sums of squares.
        stage: the stage.
        weight: the fraction of the stages before that led to each stratum of the stage; one at the first stage.
        lonely: what strata with one unit add.

    Raises:
        LonelyPsu: a stratum has one unit and the rule is to fail.
    """
    n = stage.sampled[strata.code]
    open_share = 1 - stage.fraction[strata.code]
    counts = weight[strata.code] > 0
    whole = open_share < _ALL_DRAWN
    single = (n == 1) & ~whole & counts
    added = np.where(whole, 0.0, open_share * strata.within * n / np.maximum(n - 1, 1))
    if single.any():
        _refuse_lonely(strata, single, stage, lonely)
        added = np.where(single, open_share * strata.about_zero if lonely is Lonely.ADJUST else 0.0, added)
        if lonely is Lonely.AVERAGE:
            added = added * _average_factor(strata.domain, stage.parent[strata.code], single)
    found: FloatArray = added * weight[strata.code]
    return found


def squares(sums: FloatArray, cells: Cells, stage: Stage) -> Squares:
    """Return the sums of squares of units in each stratum, a unit without a cell counting as zero."""
    group, domain, code = joined(cells.domain, cells.stratum, cells.stratum)
    size, sampled = len(code), stage.sampled[code]
    mean = sum_by(group, sums, size) / sampled
    present = count_by(group, size)
    centred = sum_by(group, (sums - mean[group]) ** 2, size)
    about_zero = sum_by(group, sums**2, size)
    return Squares(domain, code, centred + (sampled - present) * mean**2, about_zero)


def _refuse_lonely(strata: Squares, single: BoolArray, stage: Stage, lonely: Lonely) -> None:
    if lonely is Lonely.FAIL:
        found = sorted({_called(stage.names[code]) for code in strata.code[single].tolist()})
        more = [f"+{len(found) - _MOST_NAMED}"] if len(found) > _MOST_NAMED else []
        raise LonelyPsu.found(found[:_MOST_NAMED] + more)


def _called(name: tuple[object, ...]) -> str:
    return " · ".join(map(str, name)) or "1"


def _average_factor(domain: IntArray, parent: IntArray, single: BoolArray) -> FloatArray:
    """Return strata over strata with two units or more, within each domain and unit of the stage before."""
    place, _, _ = joined(domain, parent, parent)
    size = int(place.max()) + 1
    strata, usable = count_by(place, size), count_by(place[~single], size)
    if (usable == 0).any():
        raise LonelyPsu.nothing_to_average()
    found: FloatArray = (strata / usable)[place]
    return found
