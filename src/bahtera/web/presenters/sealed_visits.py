"""What the page of sealed visits shows."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SealedLine:
    """A sealed visit that waits; village, family and day are empty when its form is not known here."""

    id: str
    sender: str
    was_stopped: bool
    came_at: datetime
    zone: str
    village: str
    family: str
    visited_on: date | None


@dataclass(frozen=True)
class SealedPage:
    """A page of them, and where the next one is."""

    rows: tuple[SealedLine, ...]
    more_url: str
