"""Families that two kader visit together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of a questionnaire that belongs to one of two kader; ``labels`` by language."""

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignedPart:
    """What a phone says of a part it sends: whose sections, signed when, by which phone's key."""

    task_id: UUID
    sections: tuple[str, ...]
    signed_at: str
    signature: str


@dataclass(frozen=True, slots=True)
class JointTold:
    """What a phone is told of a family shared with another kader: whose sections are whose, and how they are called."""

    task_id: UUID
    other: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]


class JointState(StrEnum):
    """Where a shared family stands."""

    NOTHING = "nothing"
    WAITING = "waiting"
    CLASH = "clash"
    JOINED = "joined"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class JointSide:
    """One of the two: their sections, and the part that came last, if any. ``met``: the family answered them."""

    person_id: UUID
    name: str
    sections: tuple[str, ...]
    submission_id: UUID | None = None
    signed_at: str = ""
    received_at: datetime | None = None
    met: bool = True


@dataclass(frozen=True, slots=True)
class JointRow:
    """A family that two kader share, and how far it is. ``visit_id``: the visit made of both parts."""

    id: UUID
    round_id: int
    village_code: str
    family_id: UUID
    head_name: str
    first: JointSide
    second: JointSide
    state: JointState
    visit_id: UUID | None
    taker_id: UUID | None
    given_at: datetime
    revision: int

    @property
    def sides(self) -> tuple[JointSide, JointSide]:
        """Return both, the first first."""
        return (self.first, self.second)

    @property
    def missing(self) -> tuple[JointSide, ...]:
        """Return those whose part has not come, or who met nobody."""
        return tuple(one for one in self.sides if one.submission_id is None or not one.met)


@dataclass(frozen=True, slots=True)
class JointDifference:
    """What two kader say differently about a family: a question, of a member or (empty) of all; None is nothing."""

    question: str
    member: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class JointDetail:
    """A shared family with the names of all sections, and what the two parts disagree about.

    ``may_choose``: whose roster counts can be chosen; else only one of the two can take everything over.
    """

    row: JointRow
    sections: Mapping[str, Mapping[str, str]]
    differences: tuple[JointDifference, ...]
    may_choose: bool


@dataclass(frozen=True, slots=True)
class PartSignature:
    """Who signed which sections of a visit, and when, by their phone."""

    person_id: UUID
    name: str
    sections: tuple[str, ...]
    signed_at: str
    received_at: datetime
    device_id: UUID
    submission_id: UUID
