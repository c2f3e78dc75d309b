"""Reads of requests: the officer's list, the supervisor's tasks, the auditor's clocks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from bahtera.access.api import Actor, check_may, may, narrow, zone_of
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset
from bahtera.privacy.errors import NoSuchRecord, RequestRefused
from bahtera.privacy.models import SubjectRequest
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.rules import consents as consent_rules
from bahtera.privacy.rules import requests as rules
from bahtera.privacy.values import (
    CorrectionTask,
    Guardian,
    Kind,
    Load,
    RequestClock,
    RequestDetail,
    RequestRow,
    RequestState,
    Section,
)


def list_requests(
    *, actor: Actor, only_open: bool = False, cursor: str | None = None, size: int = 50
) -> Page[RequestRow]:
    """Return a page of requests where the actor looks after privacy, without those about their own kin.

    Open ones come by their clock, the longest overdue first; all of them newest first. However many a page
    holds, it takes three queries, and one more while somebody on it is barred.

    Raises NotAllowed, and Refused (``paging.bad_cursor``).
    """
    check_may(actor, "privacy.manage")
    rows = narrow(SubjectRequest.objects.all(), actor, "privacy.manage")
    if only_open:
        page = keyset(rows.filter(closed_at__isnull=True), ("due_at", "id"), cursor=cursor, size=size)
    else:
        page = keyset(rows, ("-asked_at", "-id"), cursor=cursor, size=size)
    known = _known(page.items)
    shown = [row_of(row, known) for row in page.items if not _of_kin(row, known, actor)]
    return Page(shown, page.next_cursor)


def get_request(request_id: UUID, *, actor: Actor) -> RequestRow:
    """Return one request. Raises NotAllowed, NoSuchRecord, also outside one's areas."""
    return row_of(find(request_id, actor=actor, action="privacy.manage"))


def get_request_detail(request_id: UUID, *, actor: Actor) -> RequestDetail:
    """Return one request with what was said and done. Raises NotAllowed, NoSuchRecord."""
    row = find(request_id, actor=actor, action="privacy.manage")
    known = _known([row])
    guardian = known.people.get(row.guardian_id) if row.guardian_id else None
    return RequestDetail(
        row=row_of(row, known),
        fact=row.fact,
        wanted=row.wanted,
        outcome=row.outcome,
        guardian=row.guardian_called or (guardian.name if guardian else ""),
        guardian_relation=row.guardian_relation,
        identity_at=row.identity_at,
        recorded_by=row.recorded_by,
        closed_by=row.closed_by,
    )


def preview_reply(request_id: UUID, *, actor: Actor) -> Sequence[Section]:
    """Return what would go out to the person who asks, now. Raises NotAllowed, NoSuchRecord, RequestRefused."""
    row = find(request_id, actor=actor, action="privacy.manage")
    if row.kind != Kind.ACCESS.value or row.state != RequestState.IDENTIFIED.value:
        raise RequestRefused.not_now(row.state)
    reason = must_refuse(row)
    if reason:
        raise RequestRefused.must_be_refused(reason)
    return subjects.collect(own_id(row))


def own_id(row: SubjectRequest) -> UUID:
    """Return the id under which the person a request is about stands now."""
    subject = subjects.find(row.member_id)
    return subject.member_id if subject else row.member_id


