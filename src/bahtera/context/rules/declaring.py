"""Reading declared series: everything a figure must never be kept without. Text in, values or error out."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import yaml

from bahtera.context.errors import BadDeclaration
from bahtera.context.rules.periods import read_period
from bahtera.context.values import Break, DateBasis, Direction, Series, Text, Unit

LEVELS: Final = ("nation", "province", "regency", "district", "village")
_PERIODS: Final = ("year", "months")
_STATUSES: Final = ("sourced", "inferred")
_NEEDED: Final = frozenset(
    {
        *("title", "definition", "group", "unit", "decimals", "period", "date_basis", "institution"),
        *("direction", "levels", "status", "source", "unlike", "breaks"),
    }
)
_KNOWN: Final = _NEEDED | {"looks_back", "note"}
_MOST_DECIMALS: Final = 4


def read_series(text: str) -> dict[str, Series]:
    """Return declared series by id, in the order of the file; raises BadDeclaration."""
    read = yaml.safe_load(text)
    if not isinstance(read, dict) or not isinstance(read.get("series"), dict):
        raise BadDeclaration("-", "the file declares no series")
    made = {str(name): _series(str(name), declared) for name, declared in read["series"].items()}
    for one in made.values():
        for other in one.unlike:
            if other not in made or other == one.id:
                raise BadDeclaration(one.id, f"{other} is no other series")
    return made


def _series(name: str, declared: Any) -> Series:
    if not isinstance(declared, dict):
        raise BadDeclaration(name, "it declares nothing")
    lacking, strange = sorted(_NEEDED - set(declared)), sorted(set(declared) - _KNOWN)
    if lacking or strange:
        raise BadDeclaration(name, f"lacks {lacking}, does not know {strange}")
    decimals = declared["decimals"]
    if not isinstance(decimals, int) or not 0 <= decimals <= _MOST_DECIMALS:
        raise BadDeclaration(name, f"decimals are a number from 0 to {_MOST_DECIMALS}")
    levels = tuple(declared["levels"])
    if not levels or not set(levels) <= set(LEVELS):
        raise BadDeclaration(name, "levels are unknown")
    try:
        unit, basis = Unit(declared["unit"]), DateBasis(declared["date_basis"])
        direction = Direction(declared["direction"])
    except ValueError as error:
        raise BadDeclaration(name, str(error)) from error
    return Series(
        id=name,
        title=_text(name, declared["title"]),
        definition=_text(name, declared["definition"]),
        group=str(declared["group"]),
        unit=unit,
        decimals=decimals,
        period=_one_of(name, declared["period"], _PERIODS),
        date_basis=basis,
        institution=_said(name, declared["institution"]),
        direction=direction,
        levels=levels,
        status=_one_of(name, declared["status"], _STATUSES),
        source=_said(name, declared["source"]),
        unlike=tuple(declared["unlike"]),
        breaks=tuple(sorted((_break(name, one) for one in declared["breaks"]), key=_start)),
        looks_back=_text(name, declared["looks_back"]) if declared.get("looks_back") else None,
        note=_text(name, declared["note"]) if declared.get("note") else None,
        definition_sha256=_hash(declared),
    )


def _break(name: str, declared: Any) -> Break:
    period = read_period(str(declared.get("from", ""))) if isinstance(declared, dict) else None
    if period is None:
        raise BadDeclaration(name, "a break begins in a month")
    return Break(period.start, _text(name, declared.get("why")))


def _start(one: Break) -> date:
    return one.start


def _text(name: str, declared: Any) -> Text:
    if not isinstance(declared, Mapping) or set(declared) != {"id", "en"}:
        raise BadDeclaration(name, "words are said in id and en")
    return {language: _said(name, words) for language, words in declared.items()}


def _said(name: str, words: Any) -> str:
    if not isinstance(words, str) or not words.strip():
        raise BadDeclaration(name, "a text is empty")
    return " ".join(words.split())


def _one_of(name: str, told: Any, known: tuple[str, ...]) -> str:
    if told not in known:
        raise BadDeclaration(name, f"{told!r} is none of {', '.join(known)}")
    return str(told)


def _hash(declared: Mapping[str, Any]) -> str:
    """Return the hash of what a series says: quoted beside figures, so that a change of meaning shows."""
    plain = json.dumps(declared, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
