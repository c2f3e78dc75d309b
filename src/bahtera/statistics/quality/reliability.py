"""How well the indicators of an index hang together: Cronbach's alpha and each item's part in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from bahtera.statistics.quality.covariances import Constant, Pairing, covariances
from bahtera.statistics.quality.errors import BadChoice, NotMeasurable
from bahtera.statistics.quality.table import FloatArray, Table


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator among the others.

    Attributes:
        indicator: its name.
        item_total: correlation with the sum of all items, itself among them.
        item_rest: correlation with the sum of the other items ("corrected item-total correlation"); None when that
            sum does not vary.
        alpha_without: alpha of the other items; None when there are fewer than two, or their sum does not vary.
    """

    indicator: str
    item_total: float
    item_rest: float | None
    alpha_without: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha with what it rests on.

    Attributes:
        alpha: coefficient alpha; negative when items pull against each other on the whole.
        standardised_alpha: the same from correlations, as if every item had the same variance.
        lower, upper: Feldt's confidence limits; None for pairwise figures, for which there is no such interval.
        level: the confidence level of the limits.
        items: one entry an indicator.
        left_out: indicators with one value everywhere.
        units: units used.
        units_left_out: units that lacked a value (under `Pairing.COMPLETE`), or every value.
        pairing: which units count.
    """

    alpha: float
    standardised_alpha: float
    lower: float | None
    upper: float | None
    level: float
    items: tuple[Item, ...]
    left_out: tuple[str, ...]
    units: int
    units_left_out: int
    pairing: Pairing


def cronbach_alpha(
    table: Table,
    *,
    pairing: Pairing = Pairing.COMPLETE,
    constant: Constant = Constant.REFUSE,
    level: float = 0.95,
) -> Reliability:
    """Return Cronbach's alpha of the indicators, with item-total and item-rest correlations.

    Alpha: Cronbach (1951), Psychometrika 16, 297-334. Interval: Feldt (1965), Psychometrika 30, 357-370, which
    supposes normal scores and items that differ by a constant. Indicators of which less is better are turned first
    (`normalise`).

    Args:
        table: units by indicators.
        pairing: which units count when values are missing.
        constant: what to do with indicators that do not vary.
        level: of the interval, between 0 and 1.

    Raises:
        NotMeasurable: see `covariances`; or the sum of the items does not vary.
        BadChoice: a level that is none.
    """
    check_level(level)
    found = covariances(table, pairing=pairing, constant=constant)
    matrix = found.covariance
    total = float(matrix.sum())
    if total <= 0 or total < np.trace(matrix) * 1e-12:
        raise NotMeasurable(
            "statistics.constant_sum", "The sum of the indicators does not vary between units."
        )
    alpha = _alpha(len(found.indicators), float(np.trace(matrix)), total)
    limits = _feldt(alpha, found.units, len(found.indicators), level) if pairing is Pairing.COMPLETE else None
    return Reliability(
        alpha=alpha,
        standardised_alpha=_alpha(len(matrix), float(len(matrix)), float(found.correlation.sum())),
        lower=limits[0] if limits else None,
        upper=limits[1] if limits else None,
        level=level,
        items=_items(found.indicators, matrix),
        left_out=found.left_out,
        units=found.units,
        units_left_out=len(table.units) - found.units,
        pairing=pairing,
    )


def check_level(level: float) -> None:
    """Refuse a level that does not lie between 0 and 1."""
    if not 0 < level < 1:
        raise BadChoice("statistics.level", "A level lies between 0 and 1, not at {level}.", level=level)


def _alpha(items: int, own: float, total: float) -> float:
    return items / (items - 1) * (1 - own / total)


def _feldt(alpha: float, units: int, items: int, level: float) -> tuple[float, float]:
    first, second = units - 1, (units - 1) * (items - 1)
    tail = (1 - level) / 2
    return (
        1 - (1 - alpha) * float(fdtri(first, second, 1 - tail)),
        1 - (1 - alpha) * float(fdtri(first, second, tail)),
    )


def _items(names: tuple[str, ...], matrix: FloatArray) -> tuple[Item, ...]:
    own, with_all, total = np.diag(matrix), matrix.sum(axis=1), matrix.sum()
    rest = total - 2 * with_all + own
    varies = rest > np.trace(matrix) * 1e-12
    return tuple(
        Item(
            indicator=name,
            item_total=float(with_all[place] / np.sqrt(own[place] * total)),
            item_rest=_rest(own[place], with_all[place], rest[place]) if varies[place] else None,
            alpha_without=_without(matrix, place, float(rest[place])) if varies[place] else None,
        )
        for place, name in enumerate(names)
    )


def _rest(own: float, with_all: float, rest: float) -> float:
    return float((with_all - own) / np.sqrt(own * rest))


def _without(matrix: FloatArray, place: int, rest: float) -> float | None:
    others = len(matrix) - 1
    return _alpha(others, float(np.trace(matrix) - matrix[place, place]), rest) if others > 1 else None
