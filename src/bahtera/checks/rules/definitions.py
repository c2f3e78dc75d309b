"""The declared checks: thresholds, words and sources, read from ``definitions/checks``; a hash tells each apart."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from bahtera.checks.errors import BadDefinition
from bahtera.foundation.shipped import definitions

NEWEST: Final = "2026.1"
SEVERITIES: Final = ("high", "medium", "low")
CONCERNS: Final = ("visit", "pair", "kader", "indicator", "families")
_TEXTS: Final = ("title", "question", "explanation", "other_reasons", "kader")
_NEEDED: Final = frozenset({"id", "concerns", "when", "severity", "thresholds", "unit", "source", *_TEXTS})


@dataclass(frozen=True)
class Check:
    """One check. Texts are by language ("id", "en"); ``other_reasons`` lists what else could explain it."""

    id: str
    concerns: str
    on_arrival: bool
    severity: str
    thresholds: Mapping[str, float]
    unit: str
    source: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    explanation: Mapping[str, str]
    other_reasons: Mapping[str, tuple[str, ...]]
    kader: Mapping[str, str]
    hash: str


@dataclass(frozen=True)
class AnswerPlan:
    """Which answers of one questionnaire are looked at, by the names of its questions."""

    index: str
    finished: frozenset[str]
    refused_visit: frozenset[str]
    place: str
    floor: str
    income: str
    residents: str
    roster: str
    refused: frozenset[str]
    turned: frozenset[str]
    yes_no: tuple[str, ...]
    compared: tuple[str, ...]
    compared_of_members: tuple[str, ...]
    members_compared: int


@dataclass(frozen=True)
class Measured:
    """How often a check asked in vain in simulated honest fieldwork: ``asked`` times of so many ``of`` ``unit``."""

    asked: int
    of: int
    unit: str


@dataclass(frozen=True)
class Definition:
    """A version of all checks. ``answers_hash`` changes with what is read of answers."""

    version: str
    status: str
    title: Mapping[str, str]
    source: str
    checks: Mapping[str, Check]
    answers: Mapping[str, AnswerPlan]
    answers_hash: str
    measured: Mapping[str, Measured]


@lru_cache(maxsize=4)
def load(version: str = NEWEST) -> Definition:
    """Return a version of the checks; raises FileNotFoundError, and BadDefinition for one that is not whole."""
    read: dict[str, Any] = yaml.safe_load(definitions(f"checks/{version}.yaml").read_text(encoding="utf-8"))
    checks = [_check(one) for one in read["checks"]]
    if len({one.id for one in checks}) != len(checks):
        message = "two checks have one id"
        raise BadDefinition(message)
    return Definition(
        version=str(read["version"]),
        status=read["status"],
        title=read["title"],
        source=read["source"],
        checks={one.id: one for one in checks},
        answers={form: _plan(one) for form, one in read["answers"].items()},
        answers_hash=_hash(read["answers"]),
        measured=_measured(version),
    )


def _measured(version: str) -> dict[str, Measured]:
    """Return what `scripts/measure-checks` wrote for this version, nothing before it ran."""
    try:
        text = definitions(f"checks/{version}.measured.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {name: Measured(**one) for name, one in json.loads(text)["false_alarms"].items()}


def _check(read: Mapping[str, Any]) -> Check:
    name = read.get("id", "?")
    if set(read) != _NEEDED:
        message = f"check {name}: missing or unknown keys: {sorted(set(read) ^ _NEEDED)}"
        raise BadDefinition(message)
    right = (
        read["severity"] in SEVERITIES
        and read["concerns"] in CONCERNS
        and read["when"] in {"arrival", "nightly"}
        and all(set(read[text]) == {"id", "en"} for text in _TEXTS)
    )
    if not right:
        message = f"check {name}: a severity, a subject, a time or a language that there is not"
        raise BadDefinition(message)
    return Check(
        id=name,
        concerns=read["concerns"],
        on_arrival=read["when"] == "arrival",
        severity=read["severity"],
        thresholds={key: float(value) for key, value in read["thresholds"].items()},
        unit=read["unit"],
        source=read["source"],
        title=read["title"],
        question=read["question"],
        explanation=read["explanation"],
        other_reasons={language: tuple(said) for language, said in read["other_reasons"].items()},
        kader=read["kader"],
        hash=_hash(read),
    )


def _plan(read: Mapping[str, Any]) -> AnswerPlan:
    sets = {key: frozenset(read[key]) for key in ("finished", "refused_visit", "refused", "turned")}
    lists = {key: tuple(read[key]) for key in ("yes_no", "compared", "compared_of_members")}
    return AnswerPlan(**{**read, **sets, **lists})


def _hash(read: object) -> str:
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()
