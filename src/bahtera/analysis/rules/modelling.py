"""Small areas of a sample: figures drawn towards a model of them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from bahtera.analysis.errors import NoModel, UnknownChoice
from bahtera.analysis.rules.asking import FEWEST_DF
from bahtera.analysis.values import LENGTHS, Fits, Line, ModelNote, Question
from bahtera.statistics.small_areas import FayHerriot, fay_herriot, smooth_variances

CONSTANT: Final = "tetap"
FAMILIES: Final = "keluarga"
MODELS: Final = (CONSTANT, FAMILIES)
FITS: Final[tuple[Fits, ...]] = ("reml", "ml")
_PULLS: Final = 1.0
"""Cook's distance above which an area alone moves the model."""
Direct = tuple[float, float, int, int]


def modelled(
    lines: Sequence[Line],
    direct: Mapping[str, Direct],
    question: Question,
    frame: Mapping[str, int],
) -> tuple[tuple[Line, ...], ModelNote]:
    """Return the lines with the model's figures, areas of the frame in which nobody was asked among them.

    ``direct``: area -> figure, standard error, families, degrees of freedom; areas whose figure may not be shown are
    left out of it and get the model's alone. ``frame``: village -> families.

    Where an area has fewer than `asking.FEWEST_DF` degrees of freedom, sampling variances are always smoothed: one
    village's luck would weigh areas otherwise.

    Raises UnknownChoice, NoModel (a group, or categories), and the refusals of `small_areas`.
    """
    if question.model not in MODELS:
        raise UnknownChoice(question.model)
    if question.group or any(line.category for line in lines):
        raise NoModel
    sizes: dict[str, int] = {}
    for village, families in frame.items():
        area = village[: LENGTHS[question.level]]
        sizes[area] = sizes.get(area, 0) + families
    question = replace(question, smooth=question.smooth or any(row[3] < FEWEST_DF for row in direct.values()))
    areas = sorted({*sizes, *(line.area for line in lines)})
    fitted = _fit(areas, direct, question, sizes)
    known = {line.area: line for line in lines}
    found = []
    for each in fitted:
        line = known.get(each.area, Line(each.area))
        found.append(
            replace(
                line,
                modelled=each.value,
                modelled_error=each.rmse,
                gamma=each.gamma,
                synthetic=each.synthetic,
                residual=each.residual,
            )
        )
    model, tests = fitted.model, fitted.diagnostics
    return tuple(found), ModelNote(
        fit=question.fit,
        sigma2=model.sigma2,
        aic=model.aic,
        coefficients=tuple((each.name, each.value, each.se) for each in model.coefficients),
        smoothed=question.smooth,
        pulls=tuple(str(each.area) for each in fitted if each.cook is not None and each.cook > _PULLS),
        boundary=model.boundary,
        areas=model.areas,
        p=model.p,
        shapiro_p=tests.shapiro_p,
        r2=tests.r2 if question.model == FAMILIES else None,
        covariate=question.model,
    )


def _fit(
    areas: Sequence[str],
    direct: Mapping[str, Direct],
    question: Question,
    sizes: Mapping[str, int],
) -> FayHerriot:
    rows = [direct.get(area) for area in areas]
    y = np.array([np.nan if row is None else row[0] for row in rows])
    variances = np.array([np.nan if row is None else row[1] ** 2 for row in rows])
    n = np.array([np.nan if row is None else float(row[2]) for row in rows])
    if question.smooth:
        variances = smooth_variances(variances, n)
    else:
        y = np.where(variances > 0, y, np.nan)
    frame = {"area": list(areas), "y": y, "v": variances}
    if question.model == CONSTANT:
        return fay_herriot(frame, area="area", direct="y", variance="v", method=question.fit)
    frame["size"] = np.log([max(sizes.get(area, 0), 1) for area in areas])
    return fay_herriot(frame, area="area", direct="y", variance="v", covariates="size", method=question.fit)
