"""Rounds, who visits whom in them, and how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from bahtera.foundation.errors import Refused
from bahtera.foundation.ramadan import Ramadan


class RoundState(StrEnum):
    """How far a round is, from its plan to figures that two people must agree to change."""

    DRAFT = "draft"
    """It is being planned; no visit belongs to it."""
    FIELD = "field"
    """Kader visit families."""
    REVIEW = "review"
    """The field work is over; what came is looked through."""
    PROVISIONAL = "provisional"
    """Its figures are given out as preliminary ones."""
    FINAL = "final"
    """Its figures stand."""
    CORRECTED = "corrected"
    """Its figures stood, and were corrected since."""


class Design(StrEnum):
    """Which families a round means to visit."""

    ENUMERATION = "enumeration"
    """Every family of villages that were chosen on purpose."""
    TWO_STAGE = "two_stage"
    """Villages drawn by their size, then families drawn in them."""


@dataclass(frozen=True)
class Pin:
    """Which version of a questionnaire or an index a round measures with; ``hash`` in hex.

    Of a questionnaire the SHA-256 of its workbook; of an index its definition without private items, as scores carry.
    """

    id: str
    version: str
    hash: str


@dataclass(frozen=True)
class Recommendation:
    """The number that BPS gave to the statistical activity, and the day of its letter."""

    number: str
    on: date


@dataclass(frozen=True)
class RoundRow:
    """A round. ``area_code`` is the subtree it covers; without targets every village in it takes part.

    ``form`` and ``indices`` are the versions it began its field work with; None and empty before.
    ``revision`` counts its changes.
    """

    id: int
    name: str
    year: int
    form_id: str
    index_ids: tuple[str, ...]
    area_code: str
    opens: date
    closes: date | None
    state: RoundState = RoundState.FIELD
    purpose: str = ""
    design: Design = Design.ENUMERATION
    recommendation: Recommendation | None = None
    form: Pin | None = None
    indices: tuple[Pin, ...] = ()
    revision: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether it takes new visits."""
        return self.state is RoundState.FIELD

    @property
    def has_begun(self) -> bool:
        """Tell whether visits may belong to it."""
        return self.state is not RoundState.DRAFT


@dataclass(frozen=True)
class RoundMove:
    """One move of a round, with who made it and why; ``counts`` says how far the work was."""

    at: datetime
    from_state: RoundState
    to_state: RoundState
    actor_key: str
    actor_name: str
    reason: str
    counts: Mapping[str, int]


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


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What one row of a roster says, as labels and words in Indonesian."""

    submission_id: UUID
    facts: tuple[tuple[str, str], ...] = field(repr=False)


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
    taken_over: bool = False
    """Another kader had it before."""
    carried_from: int | None = None
    """The earlier round in which the family's visit was not finished."""


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment, how many families fall under it now, and how many of them have a visit that counts.

    ``to_mend`` are those of ``visited`` whose visit was sent back and not sent again.
    """

    row: AssignmentRow
    families: int
    visited: int
    to_mend: int = 0

    @property
    def unfinished(self) -> int:
        """Families without a visit, and those whose visit is to be mended."""
        return self.families - self.visited + self.to_mend


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
    """Who visits whom in a village, the families nobody was given, and the RT there are.

    ``moved_in`` families came from another village of the round before their visit there was finished.
    """

    tasks: tuple[Task, ...]
    nobodys: PartProgress
    parts: tuple[PartProgress, ...]
    families: tuple[FamilyLine, ...]
    moved_in: int = 0


class Stage(StrEnum):
    """A stage of the year's calendar, in their order."""

    LOCUS = "locus"
    TRAINING = "training"
    SURVEY = "survey"
    RESULTS = "results"
    PLAN = "plan"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with its days, who sees to it, and the day it was done; ``is_late`` today."""

    stage: Stage
    starts: date
    ends: date
    keeper: str = ""
    done_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Tell whether it should be done by today and is not."""
        return self.done_on is None and self.ends < today


@dataclass(frozen=True, slots=True)
class UsualStage:
    """In which months of a year a stage usually falls: ``first`` to ``last``, 1 to 12, both counted."""

    stage: Stage
    first: int
    last: int
    source: str


@dataclass(frozen=True, slots=True)
class UsualYear:
    """The usual year of a TPK2D. ``status``: "official" or "inferred"; ``source`` in both languages."""

    version: str
    status: str
    source: Mapping[str, str]
    stages: tuple[UsualStage, ...]


@dataclass(frozen=True, slots=True)
class RecallWindow:
    """Questions that look equally far back: from ``first``, seen from the first interview, to ``last``.

    ``is_listed``: whether every Ramadan that may lie in it is written down; otherwise ``ramadan`` may lack one.
    """

    months: int
    questions: tuple[str, ...]
    first: date
    last: date
    ramadan: tuple[Ramadan, ...]
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class OtherVersions:
    """Visits of a round that count and were made with another questionnaire version than it began with, by version."""

    forms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TargetsFile:
    """Targets read from a file: those that fit, and the lines that do not, each with why."""

    targets: Mapping[str, int]
    problems: tuple[tuple[int, Refused], ...]
