"""What if a part of the families that lack something had it: the index and the families above the cut, exactly.

Each intervention reaches ``k`` of the ``U`` families of a village that do not meet its indicator, every choice of ``k``
as likely as any other, and what one reaches says nothing about another. A family reached meets the indicator, all else
stays. Then the expected number above is a sum over patterns (`expected`), and the least and the most over all choices
is found exactly: for one intervention in closed form, for several by a small integer programme (`extremes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bahtera.needs.rules.patterns import ADDITIVE, score_rows, weight_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bahtera.needs.rules.patterns import Integers, Patterns

    Reals = NDArray[np.float64]

MOST_TOGETHER: Final = 4
"""So many interventions are followed together: every family has at most 2 to this power outcomes."""
_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an intervention, or several together, change in one village.

    Args:
        scored: families with a score. above: those in the highest category before.
        numerator: sum of the scores over the definition's denominator, before.
        lacking, reached: families that lack each indicator, and how many of them are reached.
        above_after: expected number in the highest category; least and most over all choices of families.
        full_above: the same when everybody who lacks it is reached: no chance is left.
        numerator_after, least, most, full: the same for the sum of scores; least and most are None by methods in
            which what one indicator adds depends on the others.
    """

    scored: int
    above: int
    numerator: int
    lacking: tuple[int, ...]
    reached: tuple[int, ...]
    above_after: float
    above_least: int
    above_most: int
    full_above: int
    numerator_after: float
    numerator_least: int | None
    numerator_most: int | None
    full_numerator: int


def reached_of(lacking: int, percent: int) -> int:
    """Return how many families a per cent of those who lack it are, rounded half up."""
    return (2 * lacking * percent + 100) // 200


