"""The moves of a report, what may be written into it, and what is signed."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bahtera.foundation.shipped import definitions
from bahtera.reports.errors import BadWords, IllegalMove
from bahtera.reports.values import Move, State, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.MADE, Move.CONFIRM): State.CONFIRMED,
    (State.MADE, Move.RETURN): State.RETURNED,
    (State.CONFIRMED, Move.ENDORSE): State.ENDORSED,
    (State.CONFIRMED, Move.RETURN): State.RETURNED,
    (State.ENDORSED, Move.SEND): State.SENT,
    (State.SENT, Move.RECEIVE): State.RECEIVED,
    (State.RECEIVED, Move.ACCEPT): State.ACCEPTED,
    (State.RECEIVED, Move.RETURN): State.RETURNED,
}
# Whose move it is in a state: an action of the policy. What stands here with none the system does itself.
MOVERS: Final[Mapping[tuple[State, Move], str]] = {
    (State.MADE, Move.CONFIRM): "report.confirm",
    (State.MADE, Move.RETURN): "report.confirm",
    (State.CONFIRMED, Move.ENDORSE): "report.endorse",
    (State.CONFIRMED, Move.RETURN): "report.endorse",
    (State.RECEIVED, Move.ACCEPT): "report.accept",
    (State.RECEIVED, Move.RETURN): "report.accept",
}
ROLES: Final[Mapping[str, str]] = {
    "report.make": "kader",
    "report.confirm": "coordinator",
    "report.endorse": "desa_officer",
    "report.accept": "tpk2d",
}
SETTLED: Final = frozenset({State.RETURNED, State.ACCEPTED})
LONGEST: Final = 300
MOST: Final = 5
# Six digits in a row, however they are spaced: a NIK, a card, a telephone. Counts of families are shorter.
_NUMBER: Final = re.compile(r"(?:\d[\s.\-/]?){6,}")
_LINES: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def next_state(state: State, move: Move) -> State:
    """Return where a move leads; raises IllegalMove."""
    found = TRANSITIONS.get((state, move))
    if found is None:
        raise IllegalMove(state.value, move.value)
    return found


@cache
def choices() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the problems and proposals to choose from: id -> words, in both languages."""
    read: dict[str, dict[str, dict[str, str]]] = json.loads(
        (definitions("reports") / "choices.json").read_text(encoding="utf-8")
    )
    return {name: read[name] for name in ("problems", "proposals")}


def checked(words: Words) -> Words:
    """Return the words as they are kept: trimmed, without empty lines or repeats. Raises BadWords."""
    known = choices()
    for name, chosen in (("problems", words.problems), ("proposals", words.proposals)):
        if any(one not in known[name] for one in chosen):
            raise BadWords.unknown_choice()
    return Words(
        problems=tuple(one for one in known["problems"] if one in words.problems),
        proposals=tuple(one for one in known["proposals"] if one in words.proposals),
        other_problems=_lines(words.other_problems),
        other_proposals=_lines(words.other_proposals),
    )


def checked_line(line: str) -> str:
    """Return a line that may stand in a report; raises BadWords."""
    clean = _LINES.sub(" ", line).strip()
    if len(clean) > LONGEST:
        raise BadWords.too_long(LONGEST)
    if _NUMBER.search(clean):
        raise BadWords.numbers()
    return clean


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(clean for line in lines if (clean := checked_line(line))))
    if len(found) > MOST:
        raise BadWords.too_long(LONGEST)
    return found


def number_of(village_code: str, round_id: int, sequence: int) -> str:
    """Return the number of a report: village, round, how many-th."""
    return f"{village_code}/P{round_id}/{sequence:03d}"


def receipt_text(number: str, version: int, sha256: str, received_at: datetime) -> str:
    """Return what a receipt signs."""
    return f"bahtera-report-1\n{number}\n{version}\n{sha256}\n{received_at.isoformat()}"


def words_json(words: Words) -> dict[str, Any]:
    """Return the words as they stand in a report."""
    return {
        "problems": list(words.problems),
        "proposals": list(words.proposals),
        "other_problems": list(words.other_problems),
        "other_proposals": list(words.other_proposals),
    }


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the reference page."""
    lines = ["stateDiagram-v2", "    [*] --> made"]
    lines += [f"    {state.value} --> {to.value}: {move.value}" for (state, move), to in TRANSITIONS.items()]
    return "\n".join(lines) + "\n"
