"""A visit as it is kept, judged and reviewed: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from bahtera.surveys.values.reviews import HoldRow


@dataclass(frozen=True)
class FindingRow:
    """Something doubtful: severity "error", "warning" or "info"; messages by language ("id", "en")."""

    code: str
    severity: str
    question: str
    path: str
    row: int | None
    value: str
    messages: Mapping[str, str]


class ScoreRow(NamedTuple):
    """One index without private items; the value is ``100 * numerator / denominator`` when scored.

    A tuple, since an export makes hundreds of thousands of them.
    """

    index_id: str
    index_hash: str
    numerator: int
    denominator: int
    scored: bool
    category: str | None
    states: str

    @property
    def value(self) -> float | None:
        """Return the value from 0 to 100 for display; decide nothing by it."""
        return 100 * self.numerator / self.denominator if self.scored and self.denominator else None


@dataclass(frozen=True)
class CommentRow:
    """What is to be mended, at a question and, in the roster, a row counted from 1."""

    question: str
    row: int | None
    text: str


@dataclass(frozen=True)
class SuccessorRow:
    """What took a visit's place: ``kind`` is "version", "merged" (put together from it) or "other" (another visit)."""

    submission_id: UUID
    kind: str
    version_number: int
    received_at: datetime
    actor_name: str


@dataclass(frozen=True)
class HistoryEntry:
    """One step in a submission's life; ``successor`` where another took its place that the reader may see.

    ``reason`` is a `RejectReason` where the step rejects.
    """

    at: datetime
    actor_name: str
    move: str
    from_state: str
    to_state: str
    note: str
    comments: tuple[CommentRow, ...] = ()
    successor: SuccessorRow | None = None
    reason: str = ""


@dataclass(frozen=True)
class VersionRow:
    """One version of a visit, oldest first in a list."""

    submission_id: UUID
    version_number: int
    received_at: datetime
    state: str
    is_current: bool


@dataclass(frozen=True)
class RivalRow:
    """Another submission for the same family in the same round.

    ``is_mergeable``: whoever may decide about both can put the two together.
    """

    submission_id: UUID
    received_at: datetime
    actor_name: str
    state: str
    result_code: str
    is_current: bool
    village_code: str
    is_mergeable: bool


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in a list. ``scores`` maps index id to its score."""

    id: UUID
    family_name: str
    village_code: str
    state: str
    is_current: bool
    result_code: str
    visited_on: date | None
    received_at: datetime
    actor_name: str
    round_id: int | None
    error_count: int
    warning_count: int
    version_number: int
    is_complete: bool
    scores: Mapping[str, ScoreRow]


@dataclass(frozen=True)
class Erasure:
    """When the content of a submission was erased, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class SubmissionDetail:
    """Everything a supervisor sees of one submission.

    ``answers`` are plain JSON values by question name: dates and decimals as text, several choices as a list,
    the roster as a list of mappings; none once there was an ``erasure``. ``pace`` says how many milliseconds each
    part of the form took, where a phone measured it. ``revision`` goes back with a decision,
    so that two people cannot decide at once. ``confirmed_at``: when the second level confirmed it.
    """

    row: SubmissionRow
    instance_id: str
    form_id: str
    form_version: str
    family_id: UUID | None
    device_id: str
    sha256: str
    started_at: datetime | None
    ended_at: datetime | None
    answers: Mapping[str, Any]
    findings: tuple[FindingRow, ...]
    history: tuple[HistoryEntry, ...]
    versions: tuple[VersionRow, ...]
    rivals: tuple[RivalRow, ...]
    attachments: tuple[str, ...]
    assess_problem: str
    revision: int
    moves: tuple[str, ...]
    erasure: Erasure | None = None
    pace: Mapping[str, int] = field(default_factory=dict)
    holds: tuple[HoldRow, ...] = ()
    confirmed_at: datetime | None = None
    actor_key: str = ""

    @property
    def replaces_approved(self) -> RivalRow | None:
        """The approved visit that approving this one would replace, if told so (``replace_approved``)."""
        corrected = {one.submission_id for one in self.versions}
        others = (
            one for one in self.rivals if one.submission_id not in corrected and not self.row.is_current
        )
        return next((one for one in others if one.is_current and one.state == "approved"), None)


class ExportRow(NamedTuple):
    """A submission for export: head facts, answers as in SubmissionDetail, scores.

    Its ids are text (UUIDs as usually written). A tuple, since an export makes a hundred thousand of them.
    """

    id: str
    instance_id: str
    form_id: str
    form_version: str
    round_id: int | None
    village_code: str
    family_id: str | None
    state: str
    result_code: str
    visited_on: date | None
    received_at: datetime
    answers: Mapping[str, Any]
    scores: tuple[ScoreRow, ...]


@dataclass(frozen=True)
class RefusedRow:
    """A body that was not taken; ``message`` is English and untranslated, ``details`` fill it in."""

    code: str
    message: str
    details: Mapping[str, int | str]
    actor_name: str
    form_id: str
    instance_id: str
    sha256: str
    size: int
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True)
class Facts:
    """What a family visit says about itself; empty or None where the form does not ask."""

    village_code: str
    family_id: UUID | None
    family_name: str
    result_code: str
    consented: bool
    visited_on: date | None
    respondent: str = ""
    others_present: str = ""


@dataclass(frozen=True)
class Assessed:
    """Everything computed from a body before anything is written.

    ``declared`` names the files the answers refer to; ``answers`` are typed as questionnaires gives them.
    """

    answers: Mapping[str, Any]
    facts: Facts
    village_known: bool
    findings: tuple[FindingRow, ...]
    scores: tuple[ScoreRow, ...]
    declared: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
