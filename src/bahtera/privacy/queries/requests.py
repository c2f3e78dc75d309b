"""Reads of requests: the officer's list, the supervisor's tasks."""

from uuid import UUID

from bahtera.access.api import Actor, check_may, may, narrow, zone_of
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset
from bahtera.privacy.errors import NoSuchRecord
from bahtera.privacy.models import SubjectRequest
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.rules import consents as consent_rules
from bahtera.privacy.rules import requests as rules
from bahtera.privacy.values import CorrectionTask, Guardian, Kind, RequestRow, RequestState


def list_requests(
    *, actor: Actor, only_open: bool = False, cursor: str | None = None, size: int = 50
) -> Page[RequestRow]:
    """Return a page of requests where the actor looks after privacy, newest first.

    Raises NotAllowed, and Refused (``paging.bad_cursor``).
    """
    check_may(actor, "privacy.manage")
    rows = narrow(SubjectRequest.objects.all(), actor, "privacy.manage")
    if only_open:
        rows = rows.filter(closed_at__isnull=True)
    page = keyset(rows, ("-asked_at", "-id"), cursor=cursor, size=size)
    return Page([row_of(row) for row in page.items], page.next_cursor)


def get_request(request_id: UUID, *, actor: Actor) -> RequestRow:
    """Return one request. Raises NotAllowed, NoSuchRecord, also outside one's areas."""
    return row_of(find(request_id, actor=actor, action="privacy.manage"))


def list_corrections(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[CorrectionTask]:
    """Return a page of what a supervisor is to put right, the longest waiting first. Raises NotAllowed."""
    check_may(actor, "submission.review")
    rows = narrow(
        SubjectRequest.objects.filter(state=RequestState.ASSIGNED.value), actor, "submission.review"
    )
    page = keyset(rows, ("asked_at", "id"), cursor=cursor, size=size)
    return Page([_task(row) for row in page.items], page.next_cursor)


def find(request_id: UUID, *, actor: Actor, action: str, lock: bool = False) -> SubjectRequest:
    """Return a request's row where the actor may do the action. Raises NotAllowed, NoSuchRecord."""
    check_may(actor, action)
    rows = SubjectRequest.objects.select_for_update() if lock else SubjectRequest.objects.all()
    row = rows.filter(pk=request_id).order_by("pk").first()
    if row is None or not may(actor, action, area=row.area_code):
        raise NoSuchRecord(request_id)
    return row


def must_refuse(row: SubjectRequest) -> str:
    """Return why a request cannot be fulfilled as things stand now; empty when it can.

    A guardian who may not act for the child gets the reason of safety; somebody who asks for an adult's data,
    or for those of a person whose age nobody knows, that of a third party.
    """
    if not row.by_guardian:
        return ""
    subject = subjects.find(row.member_id)
    if subject is None:
        return "not_held"
    if guardians.is_barred(subject, Guardian(row.guardian_id, row.guardian_nik)):
        return "endangers_safety"
    if subject.birth_date is None:
        return "third_party"
    day = clock.today(zone_of(row.area_code))
    return "" if consent_rules.is_child(subject.birth_date, day) else "third_party"


def row_of(row: SubjectRequest) -> RequestRow:
    """Return a request as a value."""
    late = rules.is_late(row.due_at, row.closed_at, clock.now())
    return RequestRow(
        id=row.id,
        kind=Kind(row.kind),
        state=RequestState(row.state),
        member_id=row.member_id,
        area_code=row.area_code,
        by_guardian=row.by_guardian,
        asked_at=row.asked_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        is_overdue=late and row.closed_at is None,
        was_late=late and row.closed_at is not None,
        identity=row.identity,
        refusal=row.refusal,
        must_refuse="" if row.closed_at else must_refuse(row),
        reply_sha256=row.reply_sha256,
    )


def _task(row: SubjectRequest) -> CorrectionTask:
    return CorrectionTask(row.id, row.member_id, row.area_code, row.fact, row.wanted, row.due_at)
