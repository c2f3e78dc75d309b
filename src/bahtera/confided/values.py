"""What this package takes and gives: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

# Every box of a kind is padded to one step, so that its size says nothing (field/src/private/boxes.ts).
ANSWERS_STEP: Final = 1024
HELP_STEP: Final = 2048


class Asked(StrEnum):
    """What came of the private part. None of it is an answer: who was not asked never counts as "no"."""

    ASKED = "ditanyakan"
    NOT_ALONE = "tidak_sendiri"
    REFUSED = "menolak"
    NOT_OFFERED = "tidak_ditawarkan"


@dataclass(frozen=True, slots=True)
class SentPrivate:
    """The private part of a visit as a phone sends it: what came of it, and two boxes that are always there."""

    asked: Asked
    answers: bytes = field(repr=False)
    help: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrivateAnswers:
    """One visit's private part, opened: answers by the index's variable; what was skipped is not in it."""

    visit_id: UUID
    asked: Asked
    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A call for help, opened by UPTD PPA: what somebody agreed to say, and how it is safe to answer.

    ``ways`` empty means: do not make contact; they come or call themselves.
    """

    id: UUID
    came_on: date
    regency_code: str
    village_code: str
    name: str = field(repr=False)
    contact: str = field(repr=False)
    ways: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    never: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
