"""Groups, their members, meetings, months, businesses and stages, as callers get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What a group is for."""

    UPPKA = "uppka"
    BKB = "bkb"
    BKR = "bkr"
    BKL = "bkl"
    PIKR = "pikr"


class State(StrEnum):
    """What a group's own records say of one criterion of a stage."""

    MET = "terpenuhi"
    NOT_MET = "belum"
    UNKNOWN = "belum_diketahui"


@dataclass(frozen=True, slots=True)
class Card:
    """What the card (K/0) of a group says besides its people. Codes are those of ``definitions/groups``.

    ``number``: its register number, unique among its kind; empty for one to be given. ``targets``: families it is
    meant for, None when not known. ``mentor`` and ``mentor_number``: who watches over it, by position and number.
    """

    kind: Kind
    name: str
    village_code: str
    number: str = ""
    started_on: date | None = None
    decree: str = ""
    decreed_on: date | None = None
    issuer: str = ""
    mentor: str = ""
    mentor_number: str = ""
    place: str = ""
    targets: int | None = None
    funds: frozenset[str] = frozenset()
    facilities: frozenset[str] = frozenset()
    integration: frozenset[str] = frozenset()
    priority: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its card. ``version`` is named when it is written; ``stage`` is "" until one was decided."""

    id: UUID
    version: int
    card: Card
    stage: str = ""
    closed_on: date | None = None
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Members by sex on one day. ``unknown``: of no recorded sex."""

    women: int
    men: int
    unknown: int = 0

    @property
    def total(self) -> int:
        """Return all members."""
        return self.women + self.men + self.unknown


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in a list. ``people`` is None where it would point at somebody; ``reported``: the month asked for."""

    id: UUID
    kind: Kind
    number: str
    name: str
    village_code: str
    stage: str
    closed_on: date | None
    people: People | None
    reported: bool
    carded: bool


@dataclass(frozen=True, slots=True)
class MemberInput:
    """A member as somebody writes them; ``born``: of whom the group is about (child, elderly person, the member)."""

    name: str = field(repr=False)
    joined_on: date
    sex: str = ""
    nik: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    office: str = ""
    trained: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a group. ``linked``: the register of families knows them. ``nik`` only where it was asked for."""

    id: UUID
    version: int
    name: str = field(repr=False)
    sex: str
    born: date | None = field(repr=False)
    office: str
    trained: bool
    joined_on: date
    left_on: date | None
    left_why: str
    linked: bool
    nik: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """A group in which somebody is or was, for their own copy of data."""

    kind: Kind
    group_name: str
    member: MemberRow


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """One meeting: who of the members came, and how many guests."""

    held_on: date
    topic: str
    present: frozenset[UUID]
    presenter: str = ""
    discussed: bool = False
    guests: int = 0


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as it was recorded."""

    id: UUID
    version: int
    held_on: date
    topic: str
    presenter: str
    discussed: bool
    guests: int
    present: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Month:
    """The monthly register (R/I) of one group, every number derived from its meetings, members and businesses.

    ``bands``: attendances by band of age, ``tidak_diketahui`` among them; empty for a kind without bands. ``came``:
    members who came at least once. ``turnover``: rupiah, None when no business told one; ``told`` of ``businesses``.
    """

    meetings: int
    members: People
    came: People
    attendances: People
    bands: Mapping[str, int]
    guests: int
    topics: tuple[str, ...]
    businesses: int = 0
    told: int = 0
    turnover: int | None = None
    trainings: int = 0


@dataclass(frozen=True, slots=True)
class Handed:
    """A month, card or bundle as it was handed in; ``late``: after its day."""

    version: int
    at: datetime
    by: str
    reason: str
    late: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of a group: what it says now, what was handed in, and whether the two differ."""

    month: date
    now: Month
    handed: tuple[Handed, ...]
    kept: Month | None
    due: datetime
    overdue: bool

    @property
    def moved(self) -> bool:
        """Tell whether the records were changed since the month was handed in."""
        return self.kept is not None and self.kept != self.now


@dataclass(frozen=True, slots=True)
class BusinessInput:
    """A business of a group or of one of its members, at work since a day; ``capital`` in rupiah by its source."""

    name: str = field(repr=False)
    kind: str
    product: str
    capital: Mapping[str, int]
    market: str
    since: date
    owner_id: UUID | None = None
    partner: str = ""


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """A business; ``turnover`` in rupiah by month (its first day)."""

    id: UUID
    version: int
    business: BusinessInput
    ended_on: date | None
    turnover: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training that members had: what about, by whom, how many came."""

    id: UUID
    held_on: date
    topic: str
    giver: str
    people: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion and what the records say: ``found`` against ``needed``; None when nothing tells."""

    id: str
    stage: str
    fact: str
    label: Mapping[str, str]
    needed: int
    found: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which stage the records speak for, "" for none yet, with every criterion. A person decides."""

    stage: str
    criteria: tuple[Judged, ...]
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage that somebody decided; ``proposed``: what the records spoke for on that day."""

    stage: str
    proposed: str
    since: date
    reason: str
    by: str
    version: str
    criteria: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class BundleLine:
    """All groups of one kind in a kecamatan in a month; sums are of the months that were handed in."""

    kind: Kind
    groups: int
    reported: int
    sums: Month


@dataclass(frozen=True, slots=True)
class Missing:
    """A group that has not handed in its month."""

    id: UUID
    kind: Kind
    name: str
    village_code: str


@dataclass(frozen=True, slots=True)
class BundleView:
    """The bundle of a kecamatan in a month: what stands in it now, what was handed in, who has not reported."""

    district_code: str
    month: date
    lines: tuple[BundleLine, ...]
    missing: tuple[Missing, ...]
    handed: tuple[Handed, ...]
    kept: tuple[BundleLine, ...] | None
    due: datetime
    overdue: bool

    @property
    def moved(self) -> bool:
        """Tell whether months were handed in or corrected since the bundle was."""
        return self.kept is not None and self.kept != self.lines


@dataclass(frozen=True, slots=True)
class AreaCount:
    """Groups of one kind in an area, for whoever reads counts alone.

    ``members`` and ``women`` sum what may be told of each group: those of fewer than five, or with fewer than five of
    one sex, are left out of the sum (``untold`` groups), so no difference of two sums points at one of them.
    """

    kind: Kind
    groups: int
    reported: int
    members: int
    women: int
    of_women: int
    untold: int
    stages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a table did: lines that were new, written otherwise, or said nothing new."""

    added: int
    changed: int
    unchanged: int
