"""What phones send and fetch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from bahtera.foundation.errors import DomainError
from bahtera.surveys.values.joint import SignedPart
from bahtera.surveys.values.visits import CommentRow


class SentFile(NamedTuple):
    """A file that came with a visit: its name, the hash under which it is kept (empty: not stored), and that as sent.

    The two differ for a photo, which is kept without what its camera wrote beside the picture.
    """

    name: str
    sha256: str
    sent_sha256: str = ""

    @property
    def as_sent(self) -> str:
        """The hash that a phone that sends it again comes with."""
        return self.sent_sha256 or self.sha256


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: proof that these bytes are kept.

    ``signature`` is the server's Ed25519 signature of ``signed_text`` and can be checked offline.
    ``state`` "received" means kept and not yet assessed.
    """

    submission_id: UUID
    instance_id: str
    sha256: str
    received_at: datetime
    repeated: bool
    state: str
    signature: str

    @property
    def signed_text(self) -> str:
        """Return the exact text under the signature."""
        return receipt_text(self.instance_id, self.sha256, self.received_at)


def receipt_text(instance_id: str, sha256: str, received_at: datetime) -> str:
    """Return the text a receipt signs: kind, instance id, hash of the bytes, instant in UTC."""
    return f"bahtera-receipt-1\n{instance_id}\n{sha256}\n{received_at.isoformat()}\n"


@dataclass(frozen=True)
class SentRow:
    """What became of a visit, for its sender; ``comments`` are those of the last return while it stands.

    ``put_together``: a person made it and another visit into one, or it is the one that came of that. ``reason``:
    why it was rejected (a `RejectReason`); the comments say it in words. ``joint``: of a part of a shared visit,
    whether it is "waiting" for the other's, in "clash" with it, or "joined" with it; then the rest is told of the
    joined visit.
    """

    instance_id: str
    sha256: str
    received_at: datetime
    state: str
    is_complete: bool
    signature: str
    comments: tuple[CommentRow, ...]
    family_id: UUID | None = None
    put_together: bool = False
    reason: str = ""
    joint: str = ""


@dataclass(frozen=True)
class SettingsQr:
    """What ODK Collect scans: the JSON, the text inside the code, and the picture (PNG)."""

    settings: Mapping[str, Any]
    text: str
    png: bytes


@dataclass(frozen=True)
class MediaFile:
    """A CSV for a form; ``md5`` is of these bytes."""

    name: str
    content: bytes
    md5: str


@dataclass(frozen=True, slots=True)
class PrivatePart:
    """What came of the private part of a visit, and its two sealed boxes; surveys pass it on and open nothing."""

    asked: str
    answers: bytes = field(repr=False)
    help: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SentVisit:
    """A visit of a batch: its body, the files it names with their hashes as sent, whether nothing more follows.

    ``pace``: milliseconds spent on each part of the form, as the phone measured them.
    ``private`` is what was confided at it, sealed; ``part`` says whose part of a shared visit it is, if it is one.
    """

    xml: bytes
    files: tuple[tuple[str, str], ...] = ()
    complete: bool = True
    pace: Mapping[str, int] = field(default_factory=dict)
    private: PrivatePart | None = None
    part: SignedPart | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one visit of a batch: stored, repeated, refused, kept (sealed), or to be sent again.

    ``sha256`` is of what was sent; ``missing`` names files that have not come.
    """

    outcome: str
    sha256: str
    receipt: Receipt | None = None
    error: DomainError | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadState:
    """How many bytes of a file are here, of how many (0: not begun)."""

    received: int
    size: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A sealed visit that waits: from whose phone, and whom it is about as far as that can be said."""

    id: UUID
    sender: str
    was_stopped: bool
    came_at: datetime
    village_code: str
    family_name: str
    visited_on: date | None


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A family's visit that counts in an open round, whoever made it; ``on`` is None where the day is not known."""

    round_id: int
    on: date | None


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """A step a family chose at a visit: its id in the table of services, its own words for ``lainnya``, by when."""

    step: str
    other: str
    due: date | None
