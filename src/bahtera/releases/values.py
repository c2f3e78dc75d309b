"""What releases hands out: values without a database behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from bahtera.statistics.sampling import WEIGHT_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID


class Kind(StrEnum):
    """What a data version is: looked at still, signed for good, or signed again after a correction."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    CORRECTED = "corrected"


class Change(StrEnum):
    """What is asked for a visit of a round whose figures stand."""

    APPROVE = "approve"
    """It counts from now on, in place of the one that did."""
    RETURN = "return"
    """It no longer counts; the kader is asked to mend it."""
    REJECT = "reject"
    """It does not count, for good."""
    SET_ASIDE = "set_aside"
    """A second visit that waits does not count."""
    MEND = "mend"
    """Named answers are put right; the visit counts with them, and as it was sent it stays readable."""


class Standing(StrEnum):
    """Where a correction stands, a request for micro-data, or work that was ordered."""

    ASKED = "asked"
    REFUSED = "refused"
    DONE = "done"


class Ordered(StrEnum):
    """What the worker is asked to do for a round: to sign its data, or to make its micro-data."""

    VERSION = "version"
    MICRO = "micro"


@dataclass(frozen=True, slots=True)
class Citation:
    """From which data figures come; ``number`` None: from no version, "sementara", as approved at this moment.

    ``digest``: SHA-256 in hex of the signed statement; empty without a version. ``figures_from``: of figures that move
    on in steps, the versions they are still those of; empty for figures of the version itself.
    """

    round_id: int
    number: int | None = None
    kind: Kind | None = None
    made_at: datetime | None = None
    digest: str = ""
    figures_from: tuple[int, ...] = ()

    @property
    def earlier(self) -> tuple[int, ...]:
        """Return the earlier versions that figures are still those of; none where all have moved on."""
        return tuple(number for number in self.figures_from if number != self.number)

    @property
    def is_provisional(self) -> bool:
        """Tell whether figures must be marked as provisional ("sementara")."""
        return self.kind in (None, Kind.PROVISIONAL)


class Unsettled(NamedTuple):
    """Visits of a round with a step of their review to go.

    ``undecided``: nobody decided about them, they do not count. ``unconfirmed``: approved, they count, and wait for the
    second level.
    """

    undecided: int
    unconfirmed: int

    @property
    def total(self) -> int:
        """Return how many they are together."""
        return self.undecided + self.unconfirmed


class MicroScore(NamedTuple):
    """One index of one family; its value is ``100 * numerator / denominator`` when ``scored``.

    ``states``: one sign for each indicator of the definition with this hash, in its order: 1 met, 0 not met,
    - not applicable, ? unanswered.
    """

    index_id: str
    index_hash: str
    numerator: int
    denominator: int
    scored: bool
    category: str | None
    states: str


class MicroRow(NamedTuple):
    """One family that counts, de-identified; never to be shown singly.

    ``family``: a pseudonym, the same in every version of the round, and of no use elsewhere. ``groups``: classes of
    `surveys.GROUPS`, unknown ones left out. ``scores``: one an index, without private items; none where nobody was
    interviewed. ``psu``: the village. ``weight``: how many families of the frame it stands for, in 1/10,000; 0 in
    a sample for a family that was not drawn.
    """

    family: str
    village_code: str
    result_code: str
    groups: Mapping[str, str]
    scores: tuple[MicroScore, ...]
    stratum: str = ""
    psu: str = ""
    weight: int = WEIGHT_UNIT

    def score(self, index_id: str) -> MicroScore | None:
        """Return the family's score of an index; None where there is none."""
        return next((each for each in self.scores if each.index_id == index_id), None)


