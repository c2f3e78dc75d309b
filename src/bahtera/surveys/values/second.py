"""A visit as the second level sees it: what was answered and scored, and nothing that says who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bahtera.surveys.values.reviews import HoldRow
from bahtera.surveys.values.visits import CommentRow, ScoreRow


@dataclass(frozen=True)
class SecondRow:
    """A visit in the second level's list. ``code`` tells it from the others; ``in_sample``: to be looked at first."""

    id: UUID
    code: str
    village_code: str
    round_id: int | None
    state: str
    result_code: str
    visited_on: date | None
    findings: int
    is_held: bool
    in_sample: bool
    confirmed_at: datetime | None
    scores: Mapping[str, ScoreRow]


@dataclass(frozen=True)
class SecondStep:
    """A step in a visit's life without the name of who took it; comments of the second level alone."""

    at: datetime
    move: str
    reason: str
    comments: tuple[CommentRow, ...]


@dataclass(frozen=True)
class SecondDetail:
    """One visit: ``answers`` hold choices and numbers alone, in rosters too; ``doubts`` are questions with findings."""

    row: SecondRow
    form_id: str
    form_version: str
    answers: Mapping[str, Any]
    doubts: tuple[tuple[str, int | None, str], ...]
    steps: tuple[SecondStep, ...]
    holds: tuple[HoldRow, ...]
    revision: int
    moves: tuple[str, ...]
