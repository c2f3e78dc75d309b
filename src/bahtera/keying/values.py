"""What this package takes and gives: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family on record that a typed sheet may be about; ``why``: "nik", "kk", "name"."""

    family_id: UUID
    head_name: str
    rw: str
    rt: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet of a batch.

    ``state``: "waiting", "keyed", "missing", "void". ``again``: "" (not in the sample), "wanted", "typed",
    "settled". ``typing`` names who has begun with it, ``scans`` counts what was attached to its visit.
    """

    id: UUID
    batch_id: UUID
    serial: str
    state: str
    again: str
    reason: str
    typist: str
    keyed_at: datetime | None
    submission_id: UUID | None
    typing: str
    may_type: bool
    prefilled: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Sheets that a kader handed in together, and how far they are."""

    id: UUID
    round_id: int
    round_name: str
    village_code: str
    interviewer: str
    received_on: date
    counted: int
    listed: int
    keyed: int
    missing: int
    void: int
    again: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str

    @property
    def waiting(self) -> int:
        """Sheets nobody has accounted for."""
        return self.listed - self.keyed - self.missing - self.void

    @property
    def may_close(self) -> bool:
        """Tell whether every sheet that was counted is typed, missing or void."""
        return self.closed_at is None and self.listed == self.counted and self.waiting == 0


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """A batch with its sheets, in the order in which they were listed."""

    row: BatchRow
    sheets: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a typist has typed of a sheet so far; ``draft`` is what the page keeps, as it gave it."""

    draft: str = field(repr=False)
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ToType:
    """Everything needed to type a sheet: which form, whose, and what was begun.

    ``family_id`` is that of a sheet printed for a family; ``second`` tells that it is typed again.
    """

    sheet_id: UUID
    batch_id: UUID
    serial: str
    form_id: str
    form_version: str
    village_code: str
    family_id: UUID | None
    prefilled: bool
    interviewer: str
    second: bool
    begun: Begun | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A question answered otherwise the second time.

    ``where`` is its place ("anggota[2]/nama"), or a whole row of a repeat that only one has ("anggota[3]").
    """

    where: str
    question: str
    row: int | None
    first: str = field(repr=False)
    second: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """How many questions had an answer in either, and which differ."""

    questions: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A sheet that was typed twice: how often the two differ, and whether that is settled."""

    id: UUID
    sheet_id: UUID
    serial: str
    village_code: str
    questions: int
    differing: int
    first_typist: str
    second_typist: str
    keyed_at: datetime
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with its differences; ``decisions`` by where: "first" or "second"."""

    row: ComparisonRow
    form_id: str
    form_version: str
    submission_id: UUID
    differences: tuple[Difference, ...]
    decisions: Mapping[str, str]
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """How often answers differed: of a typist whose sheets were typed again, or of a question."""

    of: str
    sheets: int
    questions: int
    differing: int

    @property
    def percent(self) -> float:
        """Share of answers that differ."""
        return 100 * self.differing / self.questions if self.questions else 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """The report of a round: by typist and by question, worst first."""

    typists: tuple[Rate, ...]
    questions: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """That a visit was typed from paper: its serial, the day it was handed in, who asked and who typed."""

    sheet_id: UUID
    batch_id: UUID
    serial: str
    interviewer: str
    typist: str
    keyed_at: datetime
    received_on: date
    again: str
