"""Words and values of the register: what happens to families, to whom, and by whose account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Kind(StrEnum):
    """What may happen to a family; a correction takes another event back."""

    BIRTH = "birth"
    DEATH = "death"
    DIVORCE = "divorce"
    MARRIAGE_IN = "marriage_in"
    MARRIAGE_OUT = "marriage_out"
    SPLIT = "split"
    JOIN = "join"
    MOVE_IN = "move_in"
    MOVE_OUT = "move_out"
    HEAD = "head"
    ADOPTION = "adoption"
    SHARED = "shared"
    CORRECTION = "correction"


class Precision(StrEnum):
    """How well the day of an event is known; ``year`` is what remains once a family is forgotten."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class SourceKind(StrEnum):
    """By whose account an event is on record."""

    VISIT = "visit"
    OFFICER = "officer"
    IMPORT = "import"


class Sharing(StrEnum):
    """The rules by which somebody may be in two families at once."""

    POLYGAMY = "polygamy"
    CUSTODY = "shared_custody"


class ProposalState(StrEnum):
    """What became of a proposal; ``overtaken`` when a later visit saw the person again."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    OVERTAKEN = "overtaken"


class MoveState(StrEnum):
    """Where a move to another village stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Manner(StrEnum):
    """How somebody agreed: signed on paper, or said before a witness."""

    SIGNED = "signed"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who was on record nowhere; ``sex`` is ``l``, ``p`` or empty."""

    name: str = field(repr=False)
    sex: str = ""
    birth_date: date | None = None
    nik: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as it is told, before it is judged.

    ``persons`` are whom it is about, ``family`` where it is told. They end up in ``to_family``, in a family of their
    own (``new_family``, headed by ``new_head``), or away. ``head`` heads what remains. ``relations`` are to the head
    of the family somebody ends up in. ``newcomer`` is the id somebody new gets.
    """

    kind: Kind
    on: date
    family: UUID
    persons: tuple[UUID, ...] = ()
    to_family: UUID | None = None
    new_family: UUID | None = None
    head: UUID | None = None
    new_head: UUID | None = None
    newcomer: UUID | None = None
    newcomer_sex: str = ""
    newcomer_born: date | None = None
    relations: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))
    sharing: Sharing | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event as somebody tells it of ``family_id``.

    ``member_ids`` are whom it is about; ``newcomer`` is somebody on record nowhere; ``starts_family`` says that they
    form one of their own. ``twin`` is the record in ``to_family`` of a person who belongs to both, None when there is
    none yet.
    ``relations`` are to the head they end up with. A day known by its month is any day of that month.
    """

    kind: Kind
    family_id: UUID
    on: date
    precision: Precision = Precision.DAY
    member_ids: tuple[UUID, ...] = ()
    newcomer: Newcomer | None = None
    newcomer_relation: str = ""
    to_family: UUID | None = None
    starts_family: bool = False
    head: UUID | None = None
    new_head: UUID | None = None
    relations: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))
    sharing: Sharing | None = None
    twin: UUID | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event on record. ``persons`` are member ids; ``before`` and ``after`` the families concerned.

    ``reversed_by`` is the correction that took it back, ``reverses`` what this one took back.
    """

    id: UUID
    kind: Kind
    on: date
    precision: Precision
    village_code: str
    source_kind: SourceKind
    source: str
    note: str = field(repr=False)
    actor_key: str
    recorded_at: datetime
    persons: tuple[UUID, ...]
    before: tuple[UUID, ...]
    after: tuple[UUID, ...]
    reverses: UUID | None
    reversed_by: UUID | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What a visit makes likely about one member of a family."""

    id: UUID
    family_id: UUID
    member_id: UUID
    kind: str
    on: date
    village_code: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A family on its way to another village, as that village's supervisor sees it; the family agreed to be named."""

    id: UUID
    family_id: UUID
    head_name: str = field(repr=False)
    people: int
    from_village: str
    to_village: str
    moved_on: date
    state: MoveState
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A member who is in two families by a stated rule, seen from one of them."""

    member_id: UUID
    elsewhere_member_id: UUID
    elsewhere_family_id: UUID
    elsewhere_village: str
    reason: Sharing
    is_main: bool


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A house and the families that live in it now, by id."""

    id: UUID
    families: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of families between two moments; every family of either side is counted once.

    ``split`` maps a family that was not there before to those it came from, ``joined`` one that is not there any more
    to those it went into. Before = matched + joined + gone; after = matched + split + new.
    """

    matched: frozenset[UUID]
    split: Mapping[UUID, tuple[UUID, ...]]
    joined: Mapping[UUID, tuple[UUID, ...]]
    new: frozenset[UUID]
    gone: frozenset[UUID]
