"""Fay and Herriot's model: the front of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
from scipy import special

from bahtera.statistics.estimates.columns import FloatArray, Names, as_names, as_table
from bahtera.statistics.small_areas.diagnostics import Influence, diagnose, influence
from bahtera.statistics.small_areas.errors import UnknownMethod
from bahtera.statistics.small_areas.likelihood import (
    Fitted,
    Method,
    Sampled,
    find_sigma2,
    fit_at,
    log_likelihood,
)
from bahtera.statistics.small_areas.mse import mse_sampled, mse_synthetic
from bahtera.statistics.small_areas.reading import Areas, read_areas
from bahtera.statistics.small_areas.results import Coefficient, FayHerriot, Model, SmallArea


def fay_herriot(
    frame: object,
    *,
    area: str,
    direct: str,
    variance: str,
    covariates: Names = None,
    method: Method = "reml",
) -> FayHerriot:
    """Estimate small areas by a model of their direct figures.

    Args:
        frame: one row an area: any table that `design` takes.
        area: the column of the areas' names, each once.
        direct: the column of the direct figures; an area without one gets the model's figure alone, marked `synthetic`.
        variance: the column of the direct figures' sampling variances, taken as known; see `smooth_variances`.
        covariates: columns known of every area and without sampling error; the model always has an intercept.
        method: how the variance between areas is found: `reml`, `ml`, or `moments` (Prasad and Rao).

    Raises:
        UnknownColumn, UnreadableColumn: the table lacks a column, or it does not hold numbers.
        BadAreas: an area is named twice, not at all, or lacks a covariate.
        BadVariances: a direct figure has no sampling variance above zero.
        TooFewAreas: fewer areas have a direct figure than five more than there are coefficients.
        Collinear: covariates follow from one another, or do not vary.
        UnknownMethod: there is no such method.
    """
    if method not in get_args(Method):
        raise UnknownMethod(method, get_args(Method))
    areas = read_areas(
        as_table(frame), area=area, direct=direct, variance=variance, covariates=as_names(covariates)
    )
    data = areas.data
    fitted = fit_at(data, find_sigma2(data, method))
    pulls = influence(data, fitted)
    figures = _figures(areas, fitted, method, pulls)
    return FayHerriot(_model(data, fitted, method, areas.terms), diagnose(data, pulls.residual), figures)


def _model(data: Sampled, fitted: Fitted, method: Method, terms: Sequence[str]) -> Model:
    m, p = data.x.shape
    loglik = log_likelihood(data, fitted, restricted=False)
    errors = np.sqrt(np.diag(fitted.covariance))
    coefficients = tuple(
        Coefficient(term, value, se, value / se, float(2 * special.ndtr(-abs(value / se))))
        for term, value, se in zip(terms, fitted.beta.tolist(), errors.tolist(), strict=True)
    )
    test = _ratio_test(data, fitted, method)
    return Model(
        method=method,
        sigma2=fitted.sigma2,
        boundary=fitted.sigma2 == 0,
        coefficients=coefficients,
        loglik=loglik,
        aic=-2 * loglik + 2 * (p + 1),
        bic=-2 * loglik + float(np.log(m)) * (p + 1),
        areas=m,
        test=test,
        p=None if test is None else _p_of(test),
    )


def _ratio_test(data: Sampled, fitted: Fitted, method: Method) -> float | None:
    if method == "moments":
        return None
    restricted = method == "reml"
    above = log_likelihood(data, fitted, restricted=restricted)
    return max(0.0, 2 * (above - log_likelihood(data, fit_at(data, 0.0), restricted=restricted)))


def _p_of(test: float) -> float:
    return 1.0 if test == 0 else float(0.5 * special.chdtrc(1, test))


def _figures(areas: Areas, fitted: Fitted, method: Method, pulls: Influence) -> tuple[SmallArea, ...]:
    data = areas.data
    model = areas.x @ fitted.beta
    gamma = fitted.sigma2 / fitted.v
    values, errors = model.copy(), mse_synthetic(areas.x, fitted)
    values[areas.sampled] += gamma * fitted.residuals
    errors[areas.sampled] = mse_sampled(data, fitted, method)
    parts = (gamma, data.y, data.psi, pulls.residual, pulls.leverage, pulls.cook)
    known = iter(zip(*(part.tolist() for part in parts), strict=True))
    return tuple(
        _figure(name, value, error, next(known) if is_sampled else None)
        for name, value, error, is_sampled in zip(
            areas.names, values.tolist(), _not_negative(errors).tolist(), areas.sampled.tolist(), strict=True
        )
    )


def _figure(name: object, value: float, error: float, known: tuple[float, ...] | None) -> SmallArea:
    gamma, direct, variance, residual, leverage, cook = known or (0.0, None, None, None, None, None)
    rmse = float(np.sqrt(error))
    return SmallArea(
        area=name,
        value=value,
        mse=error,
        rmse=rmse,
        rrmse=100 * rmse / abs(value) if value else None,
        gamma=gamma or 0.0,
        direct=direct,
        variance=variance,
        synthetic=known is None,
        residual=residual,
        leverage=leverage,
        cook=cook,
    )


def _not_negative(errors: FloatArray) -> FloatArray:
    return np.maximum(errors, 0.0)
