"""What this package takes and gives: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from bahtera.foundation.errors import DomainError


class SentFile(NamedTuple):
    """A file that came with a visit: its name, the hash under which it is kept (empty: not stored), and that as sent.

    The two differ for a photo, which is kept without what its camera wrote beside the picture.
    """

    name: str
    sha256: str
    sent_sha256: str = ""

    @property
    def as_sent(self) -> str:
        """The hash that a phone that sends it again comes with."""
        return self.sent_sha256 or self.sha256


@dataclass(frozen=True)
class RoundRow:
    """A round. ``area_code`` is the subtree it covers; without targets every village in it takes part."""

    id: int
    name: str
    year: int
    form_id: str
    index_ids: tuple[str, ...]
    area_code: str
    opens: date
    closes: date | None
    is_open: bool


@dataclass(frozen=True)
class VillageTarget:
    """How many families a round wants visited in a village."""

    village_code: str
    target_families: int


@dataclass(frozen=True)
class Progress:
    """Counts of current submissions of one village in one round; ``target`` is None when none was set.

    ``visited`` counts families with a current submission of any state, each once, whatever came of the visit;
    ``interviewed`` those where somebody answered. ``by_state`` and ``by_result`` each split ``visited``, by
    state and by result code; ``approved_by_result`` splits ``approved``. ``standing`` counts visits, as a list
    shows them: by state, also those that wait beside the one that counts, without those that were replaced.
    """

    round_id: int
    village_code: str
    target: int | None
    visited: int
    interviewed: int
    approved: int
    by_state: Mapping[str, int]
    by_result: Mapping[str, int] = field(default_factory=dict)
    approved_by_result: Mapping[str, int] = field(default_factory=dict)
    standing: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> int:
        """Families whose interview was completed."""
        return self.by_result.get("selesai", 0)

    @property
    def partial(self) -> int:
        """Families whose interview was partly completed."""
        return self.by_result.get("selesai_sebagian", 0)

    @property
    def refused(self) -> int:
        """Families that declined."""
        return self.by_result.get("menolak", 0)

    @property
    def moved(self) -> int:
        """Families that have moved."""
        return self.by_result.get("pindah", 0)

    @property
    def not_found(self) -> int:
        """Families, or homes, that were not found."""
        return self.by_result.get("tidak_ditemukan", 0)

    @property
    def no_respondent(self) -> int:
        """Families where nobody was able to answer."""
        return self.by_result.get("tidak_ada_responden", 0)

    @property
    def without_result(self) -> int:
        """Visits that do not say, in a known word, what came of them; the parts add to ``visited``."""
        known = self.complete + self.partial + self.refused + self.moved + self.not_found + self.no_respondent
        return sum(self.by_result.values()) - known


@dataclass(frozen=True)
class Scoring:
    """Why approved families of a village have, or have no, score of an index.

    ``approved`` = ``scored`` + ``too_few_answers`` + the sum of ``without_index``, which counts by result code
    the approved visits the index was never worked out for: nobody answered, or consent was not given.
    """

    approved: int
    scored: int
    too_few_answers: int
    without_index: Mapping[str, int]


@dataclass(frozen=True)
class StateCount:
    """How many approved families show exactly this pattern of indicator states."""

    states: str
    index_hash: str
    scored: bool
    count: int


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: proof that these bytes are kept.

    ``signature`` is the server's Ed25519 signature of ``signed_text`` and can be checked offline.
    ``state`` "received" means kept and not yet assessed.
    """

    submission_id: UUID
    instance_id: str
    sha256: str
    received_at: datetime
    repeated: bool
    state: str
    signature: str

    @property
    def signed_text(self) -> str:
        """Return the exact text under the signature."""
        return receipt_text(self.instance_id, self.sha256, self.received_at)


def receipt_text(instance_id: str, sha256: str, received_at: datetime) -> str:
    """Return the text a receipt signs: kind, instance id, hash of the bytes, instant in UTC."""
    return f"bahtera-receipt-1\n{instance_id}\n{sha256}\n{received_at.isoformat()}\n"


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
class HistoryEntry:
    """One step in a submission's life."""

    at: datetime
    actor_name: str
    move: str
    from_state: str
    to_state: str
    note: str
    comments: tuple[CommentRow, ...] = ()


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
    so that two people cannot decide at once.
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

    @property
    def replaces_approved(self) -> RivalRow | None:
        """The approved visit that approving this one would replace, if told so (``replace_approved``)."""
        corrected = {one.submission_id for one in self.versions}
        others = (
            one for one in self.rivals if one.submission_id not in corrected and not self.row.is_current
        )
        return next((one for one in others if one.is_current and one.state == "approved"), None)


