"""Re-interviews of a random subsample: what was drawn, what came of it, and how far two interviews agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from bahtera.statistics.agreement import Agreement, Differences


class BackCheckOutcome(Enum):
    """What came of a re-interview; only the first has answers. None says that a kader did not come."""

    DONE = "done"
    NO_MEMORY = "no_memory"
    REFUSED = "refused"
    MOVED = "moved"
    NOT_FOUND = "not_found"
    NO_RESPONDENT = "no_respondent"


@dataclass(frozen=True)
class BackCheckQuestion:
    """A question that is asked once more. ``kind`` is "choice", "number" or "roster" (how many people are listed)."""

    name: str
    kind: str
    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class BackCheckRow:
    """A draw: from how many finished visits of how many kader, and how many of the drawn ones are done or closed."""

    id: UUID
    round_id: int
    area_code: str
    per_mille: int
    at_least: int
    seed: str
    questions: tuple[str, ...]
    eligible: int
    kader: int
    drawn_at: datetime
    drawn_by: str
    visits: int
    done: int
    closed: int

    @property
    def waiting(self) -> int:
        """How many families nobody has asked again yet."""
        return self.visits - self.done - self.closed


@dataclass(frozen=True)
class BackCheckTask:
    """One family to be asked once more. Nothing of the first answers, not even who asked, stands in it."""

    id: UUID
    round_id: int
    submission_id: UUID
    family_id: UUID | None
    family_name: str
    village_code: str
    visited_on: date | None
    outcome: str
    interviewer: str
    asked_on: date | None
    entered_at: datetime | None
    revision: int


@dataclass(frozen=True)
class ComparedAnswer:
    """One question as it was answered first and again: codes or numbers as text, empty where nothing was answered."""

    question: str
    first: str
    second: str

    @property
    def is_asked(self) -> bool:
        """Tell whether the family answered when it was asked again; what was skipped then is not compared."""
        return bool(self.second)

    @property
    def differs(self) -> bool:
        """Tell whether the two say something else."""
        return self.first != self.second


@dataclass(frozen=True)
class ComparedVisit:
    """A re-interview beside the visit it repeats; ``kader`` is the sender's key."""

    task: BackCheckTask
    kader: str
    kader_name: str
    answers: tuple[ComparedAnswer, ...]

    @property
    def differences(self) -> tuple[ComparedAnswer, ...]:
        """What the two say differently."""
        return tuple(one for one in self.answers if one.is_asked and one.differs)


@dataclass(frozen=True)
class QuestionAgreement:
    """How far first and second interviews agree at a question; ``apart`` for numbers only, in the question's unit."""

    question: str
    kind: str
    agreement: Agreement
    apart: Differences | None


@dataclass(frozen=True)
class KaderAgreement:
    """How far a kader's families answered the same again, over all questions: ``agreed`` of ``pairs`` of answers.

    ``kappa`` is pooled over the questions and has no error: answers of one family hang together. ``no_memory``:
    families that remember no visit. ``key`` is the sender's, or the person's id where one stands behind it.
    """

    key: str
    name: str
    families: int
    no_memory: int
    pairs: int
    agreed: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The share of pairs that agree, 0 to 1."""
        return self.agreed / self.pairs if self.pairs else None


@dataclass(frozen=True)
class BackCheckResults:
    """What the re-interviews of a round say so far: ``drawn`` families, of which ``done`` answered again.

    ``outcomes`` counts what came of the others; ``questions`` and ``kader`` rest on the done ones alone.
    """

    drawn: int
    done: int
    outcomes: Mapping[str, int]
    questions: tuple[QuestionAgreement, ...]
    kader: tuple[KaderAgreement, ...]
    overall: Agreement
    overall_kappa: float | None