def list_corrections(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[CorrectionTask]:
    """Return a page of what a supervisor is to put right, the first due first. Raises NotAllowed."""
    check_may(actor, "submission.review")
    page = keyset(_assigned(actor), ("due_at", "id"), cursor=cursor, size=size)
    people = subjects.find_many({row.member_id for row in page.items})
    shown = [
        _task(row, person.name if person else "")
        for row in page.items
        if not subjects.is_kin(person := people.get(row.member_id), actor)
    ]
    return Page(shown, page.next_cursor)


def request_load(actor: Actor) -> Load:
    """Return how many requests wait for the actor; none for who does not look after privacy."""
    if not may(actor, "privacy.manage"):
        return Load()
    rows = narrow(SubjectRequest.objects.filter(closed_at__isnull=True), actor, "privacy.manage")
    return Load(rows.count(), rows.filter(due_at__lt=clock.now()).count())


def correction_load(actor: Actor) -> Load:
    """Return how many corrections wait for the actor as a supervisor."""
    if not may(actor, "submission.review"):
        return Load()
    rows = _assigned(actor)
    return Load(rows.count(), rows.filter(due_at__lt=clock.now()).count())


def request_clocks(*, actor: Actor, size: int = 20) -> Sequence[RequestClock]:
    """Return the latest requests of the site by their clocks alone, for officer and auditor. Raises NotAllowed."""
    check_may(actor, "privacy.read")
    now = clock.now()
    rows = SubjectRequest.objects.only(
        "id", "kind", "state", "area_code", "asked_at", "due_at", "closed_at"
    ).order_by("-asked_at", "-id")[:size]
    return [
        RequestClock(
            kind=Kind(row.kind),
            state=RequestState(row.state),
            area_code=row.area_code,
            asked_at=row.asked_at,
            due_at=row.due_at,
            closed_at=row.closed_at,
            is_overdue=row.closed_at is None and row.due_at < now,
            was_late=row.closed_at is not None and row.due_at < row.closed_at,
        )
        for row in rows
    ]


def find(request_id: UUID, *, actor: Actor, action: str, lock: bool = False) -> SubjectRequest:
    """Return a request's row where the actor may do the action, for nobody's own kin.

    Raises NotAllowed, NoSuchRecord.
    """
    check_may(actor, action)
    rows = SubjectRequest.objects.select_for_update() if lock else SubjectRequest.objects.all()
    row = rows.filter(pk=request_id).order_by("pk").first()
    if row is None or not may(actor, action, area=row.area_code):
        raise NoSuchRecord(request_id)
    if actor.kin and subjects.is_kin(subjects.find(row.member_id), actor):
        raise NoSuchRecord(request_id)
    return row


def must_refuse(row: SubjectRequest, known: guardians.Known | None = None) -> str:
    """Return why a request cannot be fulfilled as things stand now; empty when it can.

    A guardian who may not act for the child gets the reason of safety; somebody who asks for an adult's data,
    or for those of a person whose age nobody knows, that of a third party.
    """
    if not row.by_guardian:
        return ""
    acting = [row.guardian_id] if row.guardian_id else []
    known = known or guardians.known_of([row.member_id], acting)
    subject = known.people.get(row.member_id)
    if subject is None:
        return "not_held"
    if guardians.is_barred(subject, Guardian(row.guardian_id, row.guardian_nik), known):
        return "endangers_safety"
    if subject.birth_date is None:
        return "third_party"
    day = clock.today(zone_of(row.area_code))
    return "" if consent_rules.is_child(subject.birth_date, day) else "third_party"


def row_of(row: SubjectRequest, known: guardians.Known | None = None) -> RequestRow:
    """Return a request as a value."""
    known = known or _known([row])
    late = rules.is_late(row.due_at, row.closed_at, clock.now())
    subject = known.people.get(row.member_id)
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
        must_refuse="" if row.closed_at else must_refuse(row, known),
        reply_sha256=row.reply_sha256,
        name=subject.name if subject else "",
    )


# --- inside -----------------------------------------------------------------------------------------------


def _known(rows: Iterable[SubjectRequest]) -> guardians.Known:
    """Return everybody some requests are about, and what decides over those asked for by a guardian."""
    rows = list(rows)
    children = {row.member_id for row in rows if row.by_guardian and row.closed_at is None}
    acting = {row.guardian_id for row in rows if row.guardian_id}
    if children:
        about = {row.member_id for row in rows}
        return guardians.known_of(children, acting | about)
    return guardians.Known(subjects.find_many({row.member_id for row in rows} | acting), {})


def _of_kin(row: SubjectRequest, known: guardians.Known, actor: Actor) -> bool:
    return subjects.is_kin(known.people.get(row.member_id), actor)


def _assigned(actor: Actor) -> QuerySet[SubjectRequest]:
    waiting = SubjectRequest.objects.filter(state=RequestState.ASSIGNED.value)
    return narrow(waiting, actor, "submission.review")


def _task(row: SubjectRequest, name: str) -> CorrectionTask:
    return CorrectionTask(row.id, row.member_id, row.area_code, row.fact, row.wanted, row.due_at, name)
