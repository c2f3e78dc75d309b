"""How a round goes in the field, and what one kader did: counts, never a family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tally:
    """Families with a visit that counts, each once: received, approved of those, and by result code.

    ``again`` are those of ``received`` where nobody was met yet and who must be visited again before that counts.
    """

    received: int
    approved: int
    results: Mapping[str, int]
    again: int = 0


@dataclass(frozen=True, slots=True)
class FieldDay:
    """What was visited on one day, and all until its end; ``expected`` by its end, where there is a pace."""

    day: date
    received: int
    approved: int
    until: int
    expected: Fraction | None


@dataclass(frozen=True, slots=True)
class VillageField:
    """How far one village is. ``expected`` by today at an even pace; None without a target or a last day."""

    village_code: str
    target: int | None
    tally: Tally
    expected: Fraction | None
    behind: bool


@dataclass(frozen=True, slots=True)
class KaderField:
    """What one kader sent, and how far they are with the families given to them (None: not looked at).

    ``person_id`` is None for a card or phone of nobody on record; then ``name`` is what the card is called.
    """

    person_id: UUID | None
    name: str
    tally: Tally
    returned: int
    last_day: date | None
    given: int | None = None
    visited: int | None = None
    expected: Fraction | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """A round in one area at one moment.

    ``area_code`` empty: everything in the reader's reach. ``undated`` visits do not say on which day they took place.
    Result codes are empty where the reader gives no tasks.
    """

    round_id: int
    area_code: str
    as_of: datetime
    today: date
    first_day: date
    last_day: date | None
    target: int | None
    total: Tally
    expected: Fraction | None
    days: tuple[FieldDay, ...]
    undated: int
    villages: tuple[VillageField, ...]
    outcomes_version: str


@dataclass(frozen=True, slots=True)
class RecapDay:
    """The visits of one kader in one village on one day, by result code, and how many were approved since."""

    day: date | None
    village_code: str
    results: Mapping[str, int]
    approved: int

    @property
    def visits(self) -> int:
        """All visits of this day."""
        return sum(self.results.values())


@dataclass(frozen=True, slots=True)
class Recap:
    """What one kader did in a round, between two days if they are given; each visit once, whatever its versions."""

    round_id: int
    person_id: UUID
    name: str
    villages: tuple[str, ...]
    first: date | None
    last: date | None
    as_of: datetime
    days: tuple[RecapDay, ...]


@dataclass(frozen=True, slots=True)
class InterviewSettings:
    """Of one kader's interviews that count: who answered (``kepala``, ``pasangan``, ...) and whether others heard it.

    ``others`` counts ``ya`` and ``tidak``; under the empty code are interviews that do not say.
    """

    person_id: UUID | None
    name: str
    interviews: int
    respondents: Mapping[str, int]
    others: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of the unfinished visits of an earlier round.

    ``families`` became tasks in ``villages``; for ``nobodys`` nobody is found who may visit them.
    In ``waiting`` villages no task is given yet, so that every kader of them sees each family.
    """

    families: int
    villages: int
    nobodys: int
    waiting: int


@dataclass(frozen=True, slots=True)
class CarriedProgress:
    """Families whose unfinished visit came from an earlier round, and how many are visited now."""

    families: int
    visited: int
