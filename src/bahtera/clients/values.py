"""Who a client is, how they are reached, on what ground their data goes on: plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class BirthQuality(StrEnum):
    """How well a birth date is known (``mutu_tanggal_lahir``)."""

    CERTAIN = "pasti"
    YEAR = "perkiraan_tahun"
    AGE = "perkiraan_umur"
    UNKNOWN = "tidak_diketahui"


class Need(StrEnum):
    """With what a service must reckon when it receives somebody (``disabilitas``)."""

    PHYSICAL = "fisik"
    INTELLECTUAL = "intelektual"
    MENTAL = "mental"
    BLIND = "netra"
    DEAF = "rungu"
    SPEECH = "wicara"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a client, as much or as little as there is.

    An estimated birth date is written as 1 July of the year. ``languages`` are codes of ISO 639; ``birth_date`` is
    None exactly when its quality is UNKNOWN.
    """

    name: str = field(default="", repr=False)
    sex: str = ""
    birth_date: date | None = field(default=None, repr=False)
    birth_quality: BirthQuality = BirthQuality.UNKNOWN
    village_code: str = ""
    nik: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    languages: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """A client that was opened or changed; ``ask_supervisor``: somebody alike may be known, here or elsewhere."""

    client_id: UUID
    number: int
    ask_supervisor: bool


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client as a unit that knows them sees them. ``number`` is named when it is changed."""

    id: UUID
    number: int
    identity: Identity
    member_id: UUID | None
    units: tuple[UUID, ...]
    synthetic: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in the list of one unit."""

    id: UUID
    name: str = field(repr=False)
    village_code: str
    known_since: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One version of what was known; ``refused``: it was written upon an older one, and never held."""

    id: UUID
    number: int
    refused: bool
    identity: Identity
    at: datetime
    by: str


# --- safe contact -----------------------------------------------------------------------------------------


class Way(StrEnum):
    """How somebody is reached (``kontak_aman``)."""

    PHONE = "boleh_telepon"
    WHATSAPP = "boleh_wa"
    LETTER = "boleh_surat"


@dataclass(frozen=True, slots=True)
class SafeHours:
    """When a call is safe: on weekdays (1 Monday to 7 Sunday), from one time up to, not including, another."""

    weekdays: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How a client is reached without harm. Without ways nobody is reached; without hours nobody is called.

    ``silent`` (``jangan_hubungi``) stands above all else. ``password`` is the word by which the client knows who
    calls; ``never`` tells who must not be spoken to, by name or relation.
    """

    ways: frozenset[Way] = frozenset()
    hours: tuple[SafeHours, ...] = ()
    silent: bool = False
    password: str = field(default="", repr=False)
    never: tuple[str, ...] = field(default=(), repr=False)
    note: str = field(default="", repr=False)


# --- grounds ----------------------------------------------------------------------------------------------


class LawfulGround(StrEnum):
    """On what data is processed (``dasar_pemrosesan``, UU 27/2022 Article 20)."""

    CONSENT = "persetujuan"
    CONTRACT = "kontrak"
    LEGAL_DUTY = "kewajiban_hukum"
    VITAL_INTEREST = "kepentingan_vital"
    PUBLIC_TASK = "tugas_publik"
    LEGITIMATE_INTEREST = "kepentingan_sah"


class Giver(StrEnum):
    """Who agreed (``pemberi_persetujuan``); the client is ``korban`` in that list."""

    CLIENT = "diri_sendiri"
    PARENT = "orang_tua_bukan_pelaku"
    GUARDIAN = "wali"
    COMPANION = "pendamping_ditunjuk"
    COURT = "penetapan_pengadilan"


class Scope(StrEnum):
    """What a ground allows besides referring (``lingkup_persetujuan``); see `refer_to`."""

    CARE = "penanganan_internal"
    STATISTICS = "statistik_anonim"
    PHONE = "kontak_telepon"
    HOME = "kontak_rumah"
    REMOTE = "layanan_jarak_jauh"
    RECORDING = "foto_rekaman"
    RESEARCH = "penelitian"


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave a consent, as far as they are not the client: named, with a NIK where there is one."""

    by: Giver
    name: str = field(default="", repr=False)
    nik: str = field(default="", repr=False)
    declared_of_age: bool = False


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground as it was recorded; ``scope`` is a `Scope` or ``rujuk_`` and the kind of the receiving unit."""

    id: UUID
    client_id: UUID
    ground: LawfulGround
    scope: str
    giver: Giver | None
    reason: str = field(repr=False)
    given_at: datetime
    until: datetime | None
    recorded_by: str
    ended_at: datetime | None
    ended_how: str


# --- doubles ----------------------------------------------------------------------------------------------


class PairState(StrEnum):
    """What a supervisor said about two records that look like one person."""

    OPEN = "open"
    MERGED = "merged"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two records that look like one person; ``alike`` is ``nik`` or ``likeness``."""

    id: UUID
    first_id: UUID
    second_id: UUID
    alike: str
    state: PairState
    found_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PairView:
    """The pair with what is known of each, for the supervisor of both."""

    row: PairRow
    first: Identity
    second: Identity
    kept_id: UUID | None


# --- identity check ---------------------------------------------------------------------------------------


class Answer(StrEnum):
    """What a civil registry answers, and nothing more."""

    MATCH = "match"
    NO_MATCH = "no_match"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a civil registry."""

    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)


class IdentityCheck(Protocol):
    """Whoever can say whether a NIK belongs to a name. Never raises: whatever goes wrong is UNAVAILABLE."""

    def check(self, asked: Asked) -> Answer:
        """Return the answer within seconds."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: when, by whom, and the answer."""

    asked_at: datetime
    asked_by: str
    answer: Answer
