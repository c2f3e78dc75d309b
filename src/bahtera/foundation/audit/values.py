"""What the audit is made of, as plain values: places in the chain, entries, what a verification found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from bahtera.foundation.errors import DomainError

# A place is one number, so that the primary key alone keeps the entries in chain order: 16 bits of day,
# 8 of lane, 36 of sequence.
_SEQUENCE_BITS = 36
_LANE_BITS = 8
LANES_MOST = 1 << _LANE_BITS
SEQUENCE_MOST = (1 << _SEQUENCE_BITS) - 1

_FIRST_DAY = date(1970, 1, 1)
# Findings that an honest site may have too: a machine that was switched off leaves them.
GAPS = frozenset({"unanchored", "anchors_stopped"})
# The day under which entries stand that were written before there was a chain.
ADOPTED_DAY = 0
ADOPTED = "adopted"


class Place(NamedTuple):
    """Where an entry stands: days since 1970, lane, and a number dense in that lane of that day from 1."""

    day: int
    lane: int
    seq: int

    @property
    def id(self) -> int:
        """The place as the entry's primary key."""
        return (self.day << _LANE_BITS | self.lane) << _SEQUENCE_BITS | self.seq


def place_of(entry_id: int) -> Place:
    """Return the place an entry's primary key stands for."""
    head = entry_id >> _SEQUENCE_BITS
    return Place(head >> _LANE_BITS, head & (LANES_MOST - 1), entry_id & SEQUENCE_MOST)


def day_number(on: date) -> int:
    """Return the days since 1970."""
    return (on - _FIRST_DAY).days


def day_label(day: int) -> str:
    """Return a day as ``2026-11-22``, or ``adopted``; whatever stands in a tampered row has a label."""
    if day == ADOPTED_DAY:
        return ADOPTED
    try:
        return (_FIRST_DAY + timedelta(days=day)).isoformat()
    except OverflowError:
        return f"day {day}"


def day_from_label(label: str) -> int:
    """Return the day of a label. Raises ValueError."""
    return ADOPTED_DAY if label == ADOPTED else day_number(date.fromisoformat(label))


def instant(at: datetime) -> str:
    """Return an instant as it is sealed: ``2026-11-22 03:00:00.000000``, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


@dataclass(frozen=True)
class Draft:
    """An entry not yet written: cleaned, without a place in the chain."""

    at: datetime
    action: str
    actor: str
    subject: str
    details: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One thing somebody did. ``about`` names whom and what else it touched, as in ``member:0192...``."""

    id: int
    at: datetime
    action: str
    actor: str
    subject: str
    about: tuple[str, ...]
    details: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands in the chain."""
        return place_of(self.id)


@dataclass(frozen=True)
class Head:
    """The row of one lane on one day: its last entry, how it began, and a seal over all of that.

    ``place`` has sequence 0; ``after`` is the place of the same lane's day before, None for its first.
    ``lanes`` is how many lanes there must be at least.
    """

    id: int
    after: int | None
    lanes: int
    genesis: bytes
    seq: int
    link: bytes
    is_open: bool
    seal: bytes = b""

    @property
    def place(self) -> Place:
        """The day and the lane, with sequence 0."""
        return place_of(self.id)


@dataclass(frozen=True)
class Problem:
    """One thing a verification found: a stable code, where, and figures for its sentence."""

    code: str
    day: str
    lane: int | None = None
    seq: int | None = None
    entry_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What a verification read and found; ``problems`` holds the first of them, ``count`` tells all.

    ``explained`` are gaps between anchors that an entry in the chain accounts for; they do not count.
    ``anchored_until`` is the last anchor that is not dated in the future, ``dated_ahead`` the last that is.
    """

    entries: int
    days: Sequence[str]
    anchored_until: datetime | None
    problems: Sequence[Problem]
    count: int
    seconds: float
    explained: Sequence[Problem] = ()
    dated_ahead: datetime | None = None

    @property
    def is_intact(self) -> bool:
        """Nothing was found."""
        return self.count == 0

    @property
    def has_gaps_only(self) -> bool:
        """Something was found, and all of it may come of a worker that stood still."""
        return 0 < self.count == len(self.problems) and {one.code for one in self.problems} <= GAPS


class ChainKeyMissing(DomainError):
    """The audit has entries and the key of its chain is gone: writing on would hide what happened."""

    def __init__(self) -> None:
        super().__init__(
            "audit.key_missing",
            "The key of the audit chain is missing. Put keys/audit.key back from its copy, then start again.",
        )
