"""States, moves and codes of referrals, as callers get them. Codes are those of ``definitions/code-lists``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