@dataclass(frozen=True)
class SentRow:
    """What became of a visit, for its sender; ``comments`` are those of the last return while it stands."""

    instance_id: str
    sha256: str
    received_at: datetime
    state: str
    is_complete: bool
    signature: str
    comments: tuple[CommentRow, ...]
    family_id: UUID | None = None


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
class SettingsQr:
    """What ODK Collect scans: the JSON, the text inside the code, and the picture (PNG)."""

    settings: Mapping[str, Any]
    text: str
    png: bytes


@dataclass(frozen=True)
class MediaFile:
    """A CSV for a form; ``md5`` is of these bytes."""

    name: str
    content: bytes
    md5: str


@dataclass(frozen=True)
class Facts:
    """What a family visit says about itself; empty or None where the form does not ask."""

    village_code: str
    family_id: UUID | None
    family_name: str
    result_code: str
    consented: bool
    visited_on: date | None


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


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What one row of a roster says, as labels and words in Indonesian."""

    submission_id: UUID
    facts: tuple[tuple[str, str], ...] = field(repr=False)


# --- who visits whom --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A kader's task in a round: one family, else an RT, an RW or (both empty) a whole village."""

    id: UUID
    round_id: int
    village_code: str
    rw: str
    rt: str
    family_id: UUID | None
    person_id: UUID
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PaperFormRow:
    """A printed form: its serial, for which family (None: blank), and whether it still counts."""

    serial: str
    batch_id: UUID
    place: int
    round_id: int
    form_id: str
    form_version: str
    language: str
    village_code: str
    family_id: UUID | None
    person_id: UUID | None
    state: str
    printed_at: datetime
    printed_by: str
    cancelled_at: datetime | None
    cancelled_why: str


@dataclass(frozen=True, slots=True)
class PaperBatchRow:
    """Forms printed together, and how far their file is."""

    id: UUID
    round_id: int
    form_id: str
    form_version: str
    language: str
    village_code: str
    prefilled: bool
    members: int
    spare: int
    person_id: UUID | None
    stage: str
    pages: int
    sha256: str
    printed_at: datetime
    printed_by: str
    forms: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment, how many families fall under it now, and how many of them have a visit that counts."""

    row: AssignmentRow
    families: int
    visited: int


@dataclass(frozen=True, slots=True)
class PartProgress:
    """An RT of a village by its number (empty: not known): its families, and how many are visited."""

    rw: str
    rt: str
    families: int
    visited: int


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family that can be given to a kader: its head, and where in the village."""

    family_id: UUID
    head_name: str
    rw: str
    rt: str


@dataclass(frozen=True, slots=True)
class VillageTasks:
    """Who visits whom in a village, the families nobody was given, and the RT there are."""

    tasks: tuple[Task, ...]
    nobodys: PartProgress
    parts: tuple[PartProgress, ...]
    families: tuple[FamilyLine, ...]


# --- what phones sync -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrivatePart:
    """What came of the private part of a visit, and its two sealed boxes; surveys pass it on and open nothing."""

    asked: str
    answers: bytes = field(repr=False)
    help: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SentVisit:
    """A visit of a batch: its body, the files it names with their hashes as sent, whether nothing more follows.

    ``pace``: milliseconds spent on each part of the form, as the phone measured them.
    ``private`` is what was confided at it, sealed.
    """

    xml: bytes
    files: tuple[tuple[str, str], ...] = ()
    complete: bool = True
    pace: Mapping[str, int] = field(default_factory=dict)
    private: PrivatePart | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one visit of a batch: stored, repeated, refused, kept (sealed), or to be sent again.

    ``sha256`` is of what was sent; ``missing`` names files that have not come.
    """

    outcome: str
    sha256: str
    receipt: Receipt | None = None
    error: DomainError | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadState:
    """How many bytes of a file are here, of how many (0: not begun)."""

    received: int
    size: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A sealed visit that waits: from whose phone, and whom it is about as far as that can be said."""

    id: UUID
    sender: str
    was_stopped: bool
    came_at: datetime
    village_code: str
    family_name: str
    visited_on: date | None


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A family's visit that counts in an open round, whoever made it; ``on`` is None where the day is not known."""

    round_id: int
    on: date | None


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """A step a family chose at a visit: its id in the table of services, its own words for ``lainnya``, by when."""

    step: str
    other: str
    due: date | None
