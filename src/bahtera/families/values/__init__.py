"""What the families package takes in and hands out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

FamilyStatus = Literal["present", "away", "merged", "ended"]
MemberStatus = Literal["present", "away", "dead", "duplicate", "withdrawn"]
Severity = Literal["warning", "info"]
Sex = Literal["l", "p", ""]


@dataclass(frozen=True, slots=True)
class MemberInput:
    """One row of a visit's roster; whatever is unknown stays empty.

    ``sex`` is ``l`` or ``p``; ``nik_reason`` says why there is no NIK; ``member_id`` is the id on the form,
    ours or one the phone made up.
    """

    name: str
    member_id: UUID | None = None
    nik: str = field(default="", repr=False)
    nik_reason: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_date_estimated: bool = False
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family lives below its village."""

    address: str = ""
    dusun: str = ""
    rw: str = ""
    rt: str = ""


@dataclass(frozen=True, slots=True)
class VisitInput:
    """One visit as the form gives it; ``source`` is unique to it, ``replaces`` the source it corrects."""

    village_code: str
    family_id: UUID | None
    no_kk: str = field(repr=False)
    kk_reason: str
    head_name: str
    place: Place
    members: tuple[MemberInput, ...]
    visited_on: date
    source: str
    actor_key: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something odd about a number, by stable code; never a reason to refuse it."""

    code: str


@dataclass(frozen=True, slots=True)
class VisitFinding:
    """One thing a supervisor should look at.

    ``question`` names the form's variable, ``row`` the roster row from 1 (None: the family). ``details``
    holds ids and codes, never a name, NIK or KK. ``messages`` holds the sentence in ``id`` and ``en``.
    """

    code: str
    severity: Severity
    question: str
    row: int | None
    details: Mapping[str, str]
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VisitOutcome:
    """What a visit did: the family it belongs to, its members in roster order, what to look at.

    A member id is None where nothing was recorded for that row. ``repeated`` is True when this source was
    recorded before; nothing was written then.
    """

    family_id: UUID
    is_new: bool
    member_ids: tuple[UUID | None, ...]
    findings: tuple[VisitFinding, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member as known between ``valid_from`` and ``valid_to`` (None: still)."""

    id: UUID
    family_id: UUID
    status: MemberStatus
    name: str
    nik: str = field(repr=False)
    nik_reason: str
    sex: str
    birth_date: date | None
    birth_date_estimated: bool
    relation: str
    same_as: UUID | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Family:
    """A family as known between ``valid_from`` and ``valid_to`` (None: still), with its members then."""

    id: UUID
    status: FamilyStatus
    village_code: str
    no_kk: str = field(repr=False)
    kk_reason: str
    head_name: str
    place: Place
    merged_into: UUID | None
    valid_from: date
    valid_to: date | None
    members: tuple[Member, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One version of a family (``member_id`` None) or of one member.

    ``reason`` says what made it (``opened``, ``visit``, ``moved``, ``split``, ``merged``, ``death`` ...);
    ``changed`` names the fields that differ from the version before. A version whose ``valid_to`` equals its
    ``valid_from`` was corrected on the same day.
    """

    member_id: UUID | None
    family_id: UUID
    valid_from: date
    valid_to: date | None
    status: str
    reason: str
    changed: tuple[str, ...]
    source: str
    actor_key: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on record that a visit's numbers, names or ids also point to.

    ``kind`` is ``nik``, ``person``, ``id`` or ``kk``; ``key`` is the number or the name's key; ``asked`` the
    id that was looked up; ``total`` how many share the key, of whom only some are given; ``digest`` what the
    database compared.
    """

    kind: str
    key: str = field(repr=False)
    asked: UUID | None
    member_id: UUID | None
    family_id: UUID
    birth_date: date | None
    status: str
    village_code: str
    total: int = 1
    digest: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a new version belongs in a timeline: after ``before`` (an index, or None), until ``until``."""

    before: int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind a member id, as their rights need them; the village is their family's.

    ``records`` are the ids under which they stand: their own and those of doubles of them.
    """

    member_id: UUID
    birth_date: date | None
    village_code: str
    nik: str = field(repr=False)
    records: frozenset[UUID]
    name: str = field(default="", repr=False)
    family_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody whom a search found, with what tells them from others of the same name."""

    member_id: UUID
    family_id: UUID
    name: str = field(repr=False)
    sex: str
    birth_date: date | None = field(repr=False)
    relation: str
    status: str
    village_code: str


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """What was known of one person for a time."""

    name: str = field(repr=False)
    nik: str = field(repr=False)
    sex: str
    birth_date: date | None = field(repr=False)
    birth_date_estimated: bool
    relation: str
    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit at which a person stood on the roster, in the row ``place`` from 0."""

    source: str
    place: int
    visited_on: date
