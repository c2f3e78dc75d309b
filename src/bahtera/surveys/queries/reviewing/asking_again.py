"""Which questions are asked once more, as the shipped list and the questionnaire say."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.values import BackCheckQuestion

_LIST: Final = definitions("surveys/backcheck.yaml")
CHOICE, NUMBER, ROSTER = "choice", "number", "roster"
_KINDS: Final = {"select_one": CHOICE, "integer": NUMBER, "decimal": NUMBER}


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The list of questions for re-interviews with its version and hash."""

    version: str
    sha256: str
    suggested: tuple[str, ...]
    never: frozenset[str]
    rosters: frozenset[str]


@cache
def asked_again() -> AskedAgain:
    """Return the list as it is shipped."""
    written = _LIST.read_bytes()
    found = yaml.safe_load(written)
    return AskedAgain(
        str(found["version"]),
        hashlib.sha256(written).hexdigest(),
        tuple(found["suggested"]),
        frozenset(found["never"]),
        frozenset(found["roster"]),
    )


def back_check_questions(form_id: str) -> tuple[BackCheckQuestion, ...]:
    """Return what may be asked again of a form's current version, in its order; nothing that was confided.

    Questions with a list of choices in the form and numbers, outside rosters; of a roster named in the shipped list,
    how many people it holds. Empty where the form is not published.
    """
    form = next((one for one in questionnaires.current_forms() if one.form_id == form_id), None)
    return _questions(form.form_id, form.version) if form else ()


def _questions(form_id: str, version: str) -> tuple[BackCheckQuestion, ...]:
    form = questionnaires.get_form(form_id, version)
    if form is None:
        return ()
    listed = asked_again()
    left_out = listed.never | questionnaires.private_items() | questionnaires.device_questions(form)
    words = questionnaires.labels(form_id, version)
    outline = questionnaires.outline(form)
    inside = tuple(f"{one.path}/" for one in outline if one.kind == "repeat")
    found = []
    for one in outline:
        kind = _kind(one, listed)
        known = words.get(one.name)
        choices = known.choices if known and kind == CHOICE else {}
        hidden = one.name in left_out or one.path.startswith(inside) or one.calculated
        if not kind or hidden or (kind == CHOICE and not choices):
            continue
        found.append(BackCheckQuestion(one.name, kind, one.labels, choices))
    return tuple(found)


def _kind(one: questionnaires.OutlineItem, listed: AskedAgain) -> str:
    if one.kind == "repeat":
        return ROSTER if one.name in listed.rosters else ""
    return _KINDS.get(one.type, "") if one.kind == "question" else ""
