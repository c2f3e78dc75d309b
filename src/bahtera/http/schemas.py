"""The shapes of ``/api/v1``. They only grow: a field once given stays. Each field of an answer says its level."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from ninja import Field, Schema

from bahtera.areas.api import Level
from bahtera.foundation.inputs import LARGEST_NUMBER

_LARGEST_PAGE = 200


class AreaSearch(Schema):
    """What to look for: a name, or a code with or without dots."""

    q: str = Field(min_length=2, max_length=100)
    level: Level | None = None
    within: str | None = Field(None, max_length=13)
    limit: int = Field(20, ge=1, le=_LARGEST_PAGE)


class Paging(Schema):
    """Where a page starts (the ``next_cursor`` of the one before) and how many rows it has."""

    cursor: str | None = Field(None, max_length=500)
    size: int = Field(50, ge=1, le=_LARGEST_PAGE)


class SubmissionFilter(Paging):
    """Which submissions to list."""

    area: str | None = Field(None, max_length=13)
    state: str | None = Field(None, max_length=12)
    round_id: int | None = Field(None, ge=1, le=LARGEST_NUMBER)


class AreaOut(Schema):
    """A province, regency, district or village of the Kemendagri code list."""

    SENSITIVITY: ClassVar = {
        "code": "L1",
        "name": "L1",
        "level": "L1",
        "kind": "L1",
        "parent_code": "L1",
        "bps_code": "L1",
        "latitude": "L1",
        "longitude": "L1",
        "zone": "L1",
    }

    code: str
    name: str
    level: str
    kind: str
    parent_code: str | None
    bps_code: str | None
    latitude: float | None
    longitude: float | None
    zone: str


class RoundOut(Schema):
    """A round of measurement; no area code means the whole country."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "name": "L1",
        "year": "L1",
        "form_id": "L1",
        "index_ids": "L1",
        "area_code": "L1",
        "opens": "L1",
        "closes": "L1",
        "is_open": "L1",
    }

    id: int
    name: str
    year: int
    form_id: str
    index_ids: list[str]
    area_code: str
    opens: date
    closes: date | None
    is_open: bool


class ScoreOut(Schema):
    """One index without private items; the value is 100 * numerator / denominator."""

    SENSITIVITY: ClassVar = {
        "index_id": "L2",
        "index_hash": "L2",
        "numerator": "L2",
        "denominator": "L2",
        "scored": "L2",
        "category": "L2",
    }

    index_id: str
    index_hash: str
    numerator: int
    denominator: int
    scored: bool
    category: str | None


class SubmissionOut(Schema):
    """A submission in a list. No names: who needs them opens the page."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "village_code": "L2",
        "round_id": "L2",
        "state": "L2",
        "is_current": "L2",
        "result_code": "L2",
        "visited_on": "L2",
        "received_at": "L2",
        "error_count": "L2",
        "warning_count": "L2",
        "version_number": "L2",
        "is_complete": "L2",
        "scores": "L2",
    }

    id: UUID
    village_code: str
    round_id: int | None
    state: str
    is_current: bool
    result_code: str
    visited_on: date | None
    received_at: datetime
    error_count: int
    warning_count: int
    version_number: int
    is_complete: bool
    scores: dict[str, ScoreOut]


class SubmissionPage(Schema):
    """A page of submissions; ``next_cursor`` goes into the next request, null on the last page."""

    SENSITIVITY: ClassVar = {"items": "L2", "next_cursor": "L2"}

    items: list[SubmissionOut]
    next_cursor: str | None


class CommentOut(Schema):
    """What a supervisor asks to mend, at a question and, in a roster, a row counted from 1."""

    SENSITIVITY: ClassVar = {"question": "L2", "row": "L2", "text": "L3"}

    question: str
    row: int | None
    text: str


class SentOut(Schema):
    """What became of a visit this token sent."""

    SENSITIVITY: ClassVar = {
        "instance_id": "L2",
        "sha256": "L2",
        "received_at": "L2",
        "state": "L2",
        "is_complete": "L2",
        "signature": "L2",
        "comments": "L3",
    }

    instance_id: str
    sha256: str
    received_at: datetime
    state: str
    is_complete: bool
    signature: str
    comments: list[CommentOut]


class SentPage(Schema):
    """A page of what this token sent, newest first."""

    SENSITIVITY: ClassVar = {"items": "L3", "next_cursor": "L2"}

    items: list[SentOut]
    next_cursor: str | None


class ErrorBody(Schema):
    """A refusal: a stable code, a text for people, and what the text was made from."""

    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorOut(Schema):
    """The one shape of every error."""

    error: ErrorBody
