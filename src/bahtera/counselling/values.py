"""Centres' cards, records, sessions, appointments and monthly reports as callers get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Form(StrEnum):
    """What was done (``bentuk``). Information is not counselling."""

    INFORMATION = "kie"
    CONSULTATION = "konsultasi"
    COUNSELLING = "konseling"
    ACCOMPANIMENT = "pendampingan"


class Mode(StrEnum):
    """How people met (``cara``)."""

    IN_PERSON = "tatap_muka"
    PHONE = "telepon"
    VIDEO = "video"


class Result(StrEnum):
    """How a session ended (``hasil``)."""

    SETTLED = "tuntas"
    CONTINUED = "berulang"
    REFERRED = "rujukan"


class State(StrEnum):
    """Where a record stands; `rules.records` says what leads where."""

    OPEN = "terbuka"
    REFERRED = "dirujuk"
    SETTLED = "tuntas"
    STOPPED = "berhenti"


# --- the card of a centre (K/0) ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who runs a centre or counsels there; ``trained`` as a counsellor."""

    position: str
    name: str = field(repr=False)
    trained: bool = False


@dataclass(frozen=True, slots=True)
class CardBody:
    """What stands on a card. ``services``, ``funds``: codes; ``bokb``: rupiah for honoraria, operations, promotion."""

    organiser: str = "pemerintah"
    organiser_name: str = ""
    decree: str = ""
    decreed_on: date | None = None
    decreed_by: str = ""
    services: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    bokb: tuple[int, int, int] = (0, 0, 0)
    staff: tuple[Staff, ...] = field(default=(), repr=False)
    hours: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a centre for a year. ``filed_at``: None while it is a draft; filed cards never change."""

    id: UUID
    unit_id: UUID
    year: int
    number: int
    body: CardBody
    kept_at: datetime
    kept_by: str
    filed_at: datetime | None
    filed_by: str
    signed_by: str
    signed_on: date | None
    due: datetime
    in_time: bool | None


# --- records and sessions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """With what a record begins: why somebody came. ``theme`` says what the problem is about, and is guarded."""

    service: str
    target_group: str
    came_on: date
    theme: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """The register entry of a client at a centre; ``register`` is its number in the centre's year (``2026/0007``)."""

    id: UUID
    unit_id: UUID
    register: str
    client_id: UUID | None
    counsellor: str
    opening: Opening
    state: State
    stopped_why: str
    first: bool
    number: int
    sessions: int
    last_on: date | None
    follow_up: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A session as it is told. ``note`` is sealed; ``receiver_id`` the office of a referral."""

    held_on: date
    form: Form
    mode: Mode
    result: Result
    minutes: int
    phase: str = ""
    follow_up: date | None = None
    receiver_id: UUID | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a record, without its note; ``has_note`` tells whether there is one."""

    id: UUID
    record_id: UUID
    told: Held
    counsellor: str
    recorded_at: datetime
    has_note: bool
    taken_back_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody besides the counsellor who may read the notes of a record."""

    id: UUID
    person: str
    named_by: str
    named_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of one kind came to a group session."""

    target_group: str
    sex: str
    age: str
    people: int


@dataclass(frozen=True, slots=True)
class GroupTold:
    """A group session as it is told: nobody is named."""

    held_on: date
    form: Form
    mode: Mode
    service: str
    topic: str
    minutes: int
    counts: tuple[Count, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class GroupSession:
    """A group session that was held."""

    id: UUID
    unit_id: UUID
    register: str
    told: GroupTold
    counsellor: str
    recorded_at: datetime
    taken_back_at: datetime | None
    reason: str


# --- appointments -----------------------------------------------------------------------------------------


class Kept(StrEnum):
    """What became of an appointment."""

    PLANNED = "direncanakan"
    CAME = "hadir"
    NO_SHOW = "tidak_hadir"
    CANCELLED = "dibatalkan"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A promised time of a client with a counsellor; ``number`` is named when it is changed."""

    id: UUID
    unit_id: UUID
    client_id: UUID | None
    record_id: UUID | None
    counsellor: str
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    state: Kept
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A record as whoever works with it sees it, without notes; ``own``: the reader is its counsellor."""

    record: Record
    sessions: tuple[Session, ...]
    readers: tuple[Reader, ...]
    appointments: tuple[Appointment, ...]
    own: bool


# --- the month (R/I) --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One activity of a month as the report counts it: nobody's name.

    ``kind``: ``sesi`` (one client) or ``kelompok``. ``people``: by target group, sex and age. ``first``: the client's
    first session in this record; ``new_client``: their first in this month. ``result``: "" of a group.
    """

    register: str
    day: date
    kind: str
    service: str
    form: Form
    mode: Mode
    people: tuple[Count, ...]
    first: bool = False
    new_client: bool = False
    result: str = ""
    receiver_kind: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Records of a month: open when it began, opened, ended; open when it was over follows."""

    open_before: int
    opened: int
    ended: int

    @property
    def open_after(self) -> int:
        """Return how many were open when the month was over."""
        return self.open_before + self.opened - self.ended


Cell = tuple[str, str, str]
"""A cell of the report: table, row, column."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a report says: cells that are not zero, the flow of records, appointments missed; and its lines."""

    cells: Mapping[Cell, int]
    flow: Flow
    no_shows: int
    lines: tuple[Line, ...]
    definitions: str


@dataclass(frozen=True, slots=True)
class Report:
    """A monthly report that was handed in; a correction is another with the next number."""

    id: UUID
    unit_id: UUID
    year: int
    month: int
    number: int
    body: Body
    digest: str
    submitted_at: datetime
    submitted_by: str
    signer: str
    due: datetime
    why: str = ""

    @property
    def in_time(self) -> bool:
        """Tell whether it was handed in by its day."""
        return self.submitted_at <= self.due


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a centre: what the register says now, the reports handed in (oldest first), when it is due.

    ``last_working``: the last working day up to the due day. ``changed``: the register says something else than the
    last report.
    """

    unit_id: UUID
    year: int
    month: int
    body: Body
    reports: tuple[Report, ...]
    due: datetime
    last_working: date
    over: bool
    changed: bool


class Handed(StrEnum):
    """Where a centre's report of a month stands."""

    IN_TIME = "tepat_waktu"
    LATE = "terlambat"
    WAITING = "belum"
    OVERDUE = "lewat"


@dataclass(frozen=True, slots=True)
class Tracked:
    """A centre in the tracker: its report of each month asked for, and whether its card of the year is filed."""

    unit_id: UUID
    name: str
    area: str
    months: Mapping[int, Handed]
    corrections: int
    card: bool


@dataclass(frozen=True, slots=True)
class Recap:
    """Centres of an area over a year. Counts of people are None where they would tell of too few.

    ``bokb``: centres whose card names that grant; ``amounts``: rupiah for honoraria, operations, promotion.
    """

    area: str
    year: int
    centres: int
    cards: int
    bokb: int
    amounts: tuple[int, int, int]
    reports: int
    expected: int
    in_time: int
    sessions: int | None
    clients: int | None
    reached: int | None
    by_service: Mapping[str, int | None]
