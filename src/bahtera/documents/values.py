"""What documents hands out: kinds, states, one document, its public word, and what is made every month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


class Kind(StrEnum):
    """What a paper is."""

    VILLAGE_SHEET = "village_sheet"
    """One page for the notice board."""
    VILLAGE_PACKAGE = "village_package"
    """"Desa Cantik": the sheet, the table for the village's plan, data and what they mean, in one zip."""
    REGENCY_BOOK = "regency_book"
    PROVINCE_SUMMARY = "province_summary"
    SLIDES = "slides"
    PRESS = "press"
    MINUTES = "minutes"
    """"Berita acara" of a meeting about the figures."""


class State(StrEnum):
    """Where a document stands."""

    MAKING = "making"
    FAILED = "failed"
    UNCHANGED = "unchanged"
    """Asked for again while it would say nothing new: the issued one stays the newest."""
    ISSUED = "issued"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What happens to a document."""

    ISSUE = "issue"
    FAIL = "fail"
    LEAVE = "leave"
    AGAIN = "again"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Made:
    """A document as it was set.

    Args:
        sha256: stored file, ``kind`` "pdf" or "zip", ``size`` in bytes, ``pages`` of the PDF (0 for a zip).
        twin: the same tables or text as a second stored file, ``twin_kind`` "xlsx" or "txt"; "" for none.
        definition_version, definition_hash: of the index. data_version: 0 while the figures are provisional.
    """

    sha256: str
    kind: str
    size: int
    pages: int
    twin: str
    twin_kind: str
    definition_version: str
    definition_hash: str
    data_version: int
    data_digest: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class SignedCopyRow:
    """A scan of the signed and stamped paper."""

    id: UUID
    sha256: str
    kind: str
    size: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the register; ``made`` None until it was issued. ``number`` "" until it got one.

    ``replaced_by`` and ``same_as``: numbers of the one that came after it, and of the one it would repeat.
    """

    id: UUID
    token: str
    kind: Kind
    area_code: str
    round_id: int
    index_id: str
    number: str
    state: State
    ordered_at: datetime
    ordered_by: str
    done: int
    total: int
    attempts: int
    beat_at: datetime
    refusal: Mapping[str, Any]
    issued_at: datetime | None
    made: Made | None
    replaced_by: str
    same_as: UUID | None
    ended_at: datetime | None
    ended_reason: str
    signed: tuple[SignedCopyRow, ...] = ()

    @property
    def is_latest(self) -> bool:
        """Tell whether it is the newest of its kind for its area, round and index."""
        return self.state is State.ISSUED


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """What anybody who has the paper in hand may know of it, and nothing else.

    ``replaced_by``: number and day of the one that came after it. ``newer_round``: a later round has one of this kind.
    """

    kind: Kind
    area_code: str
    number: str
    issued_at: datetime
    state: State
    sha256: str
    replaced_by: tuple[str, datetime] | None
    newer_round: bool


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """What is made every month: of which kind, where, on which day (1 to 28). ``index_id`` "": the round's first."""

    id: UUID
    area_code: str
    kind: Kind
    index_id: str
    day: int
    made_at: datetime
    made_by: str
    last_month: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for in the register; None and "" for everything."""

    kind: Kind | None = None
    area: str = ""
    round_id: int | None = None
    state: State | None = None