def reached_for(lacking: int, answered: int, points: int) -> int:
    """Return how many families must be reached for a share to rise by so many points; at most all."""
    return min(-(-points * answered // 100), lacking)


def simulate(
    patterns: Patterns, places: Sequence[int], percents: Sequence[int], points: Sequence[int] = ()
) -> tuple[Outcome, ...]:
    """Return what interventions on indicators (by place) change in each village; ``percents``: how many are reached.

    ``points``: by how many points each share is to rise, beside the percents; where it is not 0 the percent does not
    count. Raises ValueError for none or more than `MOST_TOGETHER`, and for one named twice.
    """
    if not 0 < len(places) <= MOST_TOGETHER or len(set(places)) != len(places):
        raise ValueError(f"one to {MOST_TOGETHER} different indicators")
    lacking = [patterns.per_village(patterns.lacking(place).astype(np.int64)) for place in places]
    met = [patterns.per_village(patterns.meeting(place).astype(np.int64)) for place in places]
    reached = [
        np.array(
            [
                reached_for(int(one), int(one + has), rise) if rise else reached_of(int(one), percent)
                for one, has in zip(each, others, strict=True)
            ]
        )
        for each, others, percent, rise in zip(
            lacking, met, percents, points or (0,) * len(places), strict=True
        )
    ]
    case = _fold(patterns, places)
    chances = [
        np.where(all_of > 0, some / np.maximum(all_of, 1), 0.0)
        for all_of, some in zip(lacking, reached, strict=True)
    ]
    above, numbers = _expected(case, chances)
    least, most = _extremes(case, lacking, reached)
    low, high = _numerator_range(patterns, places, reached)
    before = _sums(case, case.numbers[0])
    full = len(case.numbers) - 1
    per_village = zip(
        _sums(case, np.ones_like(case.counts)),
        _sums(case, case.tops[0].astype(np.int64)),
        before,
        above,
        least,
        most,
        _sums(case, case.tops[full].astype(np.int64)),
        numbers,
        _sums(case, case.numbers[full]),
        strict=True,
    )
    return tuple(
        Outcome(
            scored=int(scored),
            above=int(was),
            numerator=int(sum_before),
            lacking=tuple(int(each[at]) for each in lacking),
            reached=tuple(int(each[at]) for each in reached),
            above_after=float(now),
            above_least=int(was + worst),
            above_most=int(was + best),
            full_above=int(all_above),
            numerator_after=float(sum_after),
            numerator_least=None if low is None else int(sum_before + low[at]),
            numerator_most=None if high is None else int(sum_before + high[at]),
            full_numerator=int(all_sum),
        )
        for at, (scored, was, sum_before, now, worst, best, all_above, sum_after, all_sum) in enumerate(
            per_village
        )
    )


@dataclass(frozen=True, eq=False)
class _Case:
    """Scored rows with the same scores and the same lacks put together; a column a subset of interventions.

    ``tops``, ``numbers``: (subsets, rows), for rows that got exactly the interventions of the subset they lack.
    """

    villages: int
    village: Integers
    bits: Integers
    counts: Integers
    tops: NDArray[np.bool_]
    numbers: Integers


def _fold(patterns: Patterns, places: Sequence[int]) -> _Case:
    rows = patterns.only(patterns.scored)
    bits = np.zeros(len(rows.counts), dtype=np.int64)
    for at, place in enumerate(places):
        bits |= rows.lacking(place).astype(np.int64) << at
    columns = np.column_stack([rows.village, bits, rows.met, rows.answered])
    firsts, back = _distinct(columns)
    counts = np.bincount(back, weights=rows.counts, minlength=len(firsts)).astype(np.int64)
    village, bits = rows.village[firsts], bits[firsts]
    met, answered = rows.met[firsts], rows.answered[firsts]
    weights = weight_matrix(rows.definition)[list(places)]
    tops, numbers = [], []
    for subset in range(2 ** len(places)):
        got = bits & subset
        more = np.column_stack([(got >> at) & 1 for at in range(len(places))]) @ weights
        number, top = score_rows(rows.definition, met + more, answered)
        tops.append(top)
        numbers.append(number)
    return _Case(len(rows.codes), village, bits, counts, np.array(tops), np.array(numbers))


def _distinct(columns: Integers) -> tuple[Integers, Integers]:
    """Return the places of distinct rows and each row's among them; by one number a row where that fits."""
    spans = columns.max(axis=0, initial=0) + 1
    if len(columns) and np.prod(spans.astype(np.float64)) < 2.0**62:
        key = np.zeros(len(columns), dtype=np.int64)
        for at, span in enumerate(spans):
            key = key * span + columns[:, at]
        _, firsts, back = np.unique(key, return_index=True, return_inverse=True)
    else:
        _, firsts, back = np.unique(columns, axis=0, return_index=True, return_inverse=True)
    return firsts, back.ravel()


def _sums(case: _Case, amounts: Integers) -> Integers:
    found = np.zeros(case.villages, dtype=np.int64)
    np.add.at(found, case.village, amounts * case.counts)
    return found


def _expected(case: _Case, chances: Sequence[Reals]) -> tuple[Reals, Reals]:
    """Return the expected number above and sum of scores of each village."""
    above, numbers = np.zeros(len(case.counts)), np.zeros(len(case.counts))
    for subset in range(len(case.tops)):
        chance = np.where((case.bits & subset) == subset, 1.0, 0.0)
        for at, each in enumerate(chances):
            mine, lacks = each[case.village], (case.bits >> at) & 1 == 1
            chance = chance * np.where(lacks, mine if subset >> at & 1 else 1.0 - mine, 1.0)
        above += chance * case.tops[subset]
        numbers += chance * case.numbers[subset]
    return (
        np.bincount(case.village, weights=above * case.counts, minlength=case.villages).astype(np.float64),
        np.bincount(case.village, weights=numbers * case.counts, minlength=case.villages).astype(np.float64),
    )


def _extremes(
    case: _Case, lacking: Sequence[Integers], reached: Sequence[Integers]
) -> tuple[Integers, Integers]:
    """Return the least and the most families that may be lifted above in each village."""
    if len(lacking) == 1:
        lifted = _sums(case, (case.tops[1] & ~case.tops[0]).astype(np.int64))
        others = lacking[0] - lifted
        return np.maximum(reached[0] - others, 0), np.minimum(reached[0], lifted)
    least, most = np.zeros(case.villages, dtype=np.int64), np.zeros(case.villages, dtype=np.int64)
    programme = _Programme.of(case, lacking, reached)
    if programme is not None:
        programme.solve(least, sign=1)
        programme.solve(most, sign=-1)
    return least, most


@dataclass(frozen=True, eq=False)
class _Programme:
    """Who gets what, as numbers of families of each kind that get each subset: one block a village.

    Families that no choice lifts stand aside: they only take up reach, each intervention's apart from the others'.
    """

    gains: NDArray[np.float64]
    village: Integers
    matrix: csr_array
    low: Reals
    high: Reals

    @classmethod
    def of(cls, case: _Case, lacking: Sequence[Integers], reached: Sequence[Integers]) -> _Programme | None:
        gained = case.tops & ~case.tops[0]
        active = gained[-1]
        if not active.any():
            return None
        powers = 1 << np.arange(len(gained), dtype=np.int64)
        what = (gained[:, active].astype(np.int64) * powers[:, None]).sum(axis=0)
        kinds, back = np.unique(
            np.column_stack([case.village[active], case.bits[active], what]), axis=0, return_inverse=True
        )
        sizes = np.bincount(back.ravel(), weights=case.counts[active]).astype(np.float64)
        held = [np.zeros(case.villages) for _ in lacking]
        for (village, bits, _), size in zip(kinds, sizes, strict=True):
            for at in range(len(lacking)):
                held[at][village] += size * (int(bits) >> at & 1)
        return cls._blocks(kinds, sizes, held, lacking, reached)

    @classmethod
    def _blocks(
        cls,
        kinds: Integers,
        sizes: Reals,
        held: Sequence[Reals],
        lacking: Sequence[Integers],
        reached: Sequence[Integers],
    ) -> _Programme:
        villages = np.unique(kinds[:, 0])
        place = {int(code): at for at, code in enumerate(villages)}
        rows: list[int] = []
        columns: list[int] = []
        gains: list[float] = []
        owners: list[int] = []
        for kind, (village, bits, what) in enumerate(kinds):
            for subset in range(int(bits) + 1):
                if subset & ~int(bits):
                    continue
                column = len(gains)
                gains.append(float(int(what) >> subset & 1))
                owners.append(int(village))
                rows.append(kind)
                columns.append(column)
                for at in range(len(lacking)):
                    if subset >> at & 1:
                        rows.append(len(kinds) + place[int(village)] * len(lacking) + at)
                        columns.append(column)
        low, high = [*sizes], [*sizes]
        for village in villages:
            for at, (all_of, some) in enumerate(zip(lacking, reached, strict=True)):
                aside = all_of[village] - held[at][village]
                low.append(max(0.0, float(some[village] - aside)))
                high.append(float(some[village]))
        shape = (len(low), len(gains))
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        return cls(np.array(gains), np.array(owners), matrix, np.array(low), np.array(high))

    def solve(self, found: Integers, *, sign: int) -> None:
        """Write the least (sign 1) or most (-1) lifted families of each village into ``found``."""
        best = milp(
            sign * self.gains,
            integrality=np.ones(len(self.gains)),
            bounds=Bounds(0, np.inf),
            constraints=LinearConstraint(self.matrix, self.low, self.high),
            options={"time_limit": _SECONDS, "mip_rel_gap": 0.0},
        )
        if best.status != 0 or best.x is None:
            raise ArithmeticError(f"who may be reached was not settled: {best.message}")
        np.add.at(found, self.village, np.rint(self.gains * best.x).astype(np.int64))


def _numerator_range(
    patterns: Patterns, places: Sequence[int], reached: Sequence[Integers]
) -> tuple[Integers, Integers] | tuple[None, None]:
    """Return the least and most that the sums of scores may grow by, where each indicator adds on its own."""
    if patterns.definition.plan.score.method not in ADDITIVE:
        return None, None
    low, high = (np.zeros(len(patterns.codes), dtype=np.int64) for _ in range(2))
    weights = weight_matrix(patterns.definition)
    for place, some in zip(places, reached, strict=True):
        rows = patterns.only(patterns.lacking(place))
        gains = _gains(rows, weights[place])
        order = np.lexsort((gains, rows.village))
        village, gains, counts = rows.village[order], gains[order], rows.counts[order]
        edges = np.searchsorted(village, np.arange(len(patterns.codes) + 1))
        for at, (first, last) in enumerate(pairwise(edges)):
            low[at] += _taken(gains[first:last], counts[first:last], int(some[at]))
            high[at] += _taken(gains[first:last][::-1], counts[first:last][::-1], int(some[at]))
    return low, high


def _gains(rows: Patterns, weight: Integers) -> Integers:
    """Return by how much each row's score grows; nothing for rows without a score."""
    found = np.zeros(len(rows.counts), dtype=np.int64)
    some = rows.scored
    if some.any():
        before, _ = score_rows(rows.definition, rows.met[some], rows.answered[some])
        after, _ = score_rows(rows.definition, rows.met[some] + weight, rows.answered[some])
        found[some] = after - before
    return found


def _taken(gains: Integers, counts: Integers, most: int) -> int:
    """Return the sum of the first so many families' gains."""
    ends = np.minimum(np.cumsum(counts), most)
    return int((np.diff(ends, prepend=0) * gains).sum())
