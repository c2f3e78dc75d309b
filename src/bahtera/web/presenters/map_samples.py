"""Maps of a sample: estimates with their intervals in place of plain averages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.areas.api import Area, Level
from bahtera.foundation.errors import Refused
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.presenters.estimates import WHY

_LEVELS: Final[Mapping[str, analysis.Levels]] = {"regency": "kabupaten", "district": "kecamatan"}
_CUT: Final = 75


@dataclass(frozen=True)
class Sampled:
    """The estimates of a map by area code, and the question they answer."""

    opened: analysis.Opened
    question: analysis.Question
    lines: Mapping[str, analysis.Line]


def sampled(
    round_row: surveys.RoundRow, area: Area, level: Level, measure: str, actor: Actor
) -> Sampled | None:
    """Return a sample's estimates; None of a full count, of villages, and where the reader or the data have none."""
    if round_row.design is not surveys.Design.TWO_STAGE or level not in _LEVELS or measure == "capaian":
        return None
    if not may(actor, "estimates.read", area=area.code):
        return None
    question = analysis.Question(measure, _LEVELS[level])
    try:
        opened = analysis.open_round(round_row.id, actor=actor)
        told = analysis.answer(opened, question)
    except Refused:
        return None
    return Sampled(opened, question, {line.area: line for line in told.lines})


def value_of(line: analysis.Line | None) -> Fraction | None:
    """Return an estimate as it is mapped."""
    return None if line is None or line.value is None else Fraction(line.value)


def is_hidden(line: analysis.Line | None) -> bool:
    """Tell whether an estimate is hidden for the sake of few families."""
    return line is not None and line.why is not None and line.why.is_hidden


def is_unsure(line: analysis.Line | None) -> bool:
    """Tell whether an estimate is to be used with care: a wide interval, few villages, or only a part of the area."""
    return line is not None and line.value is not None and (line.marked or line.partial)


def is_under(line: analysis.Line | None) -> bool:
    """Tell whether an estimate is under the line of the measure."""
    return line is not None and line.value is not None and line.value < _CUT


def interval_words(line: analysis.Line | None) -> str:
    """Return the interval of an estimate; "" without one."""
    if line is None or line.value is None or line.low is None or line.high is None:
        return ""
    return f"{numbers.number(line.low, 1)}–{numbers.number(line.high, 1)}"


def why_words(line: analysis.Line | None) -> str:
    """Return why there is no figure."""
    return (
        wording.say(WHY, line.why.value) if line is not None and line.why is not None else gettext("no data")
    )


def category_of(value: Fraction, categories: Sequence[results.CategoryRef]) -> int:
    """Return the place of the category that a value falls into, the lowest first."""
    return max(
        at
        for at, one in enumerate(categories)
        if one.at is None or value > one.at or (one.includes and value == one.at)
    )
