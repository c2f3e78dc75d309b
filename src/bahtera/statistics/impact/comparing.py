"""Difference in differences of the same families, with the error of a design whose units are villages.

The difference is the coefficient of ``treated`` in the weighted regression of each family's change on it; its
variance is that of Taylor linearisation with units drawn with replacement, as R's ``svyglm(change ~ treated)`` gives
(Binder 1983, *International Statistical Review* 51, 279-292). Weights, those of matching among them, are taken as
fixed. The interval uses t with units less strata less one degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any, Final

import numpy as np

from bahtera.statistics.estimates.intervals import t_quantile
from bahtera.statistics.impact.errors import BadPanel, OneSided
from bahtera.statistics.impact.matching import match
from bahtera.statistics.impact.results import Arm, Compared, Difference, Matched

Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Codes = np.ndarray[Any, np.dtype[np.int64]]

LEVEL: Final = 0.95
MOST_CHOICES: Final = 50_000
"""So many ways to choose the treated villages are tried, all of them; with more there is no ``chance``."""
_FEWEST: Final = 2
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Panel:
    """The same families at two moments: each sequence has one entry a family.

    ``units``: the primary sampling unit, mostly the village. ``before``, ``after``: finite values of one measure.
    ``weights``: positive; without them all count alike. ``strata``: of the design, in which units lie; without, one.
    """

    units: Sequence[str]
    treated: Sequence[bool]
    before: Sequence[float]
    after: Sequence[float]
    weights: Sequence[float] | None = None
    strata: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    units: Codes
    strata: Codes
    treated: Flags
    before: Floats
    after: Floats
    weights: Floats

    def only(self, kept: Flags, weights: Floats) -> _Columns:
        parts = (self.units[kept], self.strata[kept], self.treated[kept], self.before[kept], self.after[kept])
        return _Columns(*parts, weights[kept])

    @property
    def change(self) -> Floats:
        return self.after - self.before


def compare(panel: Panel, cells: Sequence[Hashable] | None = None) -> Compared:
    """Return how the change of the treated differs from that of the others.

    ``cells``: for matching, what each family was before; families of one cell count as alike. Raises BadPanel,
    OneSided.
    """
    columns = _columns(panel)
    if cells is not None and len(cells) != len(columns.units):
        msg = "there is not one cell a family"
        raise BadPanel(msg)
    chance, ways = _chance(columns)
    return Compared(
        treated=_arm(columns, columns.treated),
        comparison=_arm(columns, ~columns.treated),
        difference=_difference(columns),
        gap=_gap(columns, columns),
        expected=_expected(columns),
        chance=chance,
        ways=ways,
        matched=None if cells is None else _matched(columns, cells),
    )


def _columns(panel: Panel) -> _Columns:
    count = len(panel.units)
    given = (panel.treated, panel.before, panel.after, panel.weights, panel.strata)
    if any(column is not None and len(column) != count for column in given):
        msg = "columns have different lengths"
        raise BadPanel(msg)
    strata = list(panel.strata) if panel.strata is not None else [""] * count
    units = list(zip(strata, panel.units, strict=True))
    if len({unit for _, unit in units}) != len(set(units)):
        msg = "a unit lies in two strata"
        raise BadPanel(msg)
    columns = _Columns(
        units=_coded(units),
        strata=_coded(strata),
        treated=np.asarray(panel.treated, dtype=np.bool_),
        before=np.asarray(panel.before, dtype=np.float64),
        after=np.asarray(panel.after, dtype=np.float64),
        weights=np.ones(count) if panel.weights is None else np.asarray(panel.weights, dtype=np.float64),
    )
    if not all(np.isfinite(each).all() for each in (columns.before, columns.after, columns.weights)):
        msg = "a value or weight is missing or infinite"
        raise BadPanel(msg)
    if (columns.weights <= 0).any():
        msg = "a weight is zero or negative"
        raise BadPanel(msg)
    if columns.treated.all() or not columns.treated.any():
        raise OneSided
    return columns


def _coded(values: Sequence[Hashable]) -> Codes:
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(each, len(known)) for each in values], dtype=np.int64)


def _mean(values: Floats, weights: Floats) -> float:
    return float((values * weights).sum() / weights.sum())


def _arm(columns: _Columns, side: Flags) -> Arm:
    weights = columns.weights[side]
    return Arm(
        families=int(side.sum()),
        villages=len(np.unique(columns.units[side])),
        before=_mean(columns.before[side], weights),
        after=_mean(columns.after[side], weights),
    )


def _difference(columns: _Columns) -> Difference:
    ours, change = columns.treated, columns.change
    means = (_mean(change[ours], columns.weights[ours]), _mean(change[~ours], columns.weights[~ours]))
    value = means[0] - means[1]
    total = np.where(ours, columns.weights[ours].sum(), columns.weights[~ours].sum())
    sign = np.where(ours, 1.0, -1.0)
    influence = sign * columns.weights * (change - np.where(ours, means[0], means[1])) / total
    df = len(np.unique(columns.units)) - len(np.unique(columns.strata)) - 1
    sides = (len(np.unique(columns.units[ours])), len(np.unique(columns.units[~ours])))
    variance = _variance(columns, influence)
    if variance is None or df < 1 or min(sides) < _FEWEST:
        return Difference(value, None, max(df, 0), None, None)
    se = float(np.sqrt(variance))
    reach = float(t_quantile(LEVEL, np.array([float(df)]))[0]) * se
    return Difference(value, se, df, value - reach, value + reach)


def _variance(columns: _Columns, influence: Floats) -> float | None:
    """Return the variance of a total from sums by unit, within strata; None where a stratum has one unit."""
    sums = np.bincount(columns.units, weights=influence)
    stratum_of = np.zeros(len(sums), dtype=np.int64)
    stratum_of[columns.units] = columns.strata
    total = 0.0
    for stratum in np.unique(columns.strata):
        own = sums[stratum_of == stratum]
        if len(own) < _FEWEST:
            return None
        total += len(own) / (len(own) - 1) * float(((own - own.mean()) ** 2).sum())
    return total


def _gap(columns: _Columns, everybody: _Columns) -> float:
    """Return how far the treated were from the others before, in standard deviations of everybody; 0 if all alike."""
    middle = _mean(everybody.before, everybody.weights)
    spread = np.sqrt(_mean((everybody.before - middle) ** 2, everybody.weights))
    if spread < _SAME:
        return 0.0
    ours = columns.treated
    treated = _mean(columns.before[ours], columns.weights[ours])
    return float((treated - _mean(columns.before[~ours], columns.weights[~ours])) / spread)


def _expected(columns: _Columns) -> float | None:
    """Return the difference that the beginnings alone would make, by the line among the others."""
    ours = columns.treated
    before, weights, change = columns.before[~ours], columns.weights[~ours], columns.change[~ours]
    middle = _mean(before, weights)
    spread = _mean((before - middle) ** 2, weights)
    if spread < _SAME:
        return None
    slope = _mean((before - middle) * (change - _mean(change, weights)), weights) / spread
    return slope * (_mean(columns.before[ours], columns.weights[ours]) - middle)


def _chance(columns: _Columns) -> tuple[float | None, int]:
    """Return the share of all choices of villages with a difference as large, and how many choices there are."""
    size = np.bincount(columns.units, weights=columns.weights)
    moved = np.bincount(columns.units, weights=columns.weights * columns.change)
    treated = np.bincount(columns.units, weights=columns.treated.astype(np.float64)) > 0
    others = np.bincount(columns.units, weights=(~columns.treated).astype(np.float64)) > 0
    ways = comb(len(size), int(treated.sum()))
    if (treated & others).any() or ways > MOST_CHOICES or len(np.unique(columns.strata)) > 1:
        return None, ways
    chosen = np.array(list(combinations(range(len(size)), int(treated.sum()))), dtype=np.int64)
    ours, weight = moved[chosen].sum(axis=1), size[chosen].sum(axis=1)
    found = np.abs(ours / weight - (moved.sum() - ours) / (size.sum() - weight))
    seen = abs(moved[treated].sum() / size[treated].sum() - moved[~treated].sum() / size[~treated].sum())
    return float((found >= seen - _SAME).mean()), ways


def _matched(columns: _Columns, cells: Sequence[Hashable]) -> Matched | None:
    """Return the comparison among families alike before, or None where no cell has both sides."""
    found = match(columns.treated, cells, columns.weights)
    kept = found.weights > 0
    if not found.cells:
        return None
    alike = columns.only(kept, found.weights)
    # Units and strata that nobody of the matched is in are no evidence: they are numbered anew.
    alike = _Columns(
        _coded(alike.units.tolist()),
        _coded(alike.strata.tolist()),
        alike.treated,
        alike.before,
        alike.after,
        alike.weights,
    )
    ours = columns.treated
    return Matched(
        treated=_arm(alike, alike.treated),
        comparison=_arm(alike, ~alike.treated),
        difference=_difference(alike),
        cells=found.cells,
        treated_alone=int((ours & ~kept).sum()),
        comparison_alone=int((~ours & ~kept).sum()),
        gap=_gap(alike, columns),
    )
