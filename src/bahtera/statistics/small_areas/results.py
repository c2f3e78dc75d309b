"""Figures of small areas as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from bahtera.statistics.small_areas.diagnostics import Diagnostics


@dataclass(frozen=True, slots=True)
class SmallArea:
    """The figure of one area.

    `value` is the empirical best linear unbiased predictor (EBLUP), in the direct figure's unit; `mse` estimates its
    mean squared error and `rmse` is the root of that; `rrmse` is `rmse` in per cent of the value, None if that is zero.
    `gamma` is the weight of the direct figure in it, from 0 (all from the model) to 1. `direct` and `variance` are the
    direct figure and its sampling variance, None where there is none. `synthetic`: the value is the model's alone,
    because nobody was asked in the area. `residual` (of the direct figure from the model, over its standard deviation),
    `leverage` and `cook` (Cook's distance, `sigma2` held) are None there too.
    """

    area: Any
    value: float
    mse: float
    rmse: float
    rrmse: float | None
    gamma: float
    direct: float | None
    variance: float | None
    synthetic: bool
    residual: float | None
    leverage: float | None
    cook: float | None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What the model gives for one more of a covariate: its standard error, z value and two-sided p-value."""

    name: str
    value: float
    se: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Model:
    """The model behind the figures.

    `sigma2` is the variance between areas that the covariates leave; `boundary` says that it came out as zero: areas
    then differ by no more than their covariates and chance, every value is the model's, and the errors are too small.
    `loglik`, `aic` and `bic` are of the full likelihood, comparable between models of the same direct figures; `areas`
    counts those the model was learned from. `test` and `p`: the likelihood ratio test that `sigma2` is zero (half a
    chi-square with one degree of freedom; Self and Liang 1987), None for the method of moments.
    """

    method: str
    sigma2: float
    boundary: bool
    coefficients: tuple[Coefficient, ...]
    loglik: float
    aic: float
    bic: float
    areas: int
    test: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class FayHerriot(Sequence[SmallArea]):
    """The figures of all areas in the order they came, with the model and its diagnostics."""

    model: Model
    diagnostics: Diagnostics
    areas: tuple[SmallArea, ...]

    def __len__(self) -> int:
        return len(self.areas)

    def __getitem__(self, place: Any) -> Any:
        return self.areas[place]

    def __iter__(self) -> Iterator[SmallArea]:
        return iter(self.areas)

    def of(self, area: object) -> SmallArea:
        """Return the figure of an area; KeyError if there is none."""
        for each in self.areas:
            if each.area == area:
                return each
        raise KeyError(area)

    def to_arrow(self) -> pa.Table:
        """Return a table with a row an area and the fields of `SmallArea`."""
        fields = SmallArea.__dataclass_fields__
        return pa.table({name: [getattr(each, name) for each in self.areas] for name in fields})
