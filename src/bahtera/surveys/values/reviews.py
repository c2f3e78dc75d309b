"""How visits are reviewed: reasons, holds, and how far a village is."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID


class RejectReason(Enum):
    """Why a visit does not count for good. The words for each are the doors'; none says that somebody lied."""

    NOT_CONFIRMED = "not_confirmed"
    WRONG_FAMILY = "wrong_family"
    NOT_IN_ROUND = "not_in_round"
    NO_CONSENT = "no_consent"
    UNUSABLE = "unusable"
    TRIAL = "trial"
    OTHER = "other"


class HoldReason(Enum):
    """Why a visit waits for a check: drawn at random, named by a rule, or asked for by a person."""

    RANDOM = "random"
    RULE = "rule"
    PERSON = "person"


@dataclass(frozen=True)
class HoldRow:
    """A visit's hold; ``about`` names a rule's check, ``words`` are a person's. Open until ``released_at``."""

    id: int
    why: str
    about: str
    words: str
    made_at: datetime
    released_at: datetime | None = None
    released_by: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits."""
        return self.released_at is None


@dataclass(frozen=True)
class ReviewPlanRow:
    """How a round is reviewed. ``hold_per_mille``: of a thousand visits that arrive, how many are held for a check.

    ``second_sample``: how many visits of a village the second level looks at before it confirms the rest together.
    """

    round_id: int
    second_level: bool = False
    hold_per_mille: int = 0
    second_sample: int = 0


class MendedAnswer(NamedTuple):
    """An answer to be corrected, as in SubmissionDetail; None for no answer. ``row`` counts from 1 in rosters."""

    question: str
    row: int | None
    new: Any
    old: Any = None


class Asked(NamedTuple):
    """What is still asked about interviews of a round: about visits, about families, and about everything a kader did.

    ``kader`` are keys of senders. A visit that this touches is looked at by itself, never approved with others.
    """

    visits: frozenset[UUID] = frozenset()
    families: frozenset[UUID] = frozenset()
    kader: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VillageReview:
    """How far the review of a village in a round is, in visits.

    ``plain``: waiting without findings, without a hold and without an open question, which may be approved together.
    ``asked``: waiting like them, but something is still asked about them. ``held`` are open holds of visits that may
    still be decided about; ``second`` approved and not confirmed.
    """

    village_code: str
    waiting: int = 0
    plain: int = 0
    asked: int = 0
    held: int = 0
    returned: int = 0
    rejected: int = 0
    second: int = 0
    confirmed: int = 0

    @property
    def approved(self) -> int:
        """Visits that the first level approved, confirmed or not."""
        return self.second + self.confirmed
