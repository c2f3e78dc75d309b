"""Whether a figure may be published, by its relative standard error: the rule of BPS's sample surveys."""

from __future__ import annotations

from enum import StrEnum

# Relative standard errors in per cent, both bounds belonging to the better class.
FINE_RSE = 25.0
MARKED_RSE = 50.0
MOST_MISSING = 0.25
"""A mean, share or ratio of which more of the domain left the item open is marked: who answered may differ."""


class Publication(StrEnum):
    """What may be done with a figure: show it, show it with a mark for care, or not show it."""

    FINE = "fine"
    MARKED = "marked"
    NOT_SHOWN = "not_shown"


class Note(StrEnum):
    """Why a figure's error is not what it seems.

    `NOBODY`: nobody in the domain answered, there is no figure. `ONE_PSU`: all who answered are in one primary sampling
    unit, so its standard error cannot be estimated and is not given. `NO_FREEDOM`: as many strata as units, so there
    is no interval. `NO_VARIATION`: all answers are equal and the error of zero says nothing of who was not asked.
    `MISSING`: a total in which an item left open counts as nothing, or another figure that more than a quarter left
    open (`MOST_MISSING`).
    """

    NOBODY = "nobody"
    ONE_PSU = "one_psu"
    NO_FREEDOM = "no_freedom"
    NO_VARIATION = "no_variation"
    MISSING = "missing"


def most_missing(statistic: str) -> float:
    """Return the share of a domain that may leave the item open before a figure is noted: nobody, for a total."""
    return 0.0 if statistic == "total" else MOST_MISSING


def publication(rse: float | None, note: Note | None) -> Publication:
    """Return the class of a figure by its relative standard error in per cent and what is noted of it.

    A figure without an interval is not shown; one without variation, whose error of zero proves nothing, or of which
    much was left open, is marked.
    """
    if note is Note.NO_VARIATION:
        return Publication.MARKED
    if note not in (None, Note.MISSING) or rse is None or rse > MARKED_RSE:
        return Publication.NOT_SHOWN
    return Publication.FINE if rse <= FINE_RSE and note is None else Publication.MARKED
