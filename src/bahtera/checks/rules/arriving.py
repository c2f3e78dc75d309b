"""What one visit alone leads to asking; told when it arrives, and told alike by a run over the whole round."""

from collections.abc import Iterator, Mapping
from typing import Any

from bahtera.checks.rules.definitions import AnswerPlan, Definition
from bahtera.checks.rules.found import Finder
from bahtera.checks.values import CheckedVisit, Found


def questions_of_visit(
    definition: Definition, plan: AnswerPlan, visit: CheckedVisit, traits: Mapping[str, Any]
) -> list[Found]:
    """Return what a visit's own traits lead to asking; a visit that found nobody leads to nothing."""
    if visit.result_code not in plan.finished:
        return []
    return [
        *_short(Finder(definition.checks["short_interview"], "minutes"), visit, traits),
        *_night(Finder(definition.checks["night_interview"], "latest"), visit, traits),
        *_one_answer(Finder(definition.checks["all_one_answer"], "share"), visit, traits),
        *_roster(Finder(definition.checks["impossible_roster"], "doubts"), visit, traits),
    ]


def _short(check: Finder, visit: CheckedVisit, traits: Mapping[str, Any]) -> Iterator[Found]:
    minutes, answered = traits["minutes"], traits["answered"]
    if minutes is None or not answered:
        return
    too_fast = minutes * 60 < check["seconds_an_answer"] * answered
    if 0 <= minutes < check["minutes"] and too_fast:
        yield check.of_visit(visit, minutes, answered=answered)


def _night(check: Finder, visit: CheckedVisit, traits: Mapping[str, Any]) -> Iterator[Found]:
    hour = traits["hour"]
    if hour is not None and not check["earliest"] <= hour < check["latest"]:
        clock = f"{int(hour):02d}.{round(hour % 1 * 60) % 60:02d}"
        yield check.of_visit(visit, hour, clock=clock)


def _one_answer(check: Finder, visit: CheckedVisit, traits: Mapping[str, Any]) -> Iterator[Found]:
    enough = traits["told"] >= check["answers"] and traits["turned"]
    if enough and traits["same"] >= check["share"]:
        yield check.of_visit(visit, traits["same"], answers=traits["told"])


def _roster(check: Finder, visit: CheckedVisit, traits: Mapping[str, Any]) -> Iterator[Found]:
    if len(traits["doubts"]) >= check["doubts"]:
        yield check.of_visit(visit, len(traits["doubts"]), doubts=[list(one) for one in traits["doubts"]])
