"""What may stand in a box. Whoever sealed it is not proved: nothing of it is believed to have a shape."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bahtera.confided.values import Asked, PrivateAnswers

FORMAT: Final = 1
# Fewer visits than this are never opened together: somebody would know whose answers they are.
LEAST_OPENED: Final = 5
_LONGEST: Final = 300
_MOST: Final = 8


def read_answers(visit_id: UUID, asked: Asked, told: Any) -> PrivateAnswers:
    """Return what a box of answers says; whatever is no answer is left out."""
    answers = told.get("answers") if isinstance(told, Mapping) and asked is Asked.ASKED else None
    kept = answers.items() if isinstance(answers, Mapping) else ()
    return PrivateAnswers(visit_id, asked, {_text(name): _text(value) for name, value in kept if value})


def read_call(told: Any) -> Mapping[str, Any] | None:
    """Return what a box for help says as values of a `HelpCall`, or None when nobody called."""
    if not isinstance(told, Mapping) or told.get("call") is not True or told.get("agreed") is not True:
        return None
    return {
        "village_code": _text(told.get("village"))[:13],
        "name": _text(told.get("name")),
        "contact": _text(told.get("contact")),
        "ways": _words(told.get("ways")),
        "times": _words(told.get("times")),
        "never": _text(told.get("never")),
        "words": _text(told.get("words")),
    }


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in value[:_MOST]) if isinstance(value, list) else ()


def _text(value: Any) -> str:
    return " ".join(str(value or "").replace("\0", " ").split())[:_LONGEST]
