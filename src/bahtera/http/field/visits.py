"""Visits up, open or sealed, and what became of each."""

import base64
import binascii
import hashlib
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext
from ninja import Query, Router

from bahtera.access import api as access
from bahtera.http import bodies
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts, open_to_phones
from bahtera.http.field.batches import BatchIn, NoVisit, PartIn, SealedIn, VisitIn
from bahtera.http.field.replies import REFUSALS, actor_of
from bahtera.http.field.schemas import (
    BatchOut,
    HeldReceiptsIn,
    KnownReceiptsOut,
    OutcomeOut,
    ReceiptOut,
    Since,
    StateOfVisitOut,
    StatesOut,
    WhyOut,
)
from bahtera.http.replies import language_of
from bahtera.http.schemas import CommentOut
from bahtera.surveys import api as surveys

router = Router(tags=["field"])


@router.post(
    "/visits",
    response={200: BatchOut, **REFUSALS},
    auth=enrolled_phone,
    openapi_extra=bodies.described(BatchIn),
)
@acts("submission.send")
def visits(request: HttpRequest) -> BatchOut:
    """Take up to a hundred visits; each has its own outcome, and sending one again changes nothing."""
    sent = bodies.read_body(request, BatchIn)
    actor = actor_of(request)
    visits = [_sent(one) for one in sent.visits if not isinstance(one, NoVisit)]
    taken = iter(surveys.receive_many(visits, actor=actor, device_id=actor.key))
    return _batch(request, [_none(one) if isinstance(one, NoVisit) else next(taken) for one in sent.visits])


@router.get("/states", response={200: StatesOut, **REFUSALS}, auth=enrolled_phone)
@acts("submission.send")
def states(request: HttpRequest, wanted: Query[Since]) -> StatesOut:
    """Return what became of this person's visits since a cursor, from all their phones."""
    found = surveys.states_since(wanted.since, actor=actor_of(request))
    items = [
        StateOfVisitOut(
            instance_id=one.instance_id,
            sha256=one.sha256,
            received_at=one.received_at.isoformat(),
            state=one.state,
            signature=one.signature,
            is_complete=one.is_complete,
            family_id=one.family_id,
            put_together=one.put_together,
            reason=one.reason,
            joint=one.joint,
            comments=[CommentOut(question=c.question, row=c.row, text=c.text) for c in one.comments],
        )
        for one in found.items
    ]
    return StatesOut(items=items, cursor=found.cursor, more=found.more)


@router.post(
    "/receipts",
    response={200: KnownReceiptsOut, **REFUSALS},
    auth=enrolled_phone,
    openapi_extra=bodies.described(HeldReceiptsIn),
)
@acts("submission.send")
def receipts(request: HttpRequest) -> KnownReceiptsOut:
    """Say which of the receipts on a phone are for visits kept here, whoever sent them; nothing else of them."""
    held = bodies.read_body(request, HeldReceiptsIn)
    claims = [(one.instance_id, one.sha256) for one in held.receipts]
    return KnownReceiptsOut(known=sorted(surveys.receipts_known(claims, actor=actor_of(request))))


@router.post("/sealed", response={200: BatchOut, **REFUSALS}, auth=None)
@open_to_phones
def sealed(request: HttpRequest, sent: SealedIn) -> BatchOut:
    """Keep visits that a phone sealed, also one that was stopped; the signature's purpose is ``hand-in``.

    They wait apart until a supervisor has looked. "kept" and "repeated" say that the phone may let go of them.
    """
    sender = access.prove_sender(
        sent.device_id,
        challenge=sent.challenge,
        signature=sent.signature,
        origin=access.Origin(
            address=request.META.get("REMOTE_ADDR", ""), agent=request.META.get("HTTP_USER_AGENT", "")
        ),
    )
    return _batch(request, surveys.keep_sealed([_decoded(one) for one in sent.visits], sender=sender))


def _sent(one: VisitIn) -> surveys.SentVisit:
    return surveys.SentVisit(
        one.xml.encode(),
        tuple((file.name, file.sha256) for file in one.files),
        one.complete,
        one.pace,
        one.private.part() if one.private else None,
        _part(one.part) if one.part else None,
    )


def _part(one: PartIn) -> surveys.SignedPart:
    return surveys.SignedPart(one.task, tuple(one.sections), one.signed_at, one.signature)


def _none(one: NoVisit) -> surveys.Outcome:
    sent = one.xml.encode(errors="replace")
    return surveys.Outcome("refused", hashlib.sha256(sent).hexdigest(), error=one.problem)


def _batch(request: HttpRequest, outcomes: Iterable[surveys.Outcome]) -> BatchOut:
    with translation.override(language_of(request)):
        return BatchOut(outcomes=[_outcome(one) for one in outcomes])


def _outcome(one: surveys.Outcome) -> OutcomeOut:
    error, receipt = one.error, one.receipt
    return OutcomeOut(
        outcome=one.outcome,
        sha256=one.sha256,
        receipt=ReceiptOut(
            instance_id=receipt.instance_id,
            sha256=receipt.sha256,
            received_at=receipt.received_at.isoformat(),
            state=receipt.state,
            signature=receipt.signature,
        )
        if receipt
        else None,
        error=WhyOut(
            code=error.code,
            message=gettext(error.message).format(**error.details),
            details={name: str(value) for name, value in error.details.items()},
        )
        if error
        else None,
        missing=list(one.missing),
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return b""
