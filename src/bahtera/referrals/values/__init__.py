"""States, moves and codes of referrals, as callers get them. Codes are those of ``definitions/code-lists``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a referral stands (``rujukan_status``)."""

    DRAFT = "draf"
    SENT = "dikirim"
    DELIVERED = "diterima_sistem"
    ACCEPTED = "disetujui"
    DECLINED = "ditolak"
    SCHEDULED = "dijadwalkan"
    MISSED = "tidak_hadir"
    RUNNING = "berjalan"
    DONE = "selesai"
    WITHDRAWN = "ditarik"
    EXPIRED = "kedaluwarsa"


class By(StrEnum):
    """Who moves a referral. ``CLOCK``: a limit has passed; ``SYSTEM``: it reached the inbox or the partner's link."""

    SENDER = "pengirim"
    RECEIVER = "penerima"
    SYSTEM = "sistem"
    CLOCK = "jam"


class Move(StrEnum):
    """What is done to a referral."""

    SEND = "kirim"
    DELIVER = "antar"
    ACCEPT = "setujui"
    DECLINE = "tolak"
    EXPIRE = "kedaluwarsakan"
    SCHEDULE = "jadwalkan"
    MISS = "catat_tidak_hadir"
    START = "mulai"
    FINISH = "selesaikan"
    WITHDRAW = "tarik"


class Need(StrEnum):
    """What must be given with a move: a coded reason, an appointment, or a coded result."""

    NOTHING = ""
    DECLINE_REASON = "rujukan_alasan_tolak"
    WITHDRAW_REASON = "rujukan_alasan_tarik"
    APPOINTMENT = "jadwal"
    OUTCOME = "rujukan_hasil"


class Urgency(StrEnum):
    """How soon an answer is needed (``rujukan_urgensi``); each has a clock of its own."""

    AT_ONCE = "segera"
    HOURS_6 = "6_jam"
    HOURS_24 = "24_jam"
    DAYS_3 = "3_hari_kerja"
    ROUTINE = "rutin"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of moves."""

    state: State
    move: Move
    by: By
    next: State
    need: Need = Need.NOTHING


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives with a move.

    ``reason``, ``outcome``: codes. ``words``: needed where the code says "another". ``appointment``: an instant with
    its zone, later than the move.
    """

    reason: str = ""
    words: str = ""
    appointment: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a referral so far.

    ``entered``: each state with the instant at which it was entered, the oldest first. ``feedback_at``: when what came
    of it was written for the sender.
    """

    urgency: Urgency
    entered: tuple[tuple[State, datetime], ...]
    feedback_at: datetime | None = None

    @property
    def state(self) -> State:
        return self.entered[-1][0]


@dataclass(frozen=True, slots=True)
class Times:
    """When a declared clock ends, in UTC.

    ``steps``: the instants after which somebody is told, and who (``unit``, ``pengirim``, ``atasan``, ``dinas``), the
    earliest first. ``unlisted``: years whose days off are not known, so that all of it may yet move.
    """

    due: datetime
    reminder: datetime | None = None
    steps: tuple[tuple[datetime, str], ...] = ()
    unlisted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs for a referral: its declared name, what started it, and when it ends."""

    clock: str
    started: datetime
    times: Times


Count = Callable[[str, datetime], Times]
"""Tells when a declared clock that starts at an instant ends, by the calendar of the receiving unit."""