@dataclass(frozen=True, slots=True)
class MicroData:
    """The families of a round in a reader's areas: read ``rows`` once, by village and then as they came.

    ``villages``: those in which a family counts. ``erased``: families of the version whose line was destroyed since;
    they are in its figures, and not in ``rows``.
    """

    cites: Citation
    villages: tuple[str, ...]
    rows: Iterable[MicroRow]
    erased: int = 0


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A data version: ``statement`` is what the site signed, ``digest`` its SHA-256 in hex."""

    id: UUID
    round_id: int
    number: int
    kind: Kind
    made_at: datetime
    made_by: str
    families: int
    undecided: int
    statement: Mapping[str, Any]
    digest: str
    signature: str
    has_public: bool

    @property
    def unconfirmed(self) -> int:
        """Return how many of the visits that count the second level never confirmed."""
        found: int = self.statement.get("unconfirmed", 0)
        return found

    @property
    def speaks_for(self) -> Mapping[str, Any]:
        """Return what was signed of the strata and villages the figures speak for; empty where nothing was."""
        found: Mapping[str, Any] = self.statement.get("speaks_for", {})
        return found

    @property
    def cites(self) -> Citation:
        """Return how figures of this version name it."""
        return Citation(self.round_id, self.number, self.kind, self.made_at, self.digest)


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What working the figures of a version out again from its lines gave.

    ``differs``: areas with a figure that is not the same, and "signature", "manifest", "figures" or "public" for a part
    that is not as it was signed. ``erased``: lines destroyed since, whose villages keep the signed sums.
    """

    families: int
    areas: int
    erased: int
    differs: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether every figure is the same, bit for bit."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a file of a version by itself gave; ``withheld``: lines that stand as their hash alone.

    ``problems``: of "format", "key" (another site's), "signature", "figures", "manifest", "lines", "sums".
    """

    number: int
    kind: str
    digest: str
    families: int
    withheld: int
    problems: tuple[str, ...]


class AskedAnswer(NamedTuple):
    """An answer that is to be put right, as `surveys.MendedAnswer`; ``row`` counts from 1 in rosters."""

    question: str
    row: int | None
    new: Any
    old: Any


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction asked for, and what became of it; ``version`` None while it led to none.

    ``answers``: those to be put right, as they stood when it was asked and as they are to be.
    """

    id: UUID
    round_id: int
    village_code: str
    submission_id: UUID
    change: Change
    reason: str
    asked_at: datetime
    asked_by: str
    asked_name: str
    standing: Standing
    answer: str
    decided_at: datetime | None
    decided_by: str
    decided_name: str
    version: int | None
    answers: tuple[AskedAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """A printed figure that is not the same in two versions; None: hidden, or nothing to compute it from.

    ``what``: as in the printed figures, ``indicators.D1-01.share``. ``old_hidden`` and ``new_hidden``: not shown for
    the sake of few families.
    """

    area_code: str
    index_id: str
    what: str
    old: str | None
    new: str | None
    old_n: int | None
    new_n: int | None
    old_hidden: bool
    new_hidden: bool


@dataclass(frozen=True, slots=True)
class MicroRequestRow:
    """A request to give out a version's micro-data; ``report`` and ``sha256`` are of the rows as asked for.

    ``file``: the stored zip that holds them; "" once it was let go.
    """

    id: UUID
    round_id: int
    number: int
    licence: str
    purpose: str
    report: Mapping[str, Any]
    sha256: str
    file: str
    asked_at: datetime
    asked_by: str
    standing: Standing
    answer: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """Work that was ordered, how far it is, and why it was refused.

    ``wanted``: what was asked for, as whoever does it reads it. ``done`` of ``total``: villages when signing, families
    when making micro-data. ``attempts``: how often it was begun. ``beat_at``: when it last said how far it is.
    ``refusal``: code, message and details, as of any Refused.
    """

    id: UUID
    round_id: int
    what: Ordered
    wanted: Mapping[str, Any]
    asked_at: datetime
    asked_by: str
    standing: Standing
    done: int
    total: int
    attempts: int
    beat_at: datetime
    refusal: Mapping[str, Any]
