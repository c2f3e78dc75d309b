"""What is told of checks: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID


class FlagState(Enum):
    """Where a question stands: open, answered in one of three ways, or passed because what it asked about is gone."""

    OPEN = "open"
    EXPLAINED = "explained"
    CONFIRMED = "confirmed"
    MENDED = "mended"
    PASSED = "passed"


ANSWERS = (FlagState.EXPLAINED, FlagState.CONFIRMED, FlagState.MENDED)


class CheckedVisit(NamedTuple):
    """A current visit as checks see it; ``states`` are those of one index, empty where it has none."""

    id: UUID
    village_code: str
    actor_key: str
    family_id: UUID | None
    result_code: str
    visited_on: date | None
    states: str


@dataclass(frozen=True)
class Found:
    """What a check asks about, before it is kept.

    ``key`` tells it from the others of its check and round. ``facts`` fill the words of the question: numbers and
    codes, never an answer in words or a name.
    """

    check_id: str
    key: str
    village_code: str
    value: float
    threshold: float
    submission_id: UUID | None = None
    other_id: UUID | None = None
    other_village: str = ""
    family_id: UUID | None = None
    other_family_id: UUID | None = None
    actor_key: str = ""
    other_actor: str = ""
    question: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class FlagRow(NamedTuple):
    """A kept question. ``revision`` goes back with an answer, so that two people cannot answer at once."""

    id: UUID
    check_id: str
    check_hash: str
    severity: str
    round_id: int
    village_code: str
    other_village: str
    submission_id: UUID | None
    other_id: UUID | None
    family_id: UUID | None
    other_family_id: UUID | None
    actor_key: str
    other_actor: str
    question: str
    value: float
    threshold: float
    facts: Mapping[str, Any]
    state: str
    first_seen: datetime
    answered_at: datetime | None
    answered_name: str
    note: str
    revision: int


class OwnQuestion(NamedTuple):
    """A question as the kader sees it whom it concerns: no numbers, and of two visits only the own ones.

    ``visits`` are empty where it is about all visits of a round. ``said`` is the kader's own reply so far.
    """

    id: UUID
    check_id: str
    round_id: int
    village_code: str
    visits: tuple[UUID, ...]
    state: str
    first_seen: datetime
    said: str
    said_at: datetime | None


class ReplyRow(NamedTuple):
    """What a kader said to a question."""

    person_id: UUID
    said: str
    said_at: datetime


@dataclass(frozen=True)
class RunRow:
    """One run over a round: how many visits and villages were looked at, what it opened and what passed."""

    started_at: datetime
    ended_at: datetime
    is_full: bool
    visits: int
    villages: int
    opened: int
    passed: int


@dataclass(frozen=True)
class DayCount:
    """How many questions were asked for the first time on a day, and how many were open at its end."""

    day: date
    new: int
    open: int


@dataclass(frozen=True)
class Overview:
    """What a reader sees of a round at a glance; counts are those of the reader's areas.

    ``by_check`` maps a check to its questions by state; ``trend`` has a line a day, oldest first.
    """

    by_check: Mapping[str, Mapping[str, int]]
    trend: tuple[DayCount, ...]
    by_village: Mapping[str, int]
    by_kader: Mapping[str, int]
    last_run: RunRow | None
