"""Tasks shared out, handed over, and moved because a family wished it: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from bahtera.surveys.values.rounds import AssignmentRow


class HandOverReason(Enum):
    """Why tasks go to another kader; a code, so that nobody writes about somebody's health."""

    ABSENT = "absent"
    MUCH = "too_much"
    NEARER = "nearer"
    LEAVING = "leaving"
    OTHER = "other"


class AskedVia(Enum):
    """Who heard that a family wants another kader."""

    RT = "rt"
    SUPERVISOR = "supervisor"
    TPK2D = "tpk2d"


@dataclass(frozen=True, slots=True)
class Portion:
    """One task of a share: a whole RT (``family_id`` None) or one family, and how many families it brings."""

    rw: str
    rt: str
    family_id: UUID | None
    families: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one kader would get. ``before`` families were theirs and not visited; ``most``: no more than these."""

    person_id: UUID
    name: str
    before: int
    families: int
    most: int | None
    tasks: tuple[Portion, ...]

    @property
    def after(self) -> int:
        """Families to visit afterwards."""
        return self.before + self.families


@dataclass(frozen=True, slots=True)
class SharePlan:
    """A proposal for one village: nothing is given until a person confirms it by its ``digest``.

    ``shared`` families of ``waiting`` would be given; ``no_room`` stay because everybody has as many as they can take,
    ``nobody_fit`` because every kader with room is a relative or not to visit them. ``ends`` tasks end first.
    """

    round_id: int
    village_code: str
    anew: bool
    first_day: date
    last_day: date | None
    waiting: int
    shared: int
    no_room: int
    nobody_fit: int
    ends: int
    shares: tuple[Share, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TaskMinutes:
    """Tasks that one kader handed over to another, to print and sign."""

    id: UUID
    round_id: int
    village_code: str
    giver: str
    taker: str
    reason: HandOverReason
    at: datetime
    by: str
    tasks: tuple[AssignmentRow, ...]


@dataclass(frozen=True, slots=True)
class OtherKaderRow:
    """A family that asked for another kader than this one."""

    id: UUID
    family_id: UUID
    person_id: UUID
    asked_via: AskedVia
    noted_at: datetime
