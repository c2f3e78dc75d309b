"""What privacy takes in and hands out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Ground(StrEnum):
    """Why processing is lawful (UU 27/2022, article 20, second paragraph, a to f)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


@dataclass(frozen=True, slots=True)
class PurposeRecord:
    """One purpose as declared; texts are Indonesian except ``title``, which has both languages."""

    id: str
    title: Mapping[str, str]
    ground: Ground
    article: str
    reason: str
    people: tuple[str, ...]
    data: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purposes:
    """The declared purposes with their version, status (``official``, ``working``) and source."""

    version: str
    status: str
    source: str
    by_id: Mapping[str, PurposeRecord]


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is read out before somebody consents; ``sha256`` is that of the Indonesian text."""

    purpose: str
    version: str
    text: Mapping[str, str]
    sha256: str


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """A coded reason to refuse, its article, and the sentence the person gets in each language."""

    code: str
    article: str
    text: Mapping[str, str]


# --- the processing register ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A stored column: ``app.Model``, its name and level (``L1`` to ``L5``)."""

    table: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: its name, purpose, level and the roles that may."""

    name: str
    purpose: str
    level: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One purpose with all that is kept and done for it."""

    purpose: PurposeRecord
    columns: tuple[Column, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that is processed; ``unplaced`` names columns and acts that no purpose claims."""

    version: str
    status: str
    source: str
    entries: tuple[RegisterEntry, ...]
    unplaced: tuple[str, ...]
    unknown: tuple[str, ...]


# --- people and what is held of them ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """A member of the register as privacy needs them; ``records`` are further ids of the same person."""

    member_id: UUID
    birth_date: date | None
    area_code: str
    nik: str = field(default="", repr=False)
    records: frozenset[UUID] = frozenset()
    name: str = field(default="", repr=False)
    family_id: UUID | None = None

    @property
    def ids(self) -> frozenset[UUID]:
        """Every id under which the person stands."""
        return self.records | {self.member_id}


@dataclass(frozen=True, slots=True)
class Record:
    """Facts that belong together, each a label and a value, in plain Indonesian."""

    title: str
    facts: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """What one holder keeps of one person."""

    code: str
    title: str
    records: tuple[Record, ...]


class By(StrEnum):
    """By what somebody is looked for."""

    NIK = "nik"
    KK = "kk"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an officer looks for; ``area`` narrows a name to a district or village."""

    by: By
    text: str = field(repr=False)
    area: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody a search found, with what tells them from others of the same name."""

    member_id: UUID
    family_id: UUID
    name: str = field(repr=False)
    sex: str
    birth_date: date | None = field(repr=False)
    relation: str
    area_code: str


Lookup = Callable[[Collection[UUID]], Mapping[UUID, Subject]]
Finder = Callable[[Wanted, int], Sequence[Found]]
Collect = Callable[[UUID], Sequence[Section]]


# --- consents ---------------------------------------------------------------------------------------------


class Manner(StrEnum):
    """How a consent was given."""

    SIGNED = "signed"
    THUMBPRINT = "thumbprint"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who acts for a child: a member of the register or somebody with a NIK; ``relation`` is a code."""

    member_id: UUID | None = None
    nik: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a consent: the hash of a stored sheet, or the witness of the spoken word."""

    sha256: str = ""
    witness: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent; ``ended_how`` is empty while it stands, else ``withdrawn``, ``replaced``, ``barred``."""

    id: UUID
    member_id: UUID
    purpose: str
    text_version: str
    text_sha256: str
    manner: Manner
    by_guardian: bool
    given_at: datetime
    recorded_by: str
    ended_at: datetime | None
    ended_how: str
    guardian: str = field(default="", repr=False)
    witness: str = field(default="", repr=False)
    has_sheet: bool = False


@dataclass(frozen=True, slots=True)
class BarRow:
    """Somebody who may not act for a child; ``name`` as the register has it, else the end of their NIK."""

    id: UUID
    name: str = field(repr=False)
    set_at: datetime
    set_by: str


# --- requests ---------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What somebody asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    OBJECTION = "objection"


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    REFUSED = "refused"


class Identity(StrEnum):
    """How somebody showed who they are."""

    KTP = "ktp"
    KK = "kk"
    KNOWN = "known_to_officer"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its clock; ``must_refuse`` is the reason it cannot be fulfilled, or empty."""

    id: UUID
    kind: Kind
    state: RequestState
    member_id: UUID
    area_code: str
    by_guardian: bool
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_overdue: bool
    was_late: bool
    identity: str
    refusal: str
    must_refuse: str
    reply_sha256: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """A request with what was said and done; ``outcome`` is what the person is told beyond the coded words."""

    row: RequestRow
    fact: str
    wanted: str = field(repr=False)
    outcome: str = field(repr=False)
    guardian: str = field(repr=False)
    guardian_relation: str
    identity_at: datetime | None
    recorded_by: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class RequestClock:
    """A request as an auditor sees it: its clock, and nothing of whom it is about."""

    kind: Kind
    state: RequestState
    area_code: str
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_overdue: bool
    was_late: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How much waits, and how much of it is past its time."""

    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionTask:
    """What a supervisor is to check and put right."""

    request_id: UUID
    member_id: UUID
    area_code: str
    fact: str
    wanted: str = field(repr=False)
    due_at: datetime
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a request for access, at the only moment it exists: a ZIP and its hash."""

    archive: bytes = field(repr=False)
    sha256: str


# --- breaches ---------------------------------------------------------------------------------------------


class BreachState(StrEnum):
    """Where the handling of a breach stands."""

    FOUND = "found"
    CONTAINED = "contained"
    ASSESSED = "assessed"
    NOTIFIED = "notified"
    CLOSED = "closed"


class Audience(StrEnum):
    """For whom a notice is."""

    PERSON = "person"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Impact:
    """What a breach did: how many people, which data, and what they can do about it."""

    affected: int
    data: str = field(repr=False)
    advice: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A breach with its clock; ``sent`` tells when each notice went out."""

    id: UUID
    kind: str
    state: BreachState
    zone: str
    found_at: datetime
    due_at: datetime
    closed_at: datetime | None
    affected: int | None
    sent: Mapping[str, datetime]
    is_overdue: bool
    was_late: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was sent."""

    audience: Audience
    letter: str = field(repr=False)
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class BreachDetail:
    """A breach with what people wrote about it."""

    row: BreachRow
    what_happened: str = field(repr=False)
    handling: str = field(repr=False)
    data: str = field(repr=False)
    advice: str = field(repr=False)
    cause: str = field(repr=False)
    prevention: str = field(repr=False)
    notices: Mapping[str, Notice]
