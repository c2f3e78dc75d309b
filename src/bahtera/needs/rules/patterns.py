"""Counts of distinct answer patterns as arrays, and their scores in the very integers of the index engine.

A pattern is one sign an indicator: met ``1``, not met ``0``, not applicable ``-``, unanswered ``?``. Families of a
village with the same pattern are one row with a count, so whatever is worked out of rows is exact and adds up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bahtera.indices.api import IndexDefinition

    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]

MET, NOT_MET, NOT_APPLICABLE, UNANSWERED = (ord(sign) for sign in "10-?")
ADDITIVE: Final = ("arithmetic", "pooled")
"""Methods by which what one indicator adds does not depend on the others."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """Rows of patterns with their counts, by village.

    Args:
        definition: the index, without private items.
        codes: villages; ``village`` is each row's place among them.
        signs: (rows, indicators) the states as bytes. counts: (rows,) families.
        met, answered: (rows, dimensions) sums of weights, as the index engine forms them.
        scored: (rows,) whether the pattern has a score.
    """

    definition: IndexDefinition
    codes: tuple[str, ...]
    village: Integers
    signs: NDArray[np.uint8]
    counts: Integers
    met: Integers
    answered: Integers
    scored: Truths

    def lacking(self, place: int) -> Truths:
        """Return which rows do not meet an indicator, given by its place."""
        found: Truths = self.signs[:, place] == NOT_MET
        return found

    def meeting(self, place: int) -> Truths:
        """Return which rows meet an indicator, given by its place."""
        found: Truths = self.signs[:, place] == MET
        return found

    def per_village(self, amounts: Integers) -> Integers:
        """Return the sums of a row's whole number, times its count, by village."""
        found = np.zeros(len(self.codes), dtype=np.int64)
        np.add.at(found, self.village, amounts * self.counts)
        return found

    def of_villages(self, codes: Sequence[str]) -> Patterns:
        """Return the part of some villages, in the order they stand in here."""
        wanted = set(codes)
        keep = np.array([code in wanted for code in self.codes], dtype=bool)
        if keep.all():
            return self
        renumbered = np.cumsum(keep) - 1
        part = self.only(keep[self.village])
        return replace(
            part,
            codes=tuple(code for code, kept in zip(self.codes, keep, strict=True) if kept),
            village=renumbered[part.village],
        )

    def only(self, rows: Truths) -> Patterns:
        """Return some of the rows; the villages stay."""
        return Patterns(
            self.definition,
            self.codes,
            self.village[rows],
            self.signs[rows],
            self.counts[rows],
            self.met[rows],
            self.answered[rows],
            self.scored[rows],
        )


def read_patterns(
    definition: IndexDefinition, villages: Sequence[str], rows: Iterable[tuple[int, str, int]]
) -> Patterns:
    """Return patterns from (place of the village, states, families); raises ValueError for states of another length."""
    found = list(rows)
    size = len(definition.indicators)
    if any(len(states) != size for _, states, _ in found):
        raise ValueError(f"states need {size} signs")
    joined = "".join(states for _, states, _ in found).encode("ascii")
    signs = np.frombuffer(joined, dtype=np.uint8).reshape(len(found), size)
    matrix = weight_matrix(definition)
    yes, no = (signs == MET).astype(np.int64), (signs == NOT_MET).astype(np.int64)
    met, answered = yes @ matrix, (yes + no) @ matrix
    return Patterns(
        definition,
        tuple(villages),
        np.fromiter((each[0] for each in found), np.int64, len(found)),
        signs,
        np.fromiter((each[2] for each in found), np.int64, len(found)),
        met,
        answered,
        _scored(definition, answered, (yes + no).sum(axis=1), (signs == UNANSWERED).sum(axis=1)),
    )


def weight_matrix(definition: IndexDefinition) -> Integers:
    """Return (indicators, dimensions): each indicator's weight, as the score plan has shrunk it, in its dimension."""
    plan = definition.plan
    found = np.zeros((len(plan.indicators), len(plan.dimensions)), dtype=np.int64)
    left = [iter(each.indicators) for each in plan.score.dimensions]
    for place, each in enumerate(plan.indicators):
        found[place, each.dimension] = next(left[each.dimension])
    return found


def score_rows(definition: IndexDefinition, met: Integers, answered: Integers) -> tuple[Integers, Truths]:
    """Return the numerators over the common denominator and whether the highest category is reached.

    Every row must have something answered. By the integers of the index engine: no double decides a category.
    """
    score = definition.plan.score
    if score.method == "arithmetic":
        weights = np.array([each.weight for each in score.dimensions], dtype=np.int64)
        some = answered > 0
        parts = weights * met * np.where(some, score.common // np.where(some, answered, 1), 0)
        number = parts.sum(axis=1) * (score.across // (weights * some).sum(axis=1))
        return number, _reaches_top(definition, number, np.int64(score.denominator))
    if score.method == "pooled":
        x, y = met.sum(axis=1), answered.sum(axis=1)
        return x * (score.common // y), _reaches_top(definition, x, y)
    return _one_by_one(definition, met, answered)


def _reaches_top(definition: IndexDefinition, x: Integers, y: Integers | np.int64) -> Truths:
    cut = definition.plan.score.cuts[-1]
    left, right = cut.denominator * x, cut.numerator * y
    found: Truths = left >= right if cut.includes else left > right
    return found


def _one_by_one(definition: IndexDefinition, met: Integers, answered: Integers) -> tuple[Integers, Truths]:
    """Score each distinct row once, for methods with roots or reciprocals."""
    both, back = np.unique(np.hstack([met, answered]), axis=0, return_inverse=True)
    size, top = met.shape[1], definition.plan.categories[-1]
    scores = [
        definition.plan.score.compute([int(one) for one in row[:size]], [int(one) for one in row[size:]])
        for row in both
    ]
    numbers = np.array([number for number, _ in scores], dtype=np.int64)
    tops = np.array([category == top for _, category in scores], dtype=bool)
    return numbers[back.ravel()], tops[back.ravel()]


def _scored(definition: IndexDefinition, answered: Integers, count: Integers, unanswered: Integers) -> Truths:
    """Return which rows have a score, by the limits of the index engine."""
    score = definition.plan.score
    limit = score.limit
    found: Truths = (count > 0) & (unanswered * limit.denominator <= limit.numerator * (count + unanswered))
    if score.empty_dimension == "not_scored":
        found &= (answered > 0).all(axis=1)
    return found
