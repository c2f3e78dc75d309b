"""What releases hands out: values without a database behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

WEIGHT_UNIT: Final = 10_000
"""Weights are whole numbers of one over this: a family that stands for itself alone weighs 10,000."""


class Kind(StrEnum):
    """What a data version is: looked at still, signed for good, or signed again after a correction."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Citation:
    """From which data figures come; ``number`` None: from no version, "sementara", as approved at this moment.

    ``digest``: SHA-256 in hex of the signed statement; empty without a version.
    """

    round_id: int
    number: int | None = None
    kind: Kind | None = None
    made_at: datetime | None = None
    digest: str = ""

    @property
    def is_provisional(self) -> bool:
        """Tell whether figures must be marked as provisional ("sementara")."""
        return self.kind in (None, Kind.PROVISIONAL)


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
    interviewed. ``psu``: the village. ``weight``: how many families of the frame it stands for, in 1/10,000.
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
