"""Requests of those whose data these are: taken in, identity shown, answered, put right, or refused."""

from datetime import datetime
from uuid import UUID

from bahtera.access.api import Actor, zone_of
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import RequestRefused
from bahtera.privacy.models import SubjectRequest
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.queries import requests as queries
from bahtera.privacy.rules import declarations, replies
from bahtera.privacy.rules import requests as rules
from bahtera.privacy.rules.breaches import moment
from bahtera.privacy.values import (
    Guardian,
    Identity,
    Kind,
    RefusalReason,
    Reply,
    RequestRow,
    RequestState,
)

_LONGEST_WISH = 500


def open_request(
    member_id: UUID,
    *,
    kind: Kind,
    actor: Actor,
    asked_at: datetime | None = None,
    guardian: Guardian | None = None,
    fact: str = "",
    wanted: str = "",
) -> RequestRow:
    """Take in a request; its clock runs from when it was asked, which may be before it was written down.

    A correction says which fact (``rules.FACTS``) should be what. A guardian who may not act is taken in like
    everybody: the row's ``must_refuse`` then says why it cannot be fulfilled.

    Raises NotAllowed, NoSuchRecord, RequestRefused, ConsentRefused when nobody knows who the guardian is.
    """
    subject = subjects.get(member_id, actor=actor)
    at, now = asked_at or clock.now(), clock.now()
    if at.tzinfo is None or at > now:
        raise RequestRefused("privacy.in_the_future", "This moment has not come yet.")
    wish = " ".join(wanted.split())[:_LONGEST_WISH]
    if kind is Kind.ACCESS:
        fact = wish = ""
    elif not wish or fact not in rules.FACTS:
        raise RequestRefused.correction_unclear()
    row = SubjectRequest(
        kind=kind.value,
        member_id=subject.member_id,
        area_code=subject.area_code,
        fact=fact,
        wanted=wish,
        asked_at=at,
        due_at=at + rules.ANSWER_WITHIN,
        recorded_by=actor.key,
    )
    if guardian is not None:
        acting = guardians.identify(guardian)
        row.by_guardian, row.guardian_id, row.guardian_nik = True, acting.member_id, acting.nik
        row.guardian_called, row.guardian_relation = acting.name, acting.relation
    with durable():
        row.save(force_insert=True)
        _audit("privacy.request_opened", row, actor, {"kind": kind.value, "due_at": row.due_at})
    return queries.row_of(row)


def show_identity(request_id: UUID, *, how: Identity, actor: Actor) -> RequestRow:
    """Record how the person who asks showed who they are. Raises NotAllowed, NoSuchRecord, RequestRefused."""
    with durable():
        row = _locked(request_id, actor)
        _move(row, RequestState.IDENTIFIED)
        row.identity, row.identity_at, row.identity_by = how.value, clock.now(), actor.key
        row.save()
        _audit("privacy.identity_shown", row, actor, {"how": how.value})
    return queries.row_of(row)


def answer_access(request_id: UUID, *, actor: Actor) -> Reply:
    """Gather one person's own data and close the request; the reply exists now only, its hash stays.

    Raises NotAllowed, NoSuchRecord, and RequestRefused when identity was not shown or it must be refused.
    """
    with durable():
        row = _locked(request_id, actor)
        if row.kind != Kind.ACCESS.value:
            raise RequestRefused.not_now(row.kind)
        _move(row, RequestState.ANSWERED)
        _check_fulfillable(row)
        answered = moment(clock.now(), zone_of(row.area_code))
        subject = subjects.find(row.member_id)
        own = subjects.collect(subject.member_id if subject else row.member_id)
        reply = replies.build(own, number=str(row.pk), answered=answered)
        row.reply_sha256 = reply.sha256
        _close(row, actor)
        _audit("privacy.access_answered", row, actor, {"sha256": reply.sha256})
    return reply


def assign_correction(request_id: UUID, *, actor: Actor) -> RequestRow:
    """Hand a correction to the supervisors of the area. Publishes ``privacy.correction_wanted``.

    Raises NotAllowed, NoSuchRecord, RequestRefused.
    """
    with durable():
        row = _locked(request_id, actor)
        _move(row, RequestState.ASSIGNED)
        _check_fulfillable(row)
        row.save()
        events.publish("privacy.correction_wanted", key=f"request:{row.pk}", payload={"area": row.area_code})
        _audit("privacy.correction_assigned", row, actor, {"fact": row.fact})
    return queries.row_of(row)


def settle_correction(request_id: UUID, *, corrected: bool, actor: Actor) -> RequestRow:
    """Close a correction as a supervisor: it was put right, or the record agreed with the evidence already.

    Raises NotAllowed, NoSuchRecord, RequestRefused.
    """
    with durable():
        row = queries.find(request_id, actor=actor, action="submission.review", lock=True)
        rules.check_can_move(Kind(row.kind), RequestState(row.state), RequestState.ANSWERED)
        _move(row, RequestState.ANSWERED if corrected else RequestState.REFUSED)
        row.refusal = "" if corrected else "already_right"
        _close(row, actor)
        _audit("privacy.correction_settled", row, actor, {"corrected": corrected})
    return queries.row_of(row)


def refuse_request(request_id: UUID, *, reason: str, actor: Actor) -> RefusalReason:
    """Close a request without fulfilling it; return the sentence the person gets, which blames nobody.

    Raises NotAllowed, NoSuchRecord, RequestRefused.
    """
    with durable():
        row = _locked(request_id, actor)
        told = declarations.refusals().get(reason)
        if told is None:
            raise RequestRefused.unknown_reason()
        needed = queries.must_refuse(row)
        if needed and reason != needed:
            raise RequestRefused.must_be_refused(needed)
        _move(row, RequestState.REFUSED)
        row.refusal = reason
        _close(row, actor)
        _audit("privacy.request_refused", row, actor, {})
    return told


# --- inside -----------------------------------------------------------------------------------------------


def _locked(request_id: UUID, actor: Actor) -> SubjectRequest:
    return queries.find(request_id, actor=actor, action="privacy.manage", lock=True)


def _move(row: SubjectRequest, to: RequestState) -> None:
    rules.check_can_move(Kind(row.kind), RequestState(row.state), to)
    row.state = to.value


def _check_fulfillable(row: SubjectRequest) -> None:
    reason = queries.must_refuse(row)
    if reason:
        raise RequestRefused.must_be_refused(reason)


def _close(row: SubjectRequest, actor: Actor) -> None:
    row.closed_at, row.closed_by = clock.now(), actor.key
    row.save()


def _audit(action: str, row: SubjectRequest, actor: Actor, details: dict[str, object]) -> None:
    about = [f"member:{row.member_id}"]
    audit.record(action, actor=actor.key, subject=f"request:{row.pk}", about=about, details=details)
