"""Estimates as values: one figure with its error, and a table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import FloatArray
from bahtera.statistics.estimates.intervals import Method, interval
from bahtera.statistics.estimates.linearised import Figures
from bahtera.statistics.estimates.publication import Note, Publication, publication

Row = TypeVar("Row")
_REAL = ("value", "se", "rse", "low", "high", "deff")
_WHOLE = ("df", "n", "n_psu", "missing")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure.

    `domain` has a value for each column the figures are broken down by; `category` is what a share is of. `value` is
    in the variable's unit, a share in 0..1. `se` is its standard error, `rse` the same in per cent of the value,
    `low` and `high` its confidence interval. `deff` is the design effect, `df` the degrees of freedom (units less
    strata of the first stage with the domain in them), `n` the rows behind it (unweighted, those with a weight above
    zero), `n_psu` their primary sampling units, `missing` the rows of the domain left out because the item is
    missing. None stands for what cannot be said; `note` says why.
    """

    domain: tuple[Any, ...]
    category: Any
    value: float | None
    se: float | None
    rse: float | None
    low: float | None
    high: float | None
    deff: float | None
    df: int
    n: int
    n_psu: int
    missing: int
    publication: Publication
    note: Note | None


@dataclass(frozen=True, slots=True)
class Estimates(Sequence[Estimate]):
    """The figures of one question, in order of domain and category.

    `statistic` is mean, total, share or ratio of `variable`; `by` names the columns of the domains; `level` is that
    of the intervals; `outside` counts the rows in no domain because a column of `by` is missing; `label` is what the
    figures must be called when they speak for less than their area.
    """

    statistic: str
    variable: str
    by: tuple[str, ...]
    level: float
    outside: int
    label: str | None
    rows: tuple[Estimate, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    @property
    def only(self) -> Estimate:
        """The one figure there is, when there is just one; ValueError otherwise."""
        (found,) = self.rows
        return found

    def of(self, *domain: object, category: object = None) -> Estimate:
        """Return the figure of a domain (one value for each column of `by`) and category; KeyError if there is none."""
        for row in self.rows:
            if row.domain == domain and row.category == category:
                return row
        raise KeyError((*domain, category))

    def to_arrow(self) -> pa.Table:
        """Return a table with a row a figure: the columns of `by`, then the fields of `Estimate`."""
        columns: dict[str, list[Any]] = {
            name: [row.domain[place] for row in self.rows] for place, name in enumerate(self.by)
        }
        fields = [name for name in Estimate.__dataclass_fields__ if name != "domain"]
        if all(row.category is None for row in self.rows):
            fields.remove("category")
        for name in fields:
            columns[name] = [_plain(getattr(row, name)) for row in self.rows]
        return pa.table(columns)


def by_domain(rows: Sequence[Row], width: int) -> tuple[Row, ...]:
    """Return figures that come category by category, each with as many domains, domain by domain."""
    return tuple(row for place in range(width) for row in rows[place::width])


def describe(
    figures: Figures,
    domains: Sequence[tuple[Any, ...]],
    *,
    category: object,
    method: Method,
    level: float,
    most_missing: float,
) -> list[Estimate]:
    """Return the figures as values, with intervals by the method and level, notes and publication classes.

    ``most_missing``: the share of a domain that may have left the item open before its figure is noted.
    """
    df = np.maximum(figures.psu - figures.strata, 0)
    notes = _notes(figures, most_missing=most_missing)
    blind = np.array([note in {Note.NOBODY, Note.ONE_PSU} for note in notes], dtype=np.bool_)
    se = np.where(blind, np.nan, np.sqrt(figures.variance))
    with np.errstate(divide="ignore", invalid="ignore"):
        rse = 100 * se / np.abs(figures.value)
    low, high = interval(method, figures.value, se, df=df, n=figures.n, level=level)
    low, high = np.where(blind, np.nan, low), np.where(blind, np.nan, high)
    deff = np.where(blind, np.nan, figures.deff)
    real = zip(*map(_optional, (figures.value, se, rse, low, high, deff)), strict=True)
    whole = zip(*(each.tolist() for each in (df, figures.n, figures.psu, figures.missing)), strict=True)
    found = []
    for domain, parts, counts, note in zip(domains, real, whole, notes, strict=True):
        numbers = dict(zip(_REAL, parts, strict=True)) | dict(zip(_WHOLE, counts, strict=True))
        shown = publication(numbers["rse"], note)
        found.append(Estimate(domain=domain, category=category, publication=shown, note=note, **numbers))
    return found


def _notes(figures: Figures, *, most_missing: float) -> list[Note | None]:
    notes: list[Note | None] = []
    much = figures.missing > most_missing * (figures.n + figures.missing)
    for value, still, psu, strata, many in zip(
        figures.value.tolist(),
        ((figures.variance == 0) & ~figures.varied).tolist(),
        figures.psu.tolist(),
        figures.strata.tolist(),
        much.tolist(),
        strict=True,
    ):
        found = None
        if np.isnan(value):
            found = Note.NOBODY
        elif psu <= 1:
            found = Note.ONE_PSU
        elif psu <= strata:
            found = Note.NO_FREEDOM
        elif still:
            found = Note.NO_VARIATION
        elif many:
            found = Note.MISSING
        notes.append(found)
    return notes


def _optional(values: FloatArray) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _plain(value: object) -> object:
    return value.value if isinstance(value, Publication | Note) else value
