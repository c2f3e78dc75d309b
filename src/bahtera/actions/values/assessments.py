"""What the assessment of a field visit is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at: its weight, its words and what shows it, in both languages."""

    id: str
    weight: int
    label: Mapping[str, str]
    look_at: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Aspect:
    """Criteria that belong together."""

    id: str
    title: Mapping[str, str]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """A form of the field visit: a definition with version, status and hash. Points are 0 to ``most``."""

    id: str
    version: str
    status: str
    hash: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    levels: tuple[Mapping[str, str], ...]
    aspects: tuple[Aspect, ...]

    @property
    def most(self) -> int:
        """Return the highest points of a criterion."""
        return len(self.levels) - 1

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return all criteria in order."""
        return tuple(one for aspect in self.aspects for one in aspect.criteria)


@dataclass(frozen=True, slots=True)
class Mark:
    """Points of one criterion, and what was seen, in words that name nobody."""

    points: int
    seen: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """What a team writes down of a visit; ``team`` names offices, not people."""

    village_code: str
    round_id: int
    visited_on: date
    team: str
    marks: Mapping[str, Mark]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment. ``total``: 0 to 100, exact; None while criteria are open. ``open_criteria``: how many."""

    id: UUID
    village_code: str
    round_id: int
    form_id: str
    version: str
    hash: str
    visited_on: date
    team: str
    summary: str
    marks: Mapping[str, Mark]
    total: Fraction | None
    by_aspect: Mapping[str, Fraction | None]
    open_criteria: int
    is_final: bool
    made_at: datetime
    finished_at: datetime | None
    revision: int
