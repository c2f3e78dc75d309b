"""What a kader may see of her village, and its report to the TPK2D."""

import hashlib
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from bahtera.foundation.canonical import canonical_json
from bahtera.http import bodies
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts
from bahtera.http.field.replies import REFUSALS, actor_of
from bahtera.http.field.schemas import Since
from bahtera.reports import api as reports

router = Router(tags=["field"])
_LINES: Any = Field([], max_length=reports.MOST)
_LARGEST_ID = 2**63 - 1
_CHOICES: Any = Field([], max_length=40)


class ReportIn(Schema):
    """The report of a village; the id is made on the phone, so that sending it twice makes one."""

    id: UUID
    round_id: int = Field(ge=1, le=_LARGEST_ID)
    village: str = Field(max_length=13)
    problems: list[str] = _CHOICES
    proposals: list[str] = _CHOICES
    other_problems: list[str] = _LINES
    other_proposals: list[str] = _LINES


class ReportStepOut(Schema):
    """One move of a report: what, as what somebody acted, when, and why it was sent back."""

    SENSITIVITY: ClassVar = {"move": "L1", "state": "L1", "at": "L1", "role": "L1", "reason": "L1"}

    move: str
    state: str
    at: str
    role: str
    reason: str


class ReportReceiptOut(Schema):
    """The site's proof of a complete report: Ed25519 over ``bahtera-report-1``, number, version, hash, instant."""

    SENSITIVITY: ClassVar = {
        "number": "L1",
        "version": "L1",
        "sha256": "L1",
        "received_at": "L1",
        "signature": "L1",
    }

    number: str
    version: int
    sha256: str
    received_at: str
    signature: str


class ReportOut(Schema):
    """Where a report stands. What it says is not in it: figures are those of the recap."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "number": "L1",
        "version": "L1",
        "state": "L1",
        "made_at": "L1",
        "sha256": "L1",
        "steps": "L1",
        "receipt": "L1",
    }

    id: UUID
    number: str
    version: int
    state: str
    made_at: str
    sha256: str
    steps: list[ReportStepOut]
    receipt: ReportReceiptOut | None


class RecapOut(Schema):
    """A village in a round: its figures as this kader may see them, and its reports, the newest first."""

    SENSITIVITY: ClassVar = {
        "round_id": "L1",
        "round": "L1",
        "village": "L1",
        "figures": "L1",
        "reports": "L1",
    }

    round_id: int
    round: str
    village: str
    figures: dict[str, Any]
    reports: list[ReportOut]


class RecapsOut(Schema):
    """Recaps of all of the kader's villages; none when nothing changed since the cursor."""

    SENSITIVITY: ClassVar = {"changed": "L1", "cursor": "L1", "items": "L1"}

    changed: bool
    cursor: str
    items: list[RecapOut]


@router.get("/village", response={200: RecapsOut, **REFUSALS}, auth=enrolled_phone)
@acts("report.make")
def village(request: HttpRequest, wanted: Query[Since]) -> RecapsOut:
    """Return what a kader may see of her villages and where their reports stand, when it changed."""
    items = [_recap(one) for one in reports.recaps(actor=actor_of(request))]
    told = [one.model_dump(mode="json") for one in items]
    cursor = hashlib.sha256(canonical_json(told).encode()).hexdigest()[:24]
    changed = cursor != wanted.since
    return RecapsOut(changed=changed, cursor=cursor, items=items if changed else [])


@router.post(
    "/reports",
    response={200: ReportOut, **REFUSALS},
    auth=enrolled_phone,
    openapi_extra=bodies.described(ReportIn),
)
@acts("report.make")
def make_report(request: HttpRequest) -> ReportOut:
    """Make the report of a village; it waits for the coordinator. Sending it again changes nothing."""
    sent = bodies.read_body(request, ReportIn)
    words = reports.Words(
        problems=tuple(sent.problems),
        proposals=tuple(sent.proposals),
        other_problems=tuple(sent.other_problems),
        other_proposals=tuple(sent.other_proposals),
    )
    made = reports.make_report(
        sent.id, round_id=sent.round_id, village_code=sent.village, words=words, actor=actor_of(request)
    )
    return _report(made)


def _recap(one: reports.Recap) -> RecapOut:
    return RecapOut(
        round_id=one.round_id,
        round=one.round_name,
        village=one.village_code,
        figures=dict(one.figures),
        reports=[_report(row) for row in one.reports],
    )


def _report(row: reports.ReportRow) -> ReportOut:
    receipt = row.receipt
    return ReportOut(
        id=row.id,
        number=row.number,
        version=row.version,
        state=row.state.value,
        made_at=row.made_at.isoformat(),
        sha256=row.sha256,
        steps=[
            ReportStepOut(
                move=one.move.value,
                state=one.state.value,
                at=one.at.isoformat(),
                role=one.role,
                reason=one.reason,
            )
            for one in row.steps
        ],
        receipt=ReportReceiptOut(
            number=receipt.number,
            version=receipt.version,
            sha256=receipt.sha256,
            received_at=receipt.received_at.isoformat(),
            signature=receipt.signature,
        )
        if receipt
        else None,
    )
