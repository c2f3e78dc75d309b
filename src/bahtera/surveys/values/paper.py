"""Forms on paper: printings and the forms in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PaperFormRow:
    """A printed form: its serial, for which family (None: blank), and whether it still counts."""

    serial: str
    batch_id: UUID
    place: int
    round_id: int
    form_id: str
    form_version: str
    language: str
    village_code: str
    family_id: UUID | None
    person_id: UUID | None
    state: str
    printed_at: datetime
    printed_by: str
    cancelled_at: datetime | None
    cancelled_why: str


@dataclass(frozen=True, slots=True)
class PaperBatchRow:
    """Forms printed together, and how far their file is."""

    id: UUID
    round_id: int
    form_id: str
    form_version: str
    language: str
    village_code: str
    prefilled: bool
    members: int
    spare: int
    person_id: UUID | None
    stage: str
    pages: int
    sha256: str
    printed_at: datetime
    printed_by: str
    forms: int
    cancelled: int
