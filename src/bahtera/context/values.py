"""What context hands out: series, quoted figures, opinions, and what a file of them looks like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from bahtera.context.errors import Fault

Text = Mapping[str, str]
"""Words in two languages: ``id`` and ``en``."""
NATION = "ID"
"""What stands for the whole country where an area is named; areas have no code of their own for it."""
_PASSED_ON: Final = re.compile(r"\s+lewat\s+", re.IGNORECASE)


class Unit(Enum):
    """What a figure counts or measures. Figures of two units are never added, divided or compared."""

    PERCENT = "percent"
    PERSONS = "persons"
    CASES = "cases"
    VICTIMS = "victims_in_case"
    FAMILIES = "families"
    DECISIONS = "decisions"
    RUPIAH = "rupiah"


class DateBasis(Enum):
    """Which date puts something into a period."""

    SURVEY = "survey"
    REPORT = "report"
    DECISION = "decision"
    REGISTRATION = "registration"
    CENSUS = "census"


class Direction(Enum):
    """Which way is worse, if either is."""

    HIGHER_IS_WORSE = "higher_is_worse"
    LOWER_IS_WORSE = "lower_is_worse"
    NEITHER = "neither"


class DateQuality(Enum):
    """How the day on which a figure was quoted is known."""

    PRINTED = "printed"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Break:
    """A month (its first day) from which figures of a series are no longer what they were before, and why."""

    start: date
    why: Text


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured, by whom, in which unit and by which date; ``levels`` are those it is published for.

    ``period``: "year" (whole years alone) or "months" (a year, a month, or months from ... to). ``unlike``: ids of
    look-alikes it must not be mixed with. ``looks_back``: why it says nothing of its own year, else None.
    """

    id: str
    title: Text
    definition: Text
    group: str
    unit: Unit
    decimals: int
    period: str
    date_basis: DateBasis
    institution: str
    direction: Direction
    levels: tuple[str, ...]
    status: str
    source: str
    unlike: tuple[str, ...]
    breaks: tuple[Break, ...]
    looks_back: Text | None
    note: Text | None
    definition_sha256: str


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from ``start`` (a first day) to ``end`` (a last day); ``text`` is how it is written."""

    text: str
    start: date
    end: date

    @property
    def months(self) -> int:
        """Return how many months it has."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One quoted figure. ``value`` is exact decimal text with its decimals kept: 23.10 stays 23.10.

    ``quoted_on`` is a year, month or day as known, "" when unknown. ``area`` is a Kemendagri code or ``NATION``.
    ``definition`` is the SHA-256 of what its series said when it was kept, "" before that.
    """

    series: str
    area: str
    period: Period
    value: str
    source: str
    link: str
    quoted_on: str
    date_quality: DateQuality
    provisional: bool
    note: str
    id: int = 0
    batch: int = 0
    definition: str = ""

    @property
    def publisher(self) -> str:
        """Return who published it: ``BPS`` of "BPS lewat Antara", for the press passes on what others count."""
        return _PASSED_ON.split(self.source, maxsplit=1)[0].strip()

    @property
    def number(self) -> Decimal:
        """Return the value as an exact number."""
        return Decimal(self.value)

    @property
    def decimals(self) -> int:
        """Return how many decimals it was quoted with."""
        return len(self.value.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said is the cause: theirs, said on a day, never a figure. ``speaker`` is an office, no name."""

    series: str
    area: str
    speaker: str
    said_on: str
    source: str
    link: str
    text: str
    id: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a file of figures or opinions holds, and everything that is wrong with it.

    ``lines`` are those of the figures, or of the opinions, in the same order; ``columns`` where each column stands,
    from 1.
    """

    figures: tuple[Figure, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    faults: tuple[Fault, ...] = ()
    lines: tuple[int, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept of a file, and which figures beside it (kept or in the file) say otherwise."""

    content: Content
    conflicts: tuple[tuple[Figure, Figure], ...]
    sha256: str

    @property
    def fits(self) -> bool:
        """Tell whether the file may be kept."""
        return not self.content.faults


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: what was kept, when, by whom; and since when and why it no longer counts."""

    id: int
    file_name: str
    sha256: str
    kept_at: datetime
    kept_by: str
    figures: int
    opinions: int
    taken_back_at: datetime | None
    taken_back_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """All figures of a series for an area in one period; more than one where sources quote it.

    ``conflicting``: they do not say the same, even rounded to the fewer decimals. ``after_break``: a break of the
    series' meaning lies between the period before and this one.
    """

    period: Period
    figures: tuple[Figure, ...]
    conflicting: bool
    after_break: tuple[Break, ...] = ()


class Trend(Enum):
    """Which way a figure went between two periods."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be said of two periods: a trend with its difference, or why nothing may be said.

    ``publisher``: whose figures were compared. ``missing`` holds codes: "no_period", "conflict", "provisional",
    "break", "length", "overlap", "series", "definition", "unit", "date_basis", "area", "publisher".
    """

    before: Quoted | None
    after: Quoted | None
    trend: Trend | None
    difference: str
    missing: tuple[str, ...]
    publisher: str = ""
