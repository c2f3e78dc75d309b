"""Whether a figure may be published, by its relative standard error: the rule of BPS's sample surveys."""

from __future__ import annotations

from enum import StrEnum

# Relative standard errors in per cent, both bounds belonging to the better class.
FINE_RSE = 25.0
MARKED_RSE = 50.0


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
    """

    NOBODY = "nobody"
    ONE_PSU = "one_psu"
    NO_FREEDOM = "no_freedom"
    NO_VARIATION = "no_variation"


def publication(rse: float | None, note: Note | None) -> Publication:
    """Return the class of a figure by its relative standard error in per cent and what is noted of it.

    A figure without an interval is not shown; one without variation, whose error of zero proves nothing, is marked.
    """
    if note is Note.NO_VARIATION:
        return Publication.MARKED
    if note is not None or rse is None or rse > MARKED_RSE:
        return Publication.NOT_SHOWN
    return Publication.FINE if rse <= FINE_RSE else Publication.MARKED