class Level(StrEnum):
    """How confidential a field of a packet is, from aggregate (L1) to notes of counsellors and psychologists (L5)."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"


class Why(StrEnum):
    """Why a field was left out of a packet."""

    UNKNOWN = "tidak_dikenal"
    TOO_CONFIDENTIAL = "terlalu_rahasia"
    NOT_NEEDED = "tidak_diperlukan"
    MALFORMED = "salah_bentuk"
    CONTACT_RULES = "aturan_kontak"


@dataclass(frozen=True, slots=True)
class Field:
    """A thing that may be told of a client.

    ``kind``: code, codes, area, line, words, date, number, nik or phone. ``longest``: characters, for line and words.
    ``beside``: leaves only together with that field when that field is filled.
    """

    id: str
    level: Level
    kind: str
    label: Mapping[str, str]
    longest: int = 0
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How far units of a kind may see at most, and whether free text may reach them."""

    kind: str
    highest: Level
    words: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """The least that units of these kinds must know for these services; without services: for those not named."""

    id: str
    services: frozenset[str]
    kinds: tuple[str, ...]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Packets:
    """All that is declared about packets; ``services``: labels of those that definitions/services does not have."""

    version: str
    fields: Mapping[str, Field]
    ceilings: Mapping[str, Ceiling]
    services: Mapping[str, Mapping[str, str]]
    declared: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """What is sent to one unit for one service.

    ``kind``: the kind as which the unit is asked. ``sent``: by field. ``before``: the fields that it sees until it has
    accepted. ``left_out``: what was known and does not leave, and why. ``missing``: without these it cannot be sent.
    """

    id: str
    version: str
    service: str
    kind: str
    sent: Mapping[str, object] = field(repr=False)
    before: frozenset[str] = frozenset()
    left_out: Mapping[str, Why] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


class LawfulGround(StrEnum):
    """On what a referral may rest, of the six grounds of UU 27/2022 article 20. The other two carry no referral."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a client agreed to: ``scopes`` are ``rujuk_<kind of unit>``; from when, and until when it stands."""

    scopes: frozenset[str]
    given_at: datetime
    withdrawn_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OtherGround:
    """A ground other than consent, with the rule it rests on in words (an article, a court's number)."""

    ground: LawfulGround
    rule: str


@dataclass(frozen=True, slots=True)
class Cover:
    """An agreement between the two units about the service: its first and last day, None where it has no last."""

    number: str
    first: date
    last: date | None = None


class Hindrance(StrEnum):
    """Why a referral cannot be sent or accepted as it stands."""

    NO_GROUND = "tanpa_dasar"
    WITHDRAWN = "persetujuan_ditarik"
    NO_AGREEMENT = "tanpa_perjanjian"
    EXPIRED_AGREEMENT = "perjanjian_berakhir"
    CONFLICT = "konflik_kepentingan"
    INCOMPLETE = "data_kurang"


class Consequence(StrEnum):
    """What follows when a client withdraws the consent that a referral rests on."""

    NOTHING = "tetap"
    NOT_SENT = "tidak_dikirim"
    WITHDRAW = "ditarik"
    ASK = "ditanyakan"
    NO_FEEDBACK = "tanpa_umpan_balik"


@dataclass(frozen=True, slots=True)
class Outline:
    """What is counted of one referral that was sent. ``due``: when its answer was due, as it stood in the end."""

    sender: str
    receiver: str
    sent_at: datetime
    due: datetime
    answered_at: datetime | None = None
    accepted: bool = False
    completed: bool = False
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How referrals of one unit to another went; None: not printed, so that nobody is found in it.

    ``judged``: those of which it is known whether they were answered in time. ``median_hours``: from sending to answer,
    running hours to one decimal; None also when nothing was answered.
    """

    sender: str
    receiver: str
    sent: int
    judged: int | None
    answered: int | None
    in_time: int | None
    accepted: int | None
    completed: int | None
    median_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What two systems tell each other about a referral: no name, no story.

    ``sender``, ``receiver``, ``client``: opaque identifiers. ``appointment``, ``due``: instants or None. ``part_of``:
    the referral from which this one goes onward.
    """

    id: UUID
    service: str
    sender: str
    receiver: str
    client: str
    state: State
    urgency: Urgency
    authored_at: datetime
    modified_at: datetime
    reason: str = ""
    outcome: str = ""
    appointment: datetime | None = None
    due: datetime | None = None
    part_of: UUID | None = None
