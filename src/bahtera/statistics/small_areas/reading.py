"""Areas out of a table: those with a direct figure, and those for which the model must speak alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import BoolArray, FloatArray, column, numbers
from bahtera.statistics.small_areas.errors import BadAreas, BadVariances, Collinear, TooFewAreas
from bahtera.statistics.small_areas.likelihood import Sampled

SPARE_AREAS = 5
"""So many more areas than coefficients are asked for: with fewer, the variance between areas is a guess."""
_RANK = 1e-10


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas of a table: their names, covariates with the intercept first, and which have a direct figure."""

    names: tuple[Any, ...]
    terms: tuple[str, ...]
    x: FloatArray
    sampled: BoolArray
    data: Sampled


def read_areas(table: pa.Table, *, area: str, direct: str, variance: str, covariates: Sequence[str]) -> Areas:
    """Return the areas of a table.

    Raises:
        UnknownColumn, UnreadableColumn: the table lacks a column, or it does not hold numbers.
        BadAreas: an area is named twice, not at all, or lacks a covariate.
        BadVariances: a direct figure has no sampling variance above zero.
        TooFewAreas, Collinear: the model cannot be learned from these.
    """
    names = tuple(column(table, area).to_pylist())
    _check_names(names)
    y, psi = numbers(table, direct), numbers(table, variance)
    columns = [np.ones(len(names))]
    for name in covariates:
        found = numbers(table, name)
        if np.isnan(found).any():
            raise BadAreas.without(name, _named(names, np.isnan(found)))
        columns.append(found)
    x = np.column_stack(columns)
    sampled = ~np.isnan(y)
    wrong = sampled & ~(psi > 0)
    if wrong.any():
        raise BadVariances(_named(names, wrong))
    needed = x.shape[1] + SPARE_AREAS
    if sampled.sum() < needed:
        raise TooFewAreas(int(sampled.sum()), needed)
    _check_rank(x[sampled], covariates)
    data = Sampled(y[sampled], psi[sampled], x[sampled])
    return Areas(names, ("(intercept)", *covariates), x, sampled, data)


def _check_names(names: Sequence[Any]) -> None:
    unnamed = sum(name is None for name in names)
    if unnamed:
        raise BadAreas.unnamed(unnamed)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise BadAreas.twice(twice)


def _check_rank(x: FloatArray, covariates: Sequence[str]) -> None:
    """Refuse columns that the others make up, whatever units they are in."""
    scaled = x / np.maximum(np.abs(x).max(axis=0), np.finfo(np.float64).tiny)
    scaled[:, 1:] -= scaled[:, 1:].mean(axis=0)
    norms = np.linalg.norm(scaled, axis=0)
    flat = [name for name, norm in zip(covariates, norms[1:], strict=True) if norm < _RANK]
    if flat:
        raise Collinear(flat)
    if np.linalg.svd(scaled / norms, compute_uv=False).min() < _RANK:
        raise Collinear(covariates)


def _named(names: Sequence[Any], chosen: BoolArray) -> list[Any]:
    return [name for name, is_chosen in zip(names, chosen.tolist(), strict=True) if is_chosen]
