"""What a village report is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


class State(StrEnum):
    """Where a report stands."""

    MADE = "made"
    CONFIRMED = "confirmed"
    """By the coordinator of the kader."""
    ENDORSED = "endorsed"
    """By the kepala desa."""
    SENT = "sent"
    RECEIVED = "received"
    """Complete and signed by the system; the TPK2D has it before them."""
    RETURNED = "returned"
    ACCEPTED = "accepted"
    """By the TPK2D."""


class Move(StrEnum):
    """What is done to a report."""

    MAKE = "make"
    CONFIRM = "confirm"
    ENDORSE = "endorse"
    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Words:
    """What people add to the figures: choices by their ids, and lines of their own."""

    problems: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    other_problems: tuple[str, ...] = ()
    other_proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a report. ``role`` says as what somebody acted; names stand nowhere."""

    move: Move
    state: State
    at: datetime
    role: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """The site's Ed25519 signature over `rules.receipt_text`."""

    number: str
    version: int
    sha256: str
    received_at: datetime
    signature: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report without what it says."""

    id: UUID
    number: str
    version: int
    round_id: int
    village_code: str
    state: State
    made_at: datetime
    sha256: str
    steps: tuple[Step, ...]
    receipt: ReportReceipt | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what it says, and what this reader may do with it now."""

    row: ReportRow
    content: Mapping[str, Any]
    moves: frozenset[Move]
    versions: tuple[ReportRow, ...]
    """All versions of this number, the newest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A village of a round and its newest report; None: it has not reported."""

    village_code: str
    report: ReportRow | None


@dataclass(frozen=True, slots=True)
class Recap:
    """What a kader may see of one of her villages in a round, and its reports, the newest first."""

    round_id: int
    round_name: str
    village_code: str
    figures: Mapping[str, Any]
    reports: tuple[ReportRow, ...]
