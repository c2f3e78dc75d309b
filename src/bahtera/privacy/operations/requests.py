"""Requests of those whose data these are: taken in, identity shown, answered, put right, or refused."""

from datetime import datetime
from uuid import UUID

from bahtera.access.api import Actor, zone_of
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import RequestRefused
from bahtera.privacy.models import SubjectRequest
from bahtera.privacy.queries import alone, guardians, subjects
from bahtera.privacy.queries import requests as queries
from bahtera.privacy.rules import declarations, replies
from bahtera.privacy.rules import requests as rules
from bahtera.privacy.rules.breaches import moment
from bahtera.privacy.rules.consents import is_child
from bahtera.privacy.values import (
    Guardian,
    Identity,
    Kind,
    RefusalReason,
    Reply,
    RequestRow,
    RequestState,
)

_LONGEST_WISH, _LONGEST_OUTCOME = 500, 2000


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

    A correction says which fact (``rules.FACTS``) should be what, an objection what should end. A guardian who
    may not act is taken in like everybody: the row's ``must_refuse`` then says why it cannot be fulfilled.

    Somebody known to be under 18 asks through a guardian, so that a bar against one is never passed by.

    Raises NotAllowed, NoSuchRecord, RequestRefused, ConsentRefused when nobody knows who the guardian is.
    """
    subject = subjects.get(member_id, actor=actor)
    at, now = asked_at or clock.now(), clock.now()
    if at.tzinfo is None or at > now:
        raise RequestRefused("privacy.in_the_future", "This moment has not come yet.")
    wish = " ".join(wanted.split())[:_LONGEST_WISH]
    if kind is Kind.ACCESS:
        fact = wish = ""
    elif kind is Kind.OBJECTION:
        fact = ""
        if not wish:
            raise RequestRefused.objection_unclear()
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
    if guardian is None and is_child(
        subject.birth_date, clock.today(zone_of(subject.area_code)), declared_of_age=True
    ):
        raise RequestRefused.guardian_needed()
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
        reply = _gathered(row)
        row.reply_sha256 = reply.sha256
        _close(row, actor)
        _audit("privacy.access_answered", row, actor, {"sha256": reply.sha256})
    return reply


def take_reply(request_id: UUID, *, actor: Actor) -> Reply:
    """Gather an answered request's reply anew, for a week: a download may break off. Its hash replaces the last.

    Raises NotAllowed, NoSuchRecord, and RequestRefused when it is not answered, too long ago, or must be refused.
    """
    with durable():
        row = _locked(request_id, actor)
        answered = row.kind == Kind.ACCESS.value and row.state == RequestState.ANSWERED.value
        if not answered or row.closed_at is None or clock.now() > row.closed_at + rules.TAKEN_WITHIN:
            raise RequestRefused.not_now(row.state)
        _check_fulfillable(row)
        reply = _gathered(row)
        row.reply_sha256 = reply.sha256
        row.save(update_fields=["reply_sha256"])
        _audit("privacy.reply_taken", row, actor, {"sha256": reply.sha256})
    return reply


def answer_objection(request_id: UUID, *, outcome: str, actor: Actor) -> RequestRow:
    """Grant an objection: say what ends or is kept back from now on. The person is told in these words.

    Raises NotAllowed, NoSuchRecord, RequestRefused.
    """
    said = outcome.strip()[:_LONGEST_OUTCOME]
    with durable():
        row = _locked(request_id, actor)
        if row.kind != Kind.OBJECTION.value:
            raise RequestRefused.not_now(row.kind)
        _move(row, RequestState.ANSWERED)
        _check_fulfillable(row)
        if not said:
            raise RequestRefused.outcome_missing()
        row.outcome = said
        _close(row, actor)
        _audit("privacy.objection_granted", row, actor, {})
    return queries.row_of(row)


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


def settle_correction(
    request_id: UUID, *, corrected: bool, actor: Actor, reason: str = "already_right"
) -> RequestRow:
    """Close a correction as a supervisor: it was put right, or is declined for a reason (``rules.DECLINED``).

    Raises NotAllowed, NoSuchRecord, RequestRefused.
    """
    if not corrected and reason not in rules.DECLINED:
        raise RequestRefused.unknown_reason()
    with durable():
        row = _locked(request_id, actor, "submission.review")
        rules.check_can_move(Kind(row.kind), RequestState(row.state), RequestState.ANSWERED)
        if corrected:
            _check_fulfillable(row)
        _move(row, RequestState.ANSWERED if corrected else RequestState.REFUSED)
        row.refusal = "" if corrected else reason
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


def _locked(request_id: UUID, actor: Actor, action: str = "privacy.manage") -> SubjectRequest:
    """Return a request to decide about: nobody bars a guardian of the same person until that is done."""
    member_id = queries.find(request_id, actor=actor, action=action).member_id
    subject = subjects.find(member_id)
    alone.hold(subject.ids if subject else [member_id])
    return queries.find(request_id, actor=actor, action=action, lock=True)


def _gathered(row: SubjectRequest) -> Reply:
    answered = moment(clock.now(), zone_of(row.area_code))
    return replies.build(subjects.collect(queries.own_id(row)), number=str(row.pk), answered=answered)


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
