"""What is wrong with a questionnaire, in plain Indonesian and English.

Problems are made with an English message, by this package or by the compilers it uses. Each message is looked
up here by its shape: `{x}` stands for any text, `{why}` for a text that is worded itself. What nobody foresaw
is passed on as it came, behind a few words that say so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .wording_compilers import COMPILERS
from .wording_own import OWN, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.questionnaires.values import Problem

UNFORESEEN: Final = (
    "Pemeriksa formulir menolak bagian ini. Pesannya dalam bahasa Inggris: “{message}”",
    "The form checker refuses this. Its message: “{message}”",
)
# A sentence around the part that matters may be blank; a question's name has no dots, unlike a Java class.
_SHAPES: Final = {
    "rest": ".*",
    "why": ".+",
    "head": ".*?",
    "bare": r"[A-Za-z_]\w*",
}
_PLACE: Final = re.compile(r"\{(\w+)\}")


def worded(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with their messages in both languages."""
    return tuple(_worded(problem) for problem in problems)


def texts(message: str) -> tuple[str, str]:
    """Return a message in Indonesian and in English; unforeseen ones as they came, introduced."""
    found = _foreseen(message)
    if found is not None:
        return found
    return (UNFORESEEN[0].replace("{message}", message), UNFORESEEN[1].replace("{message}", message))


def is_foreseen(message: str) -> bool:
    """Tell whether there is a wording for the message."""
    return _foreseen(message) is not None


def _worded(problem: Problem) -> Problem:
    indonesian, english = texts(problem.message)
    return replace(problem, message=english, indonesian=indonesian)


def _foreseen(message: str) -> tuple[str, str] | None:
    message = " ".join(message.split())
    if message in REASONS:
        return REASONS[message], message
    for pattern, indonesian, english in _patterns():
        match = pattern.fullmatch(message)
        if match is not None:
            parts = match.groupdict()
            whys = _foreseen(parts["why"]) if "why" in parts else None
            if "why" in parts and whys is None:
                continue
            return (
                _filled(indonesian, parts | ({"why": whys[0]} if whys else {})),
                _filled(english, parts | ({"why": whys[1]} if whys else {})),
            )
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    own = ((english, indonesian, english) for english, indonesian in OWN.items())
    return tuple((_shape(said), indonesian, english) for said, indonesian, english in (*own, *COMPILERS))


def _shape(said: str) -> re.Pattern[str]:
    """Return a pattern for a message with places; the same place twice must hold the same."""
    parts = _PLACE.split(said)
    seen: set[str] = set()
    pattern = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            pattern += f"(?P<{part}>{_SHAPES.get(part, '.+?')})"
    return re.compile(pattern, re.DOTALL)


def _filled(template: str, parts: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: parts.get(match[1], match[0]), template)
