"""Full enumerations: every family of a place was to be visited; figures have a coverage in place of an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import (
    BoolArray,
    FloatArray,
    Groups,
    IntArray,
    Names,
    as_names,
    as_table,
    column,
    count_by,
    numbers,
    sum_by,
)
from bahtera.statistics.estimates.domains import domains, indicators
from bahtera.statistics.estimates.errors import BadOutcomes
from bahtera.statistics.estimates.loci import check_reach
from bahtera.statistics.estimates.results import by_domain


@dataclass(frozen=True, slots=True)
class EnumeratedFigure:
    """One figure of a full enumeration, which has no sampling error.

    `value` is that of those who answered, a share in 0..1; None where nobody did. `listed` families were to be visited,
    `complete` were interviewed, `refused` declined; `coverage` is complete over listed, `refusal` refused over listed.
    Of the complete, `n` have the item and `missing` have not; `item_missing` is missing over complete. The three shares
    are what such a figure has in place of an interval; None where there is nothing to divide by.
    """

    domain: tuple[Any, ...]
    category: Any
    value: float | None
    listed: int
    complete: int
    refused: int
    coverage: float | None
    refusal: float | None
    n: int
    missing: int
    item_missing: float | None


@dataclass(frozen=True, slots=True)
class EnumeratedFigures(Sequence[EnumeratedFigure]):
    """The figures of one question, in order of domain and category; see `Estimates` for its fields."""

    statistic: str
    variable: str
    by: tuple[str, ...]
    outside: int
    label: str | None
    rows: tuple[EnumeratedFigure, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]

    def __iter__(self) -> Iterator[EnumeratedFigure]:
        return iter(self.rows)

    @property
    def only(self) -> EnumeratedFigure:
        """The one figure there is, when there is just one; ValueError otherwise."""
        (found,) = self.rows
        return found


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The list of families of fully enumerated places, with what became of each. Make one with `enumeration`.

    A figure is of the families that were interviewed and have the item, as they are: nothing is weighed or scaled up to
    those who were not, which coverage, refusal and item missingness tell. `by`, `where` and `label` are as in `Design`.
    """

    table: pa.Table
    listed: BoolArray
    complete: BoolArray
    refused: BoolArray
    loci: str | None = None

    def mean(
        self, variable: str, *, by: Names = None, where: object = None, label: str | None = None
    ) -> EnumeratedFigures:
        """Return the mean of a variable.

        Raises:
            EmptyDomain: nobody is in the domain.
            WiderThanLoci: places were chosen on purpose, and the figure is neither by them nor labelled.
        """
        y = numbers(self.table, variable)
        return self._ask("mean", variable, [(None, y, np.ones(len(y)))], by=by, where=where, label=label)

    def total(
        self, variable: str, *, by: Names = None, where: object = None, label: str | None = None
    ) -> EnumeratedFigures:
        """Return the total of a variable over those interviewed; raises as `mean`."""
        y = numbers(self.table, variable)
        return self._ask("total", variable, [(None, y, None)], by=by, where=where, label=label)

    def share(
        self, variable: str, *, by: Names = None, where: object = None, label: str | None = None
    ) -> EnumeratedFigures:
        """Return the share of yes, or of each category; raises as `mean`, and UnreadableColumn for measurements."""
        ones = np.ones(self.table.num_rows)
        parts = [(category, y, ones) for category, y in indicators(self.table, variable)]
        return self._ask("share", variable, parts, by=by, where=where, label=label)

    def ratio(
        self,
        numerator: str,
        denominator: str,
        *,
        by: Names = None,
        where: object = None,
        label: str | None = None,
    ) -> EnumeratedFigures:
        """Return the ratio of two totals over those who have both; raises as `mean`."""
        parts = [(None, numbers(self.table, numerator), numbers(self.table, denominator))]
        return self._ask("ratio", f"{numerator} / {denominator}", parts, by=by, where=where, label=label)

    def _ask(
        self,
        statistic: str,
        name: str,
        parts: Sequence[tuple[object, FloatArray, FloatArray | None]],
        *,
        by: Names,
        where: object,
        label: str | None,
    ) -> EnumeratedFigures:
        names = as_names(by)
        called = check_reach(self.loci, names, label)
        found, outside = domains(self.table, names, where)
        rows: list[EnumeratedFigure] = []
        for category, numerator, denominator in parts:
            rows += self._describe(found, category, numerator, denominator)
        return EnumeratedFigures(statistic, name, names, outside, called, by_domain(rows, len(found)))

    def _describe(
        self, found: Groups, category: object, numerator: FloatArray, denominator: FloatArray | None
    ) -> list[EnumeratedFigure]:
        known = ~np.isnan(numerator)
        if denominator is not None:
            known &= ~np.isnan(denominator)
        counts = (
            _count(found, chosen).tolist()
            for chosen in (self.listed, self.complete, self.refused, self.complete & known)
        )
        values = _values(found, self.complete & known, numerator, denominator).tolist()
        return [
            _figure(domain, category, value if n else None, (listed, complete, refused, n))
            for domain, value, listed, complete, refused, n in zip(found.labels, values, *counts, strict=True)
        ]


