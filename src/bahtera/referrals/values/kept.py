"""Referrals as pages get them: what is asked for, rows of an inbox, one referral with what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bahtera.referrals.values import By, Given, Move, Need, State, Urgency


class Direction(StrEnum):
    """Where a referral goes (``rujukan_arah``)."""

    VERTICAL = "vertikal"
    HORIZONTAL = "horizontal"
    ONWARD = "lanjutan"


class Manner(StrEnum):
    """How a referral reaches its receiver: their inbox, a partner's link, or a letter that the client carries."""

    SYSTEM = "sistem"
    LINK = "tautan"
    LETTER = "surat"


class Box(StrEnum):
    """Which referrals of a unit a list shows.

    As receiver: ``NEW`` waits for an answer, ``DUE`` has a clock that runs, ``OVERDUE`` one that ran out, ``RECEIVED``
    is everything. As sender: ``DRAFTS``, and ``SENT`` everything that went out.
    """

    NEW = "baru"
    DUE = "berjangka"
    OVERDUE = "terlambat"
    RECEIVED = "masuk"
    DRAFTS = "draf"
    SENT = "keluar"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sender asks for.

    ``known``: what is known of the client by the fields of packets; what is in the record of the client need not be
    said again. ``own_words``: a service of the receiver's own, then ``service`` is "".
    """

    sender_unit: UUID
    receiver_unit: UUID
    service: str
    client_id: UUID
    urgency: Urgency = Urgency.ROUTINE
    direction: Direction = Direction.HORIZONTAL
    manner: Manner = Manner.SYSTEM
    own_words: str = ""
    known: Mapping[str, object] = field(default_factory=dict, repr=False)
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """When and where a client is expected, and what they should bring."""

    at: datetime
    place: str = ""
    bring: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a referral stands after a write. ``ask_supervisor``: somebody alike may be served already, anywhere."""

    id: UUID
    state: State
    version: int
    ask_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral in a list. ``name``: of the client, "" where the reader may not know it. ``due``: the next instant
    at which something is owed by the receiver; ``late``: it has passed.
    """

    id: UUID
    service: str
    own_words: str
    urgency: Urgency
    direction: Direction
    manner: Manner
    state: State
    version: int
    sender_unit: UUID
    receiver_unit: UUID
    at: datetime
    due: datetime | None
    late: bool
    appointment: datetime | None
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BoxCounts:
    """How many referrals wait in a unit's inbox; each at most ``MOST_COUNTED``."""

    new: int
    due: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock that runs or ran for a referral. ``unlisted``: years whose days off are not known yet."""

    clock: str
    started: datetime
    due: datetime
    ended: datetime | None
    told: tuple[str, ...]
    unlisted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One move: from, to, by which side, who and why. ``words``: what was said beside the code."""

    number: int
    move: Move
    by: By
    before: State
    after: State
    at: datetime
    actor_key: str
    unit_id: UUID | None
    reason: str = ""
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Offered:
    """A move that the reader may make now, and what must be given with it."""

    move: Move
    need: Need


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral as one side sees it.

    ``sides``: of which the reader is. ``seen``: what may be read of the client, by field; ``withheld``: fields that are
    seen after acceptance. ``missing``: of a draft, what the service still needs. ``ask_client``: consent was withdrawn
    while the service runs. ``feedback``: what came of it in words, for the sender; None where it may not be told.
    """

    row: ReferralRow
    client_id: UUID | None
    parent_id: UUID | None
    children: tuple[UUID, ...]
    sides: frozenset[By]
    moves: tuple[Offered, ...]
    packet: str
    kind: str
    seen: Mapping[str, object] = field(repr=False)
    withheld: tuple[str, ...]
    missing: tuple[str, ...]
    ground: str
    rule: str = field(repr=False)
    agreement: str
    visit: Visit | None
    outcome: str
    reason: str
    words: str = field(repr=False)
    feedback: str | None = field(repr=False)
    feedback_due: bool
    ask_client: bool
    clocks: tuple[ClockRow, ...]
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody does to a referral, for doors that take any move; ``version`` is the one that they saw."""

    move: Move
    version: int
    given: Given = field(default_factory=Given)
    visit: Visit | None = None


# --- partners ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A partner's link at the only moment at which its secrets are known: they are told apart, never together."""

    id: UUID
    token: str = field(repr=False)
    pin: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as the sender sees it: never its secrets. ``ended_how``: "" while it works."""

    id: UUID
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    ended_how: str


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a browser that gave the PIN keeps: only with ``holder`` is the link of further use."""

    token: str = field(repr=False)
    holder: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A referral as a partner without an account sees it: no trail, no clocks but what is due, no other referral."""

    service: str
    own_words: str
    urgency: Urgency
    state: State
    version: int
    sender_unit: UUID
    receiver_unit: UUID
    due: datetime | None
    moves: tuple[Offered, ...]
    seen: Mapping[str, object] = field(repr=False)
    withheld: tuple[str, ...]
    visit: Visit | None


# --- papers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterData:
    """What a letter of referral says. ``fields``: what this unit may know before it accepts, and no more; ``check``:
    a short code by which sender and receiver know that they speak of one referral, for the QR.
    """

    id: UUID
    number: str
    made_on: datetime
    zone: str
    sender_unit: UUID
    receiver_unit: UUID
    service: str
    own_words: str
    urgency: Urgency
    due: datetime | None
    agreement: str
    check: str
    fields: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipData:
    """What a client carries home: where, when, what to bring. Neither name nor reason nor what the service is for.

    ``may_be_given``: rules of safe contact allow a paper to be carried.
    """

    unit_id: UUID
    zone: str
    at: datetime
    place: str
    bring: str
    check: str
    may_be_given: bool


# --- import -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One line of a table: the draft it became, or why it became none (``code`` and ``words`` of the fault)."""

    line: int
    referral_id: UUID | None = None
    code: str = ""
    message: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    ask_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a table of referrals became, line by line."""

    rows: tuple[ImportedRow, ...]

    @property
    def kept(self) -> int:
        """Return how many lines became drafts."""
        return sum(1 for one in self.rows if one.referral_id is not None)
