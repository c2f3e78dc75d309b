"""Days off, opening hours, clocks and when something is due, as callers get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bahtera.foundation.ramadan import Ramadan


class Base(StrEnum):
    """What a limit counts: hours that never pause, days on which offices work, or a day of a month."""

    RUNNING = "jam_berjalan"
    WORKING = "hari_kerja"
    DATE = "tanggal"


class DayKind(StrEnum):
    """Why a day differs from others of its weekday."""

    NATIONAL = "libur_nasional"
    JOINT_LEAVE = "cuti_bersama"
    LOCAL = "libur_daerah"
    WORKED = "hari_kerja"  # a later decree gives a day off back to work


class Whom(StrEnum):
    """Who is told when a step of a clock is reached."""

    UNIT = "unit"
    SENDER = "pengirim"
    SUPERVISOR = "atasan"
    OFFICE = "dinas"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which offices are closed, or work although they would not. ``area``: "" for the whole country."""

    day: date
    kind: DayKind
    name: str
    area: str = ""
    decree: str = ""
    decreed_on: date | None = None


Hours = tuple[time, time]
"""When an office opens and closes on a day, in its own zone."""


@dataclass(frozen=True, slots=True)
class Week:
    """Opening hours by weekday, Monday first; None: closed."""

    days: tuple[Hours | None, ...]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Opening hours in a usual week and in one of Ramadan; ``source`` says by what rule."""

    usual: Week
    ramadan: Week
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that decides which days count in one area.

    ``zone``: IANA time zone. ``special``: by day. ``listed``: years whose national list is known. ``closed``: days on
    which this one unit is closed.
    """

    zone: str
    special: Mapping[date, SpecialDay]
    listed: frozenset[int]
    hours: OfficeHours
    ramadan: tuple[Ramadan, ...] = ()
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: ``amount`` minutes, hours, days, or the day of a month, counted by ``base``.

    ``month``: for a yearly date the month, 1 to 12; 0 for the month after the one in which the clock starts.
    """

    amount: int
    unit: str
    base: Base
    month: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What follows when a clock has run out and nothing has happened: ``after`` it, ``whom`` is told."""

    after: Limit | None
    whom: Whom


@dataclass(frozen=True, slots=True)
class Clock:
    """A declared deadline: what starts and ends it, its limit, who is told when it has passed, and by what rule.

    ``label``, ``starts``, ``ends``: by language. ``status``: official or working. ``reminder``: how long before, or
    None.
    """

    id: str
    version: str
    label: Mapping[str, str]
    starts: Mapping[str, str]
    ends: Mapping[str, str]
    limit: Limit
    source: str
    status: str
    reminder: Limit | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, in UTC, and what made it so.

    ``passed_over``: days off between start and end that did not count. ``unlisted``: years among the days counted whose
    list of days off is not known, so that the day may yet move.
    """

    at: datetime
    limit: Limit
    passed_over: tuple[SpecialDay, ...] = ()
    unlisted: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list of days off that was handed in; ``areas``: codes it names, "" for the country."""

    number: int
    file_name: str
    sha256: str
    kept_at: datetime
    kept_by: str
    count: int
    first: date | None
    last: date | None
    areas: tuple[str, ...]
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    reason: str = ""
