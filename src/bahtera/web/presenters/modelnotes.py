"""What the small-area model of an answer says of itself, in plain words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from bahtera.analysis import api as analysis
from bahtera.web import numbers, places
from bahtera.web.presenters import silence

_WEAK: Final = 0.05


def said(note: analysis.ModelNote) -> tuple[str, ...]:
    """Return what the small-area model says of itself, in plain words."""
    told = [
        gettext(
            "Each area's own figure is drawn towards what the model expects of it, the more the less sure it is. "
            "The model learned from {areas} areas."
        ).format(areas=note.areas)
    ]
    told.append(
        gettext(
            "Fitted by {how} to {areas} areas: the variance between areas is {sigma2} (standard deviation {sd}), "
            "AIC {aic}."
        ).format(
            how=note.fit.upper(),
            areas=numbers.integer(note.areas),
            sigma2=numbers.number(note.sigma2, 2),
            sd=numbers.number(note.sigma2**0.5, 2),
            aic=numbers.number(note.aic, 1),
        )
    )
    told.append(_coefficients(note))
    told.append(
        gettext(
            "The sampling variances it takes are a curve over all areas by their families, as errors with fewer than "
            "{df} degrees of freedom are too unsure to weigh areas by."
        ).format(df=numbers.integer(analysis.FEWEST_DF))
        if note.smoothed
        else gettext("The sampling variances it takes are each area's own.")
    )
    if note.boundary:
        told.append(
            gettext(
                "The model sees no differences between areas beyond chance: every figure is the model's own, and the "
                "errors shown are too small. Do not use these figures to compare areas."
            )
        )
    elif note.p is not None and note.p > _WEAK:
        told.append(
            gettext("Differences between areas are hardly more than chance (p = {p}).").format(
                p=numbers.number(note.p, 3)
            )
        )
    if note.shapiro_p is not None and note.shapiro_p < _WEAK:
        told.append(
            gettext(
                "Some areas lie further from the model than normal errors would (Shapiro-Wilk p = {p}): look at "
                "areas whose own and model figures differ most before using these."
            ).format(p=numbers.number(note.shapiro_p, 3))
        )
    if note.r2 is not None:
        told.append(
            gettext(
                "The number of families explains {share} per cent of the differences between areas."
            ).format(share=numbers.number(100 * max(note.r2, 0.0), 0))
        )
    if note.pulls:
        known = places.names_of(note.pulls)
        told.append(
            gettext("These areas alone move the model (Cook's distance above 1): {names}.").format(
                names=", ".join(silence.name_of(code, known) for code in note.pulls)
            )
        )
    return tuple(told)


def _coefficients(note: analysis.ModelNote) -> str:
    """Return what the model gives: its mean, and what more families make."""
    terms = [
        gettext("{value} (standard error {se})").format(
            value=numbers.number(value, 2), se=numbers.number(se, 2)
        )
        for _, value, se in note.coefficients
    ]
    if len(terms) == 1:
        return gettext("The mean of the areas: {value}.").format(value=terms[0])
    return gettext("Intercept: {first}; for the logarithm of the families: {second}.").format(
        first=terms[0], second=terms[1]
    )