def enumeration(
    frame: object,
    *,
    outcome: str | None = None,
    complete: Names = "selesai",
    refused: Names = "menolak",
    out_of_scope: Names = (),
    not_reached: Names = (),
    loci: str | None = None,
) -> Enumeration:
    """Describe a full enumeration, so that figures come with their coverage.

    Args:
        frame: one row a listed family, visited or not: any table that `design` takes.
        outcome: the column of what became of each; missing is not yet visited. Without it every row is complete.
        complete: the outcome, or outcomes, of those who were interviewed.
        refused: the outcome, or outcomes, of those who declined.
        out_of_scope: outcomes of families that were not to be visited after all (moved away before the round).
        not_reached: outcomes of families that were to be visited and were neither interviewed nor declined.
        loci: the column of the places when they were chosen on purpose; see `design`.

    Raises:
        UnknownColumn, UnreadableColumn: the table lacks a column, or it cannot be read.
        BadOutcomes: nobody is complete, so there is nothing to tell figures of; or an outcome is none of those named.
    """
    table = as_table(frame)
    if outcome is None:
        everybody = np.ones(table.num_rows, dtype=np.bool_)
        return Enumeration(table, everybody, everybody, ~everybody, loci)
    said = column(table, outcome).to_pylist()
    done = _is_one_of(said, as_names(complete))
    if not done.any():
        raise BadOutcomes.nobody(outcome, ", ".join(as_names(complete)))
    kinds = (complete, refused, out_of_scope, not_reached)
    strange = Counter(said) - Counter(dict.fromkeys(chain([None], *map(as_names, kinds)), len(said)))
    for one, rows in strange.most_common(1):
        raise BadOutcomes.unknown(outcome, one, rows)
    declined = _is_one_of(said, as_names(refused))
    return Enumeration(table, done | ~_is_one_of(said, as_names(out_of_scope)), done, declined, loci)


def _is_one_of(said: Sequence[object], outcomes: Sequence[str]) -> BoolArray:
    return np.array([one in outcomes for one in said], dtype=np.bool_)


def _count(found: Groups, chosen: BoolArray) -> IntArray:
    return count_by(found.codes[(found.codes >= 0) & chosen], len(found))


def _values(
    found: Groups, chosen: BoolArray, numerator: FloatArray, denominator: FloatArray | None
) -> FloatArray:
    rows = (found.codes >= 0) & chosen
    total = sum_by(found.codes[rows], numerator[rows], len(found))
    if denominator is None:
        return total
    below = sum_by(found.codes[rows], denominator[rows], len(found))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: FloatArray = total / below
    return ratio


def _figure(
    domain: tuple[Any, ...], category: object, value: float | None, counts: tuple[int, int, int, int]
) -> EnumeratedFigure:
    listed, complete, refused, n = counts
    return EnumeratedFigure(
        domain=domain,
        category=category,
        value=value if value is not None and np.isfinite(value) else None,
        listed=listed,
        complete=complete,
        refused=refused,
        coverage=complete / listed if listed else None,
        refusal=refused / listed if listed else None,
        n=n,
        missing=complete - n,
        item_missing=(complete - n) / complete if complete else None,
    )
