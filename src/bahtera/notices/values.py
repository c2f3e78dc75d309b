"""What callers hand in and get back: counts and kinds, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one kind waits for somebody, and how much of it is late."""

    waiting: int
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as its reader sees it: of ``count`` things of a kind, ``late`` are past their day."""

    id: UUID
    kind: str
    count: int
    late: int
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """Where somebody's daily letter goes; ``waits`` while the mail server has not taken the last one."""

    address: str
    last_letter_at: datetime | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail says."""

    subject: str
    body: str
