"""What a plan of action is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID


class State(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    RUNNING = "running"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What is done to a plan."""

    MAKE = "make"
    CHANGE = "change"
    PROPOSE = "propose"
    RETURN = "return"
    AGREE = "agree"
    BEGIN = "begin"
    FINISH = "finish"
    REOPEN = "reopen"
    SHIFT = "shift"
    """Its deadline is moved; the state stays."""
    POSTPONE = "postpone"
    RESUME = "resume"
    CANCEL = "cancel"
    TAKE = "take"
    """Somebody takes it on, or is given it; the state stays."""


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What somebody writes into a plan.

    Args:
        village_code: Kemendagri code of the village.
        year: budget year.
        round_id, index_id, indicator: which measured need it answers; the baseline is looked up from these.
        activity, details: what is done, in words that name nobody.
        agency: the office that answers for it (SKPD), as in the mapping of `needs`.
        unit_id: the very unit, when it works with this site.
        position: office of who answers for it ("Kepala Bidang ..."), never a name.
        source, amount: where the money comes from and how much, in whole rupiah; None when not known yet.
        starts_on, deadline: first and last day.
        families: how many families it is to reach; None when not counted.
        share: percentage of families that meet the indicator afterwards, 0 to 100, in hundredths; None: not said.
    """

    village_code: str
    year: int
    round_id: int
    index_id: str
    indicator: str
    activity: str
    agency: str
    source: str
    starts_on: date
    deadline: date
    details: str = ""
    unit_id: UUID | None = None
    position: str = ""
    amount: int | None = None
    families: int | None = None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The public's figure of the indicator when the plan was written, as it may be shown.

    Args:
        share: percentage that met it, as text with two places; None when hidden or nobody answered.
        unmet, n: families that lack it, and families that answered; None when hidden.
        hidden: not shown for the sake of few families.
        version: number of the data version; None: none, "sementara".
        digest: SHA-256 of that version's statement; empty without one.
        index_version, index_hash: the definition it was counted by.
        label: words of the indicator in both languages.
    """

    share: str | None
    unmet: int | None
    n: int | None
    hidden: bool
    version: int | None
    digest: str
    index_version: str
    index_hash: str
    label: Mapping[str, str]
    round_name: str
    round_year: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {"label": dict(self.label)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Baseline:
        """Return what `to_json` wrote."""
        return cls(**{name: data[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as lists show it. ``families`` and ``reached`` are exact: show them by `shown_count`.

    Args:
        late: days past the deadline until today, of a plan that is not done; 0 in time. A done one is not late.
        over: days after its deadline that a done plan was done; 0 in time.
        slipped: days that the deadline was moved since the plan was agreed.
        percent, reached: as last told; None: nothing told yet.
    """

    id: UUID
    number: str
    village_code: str
    year: int
    state: State
    index_id: str
    indicator: str
    baseline: Baseline
    round_id: int
    activity: str
    details: str
    agency: str
    unit_id: UUID | None
    unit: str
    position: str
    held: bool
    source: str
    amount: int | None
    starts_on: date
    deadline: date
    first_deadline: date | None
    families: int | None
    share: int | None
    percent: int | None
    reached: int | None
    told_on: date | None
    ended_on: date | None
    late: int
    over: int
    slipped: int
    revision: int

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.state not in {State.DONE, State.CANCELLED}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a plan's history. ``role`` says as what somebody acted; names stand nowhere.

    ``changes``: field -> (before, after), as text.
    """

    move: Move
    state: State
    at: datetime
    role: str
    reason: str
    changes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """What was told of a plan on a day: a share done in whole per cent, families reached, or words alone."""

    id: int
    on: date
    percent: int | None
    reached: int | None
    note: str
    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A paper or photo that shows what was done; ``size`` in bytes. Withdrawn ones keep reason and hash alone."""

    id: UUID
    name: str
    kind: str
    size: int
    about: str
    sha256: str
    at: datetime
    role: str
    withdrawn_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with everything this reader may see and do.

    Args:
        moves: what may be done to it now, by this reader.
        may_change: the reader may write into it now. may_tell: may tell progress and add evidence.
        may_read_evidence: may open papers and photos. may_name: may see and name its families.
        person: name of who holds it, only for who may know people at work there, or oneself; empty otherwise.
        mine: the reader holds it. small: counts below this are shown as "fewer than".
    """

    row: PlanRow
    steps: tuple[Step, ...]
    progress: tuple[ProgressRow, ...]
    evidence: tuple[EvidenceRow, ...]
    moves: frozenset[Move]
    may_change: bool
    may_tell: bool
    may_read_evidence: bool
    may_name: bool
    may_take: bool
    may_give: bool
    exact: bool
    person_id: UUID | None
    person: str
    mine: bool
    named: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which plans of a list: each empty or None for all. ``area`` is any code; plans inside it."""

    area: str = ""
    agency: str = ""
    indicator: str = ""
    year: int | None = None
    source: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """How many plans there are for something, and how many of them are done; those given up do not count."""

    plans: int
    done: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: how many plans stand there, and the most urgent of them."""

    state: State
    count: int
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A deadline that was moved: when, from which day to which, as what, why."""

    at: datetime
    before: date
    after: date
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Slipped:
    """A plan behind its time, with how its deadline was moved."""

    row: PlanRow
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a list of plans adds up to: rupiah of those that name an amount, plans by state, plans without an amount.

    ``late``: not done and past the deadline; ``over``: done after it.
    """

    plans: int
    amount: int
    unpriced: int
    late: int
    over: int
    by_state: Mapping[State, int]


class DutyKind(StrEnum):
    """Why a plan waits for somebody, the most urgent first."""

    OVERDUE = "overdue"
    AGREE = "agree"
    SOON = "soon"
    BEGIN = "begin"
    SILENT = "silent"
    UNHELD = "unheld"


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """So many plans wait for the reader for one reason; nothing about any of them."""

    kind: DutyKind
    count: int


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in a line of a file: line from 1, column by its head, an English sentence and its details."""

    line: int
    column: str
    message: str
    details: Mapping[str, Any]
