"""Totals of the population by class, matched with the rows of a sample."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bahtera.statistics.estimates.columns import (
    FloatArray,
    IntArray,
    Names,
    as_names,
    compact,
    groups,
    sum_by,
)
from bahtera.statistics.estimates.designs import Design
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Margin:
    """Classes of a sample: `codes` (one a row, -1 for rows without weight or class), their names and `totals`."""

    columns: str
    codes: IntArray
    labels: tuple[tuple[Any, ...], ...]
    totals: FloatArray

    @property
    def size(self) -> float:
        """The population that the totals add up to."""
        return float(self.totals.sum())


def classes(design: Design, names: Names) -> tuple[IntArray, tuple[tuple[Any, ...], ...]]:
    """Return the class of each row by the columns (-1 for rows without weight), and what the classes are called.

    Raises:
        CalibrationRefused: a row with a weight has no class.
    """
    found = groups(design.table, as_names(names))
    live = design.sample.weights > 0
    gaps = int(np.count_nonzero(live & (found.codes < 0)))
    if gaps:
        raise CalibrationRefused.missing(", ".join(as_names(names)), gaps)
    codes, present = compact(np.where(live, found.codes, -1))
    return codes, tuple(found.labels[code] for code in present.tolist())


def match(design: Design, names: Names, totals: Mapping[Any, float]) -> Margin:
    """Return the classes of the sample with the totals of the population.

    Args:
        design: the sample.
        names: the columns that make the classes.
        totals: by class: a value for one column, a tuple of values for several.

    Raises:
        CalibrationRefused: sample and totals do not have the same classes, or a total is not above zero.
    """
    columns = ", ".join(as_names(names))
    given = {key if isinstance(key, tuple) else (key,): float(value) for key, value in totals.items()}
    codes, labels = classes(design, names)
    for label in labels:
        if label not in given:
            raise CalibrationRefused.no_total(columns, _called(label))
    for key, value in given.items():
        if key not in labels:
            raise CalibrationRefused.nobody(columns, _called(key))
        if not (math.isfinite(value) and value > 0):
            raise CalibrationRefused.not_positive(columns, _called(key))
    return Margin(columns, codes, labels, np.array([given[label] for label in labels]))


def check_size(margin: Margin, size: float) -> None:
    """Refuse a margin that adds up to another population than is known.

    Raises:
        CalibrationRefused: it does.
    """
    if abs(margin.size - size) > _SAME * size:
        raise CalibrationRefused.sizes_differ(margin.columns, margin.size, size)


def factors(margin: Margin, weights: FloatArray) -> FloatArray:
    """Return what the weights of each class are multiplied with to reach its total."""
    inside = margin.codes >= 0
    found: FloatArray = margin.totals / sum_by(margin.codes[inside], weights[inside], len(margin.totals))
    return found


def _called(label: tuple[Any, ...]) -> str:
    return " · ".join(map(str, label))
