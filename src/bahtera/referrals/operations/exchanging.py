"""Referrals told to another system as FHIR, and what the receiver's own system says came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid5

from bahtera.access.api import Actor
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import BadFhir, Moved
from bahtera.referrals.models import Event
from bahtera.referrals.operations.carrying import Doer, nobody_conflicted, refusals_told
from bahtera.referrals.operations.moving import moved
from bahtera.referrals.queries.reaching import ANSWER, READ, get_row
from bahtera.referrals.rules.catching_up import differences, way_to
from bahtera.referrals.rules.codes import OTHER
from bahtera.referrals.rules.fhir import REASONS, to_fhir
from bahtera.referrals.rules.fhir_reading import from_fhir
from bahtera.referrals.values import By, Exchanged, Given, Move, State, Urgency
from bahtera.referrals.values.kept import Answer, Standing, Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from bahtera.referrals.models import Referral

_CLIENT: Final = "klien"


def export_fhir(referral_id: UUID, *, actor: Actor, language: str = "id") -> dict[str, Any]:
    """Return one referral as a FHIR bundle for either side, without name or story; the look is in the trail.

    The client is named by an identifier of this referral alone. Raises NotAllowed, NoSuchReferral.
    """
    with durable():
        row = get_row(referral_id, actor, READ)
        audit.record("referrals.exported", actor=actor.key, subject=f"referral:{row.pk}")
        return to_fhir(_told_of(row), language=language)


def take_fhir(
    bundle: object,
    *,
    actor: Actor,
    conflicted: Callable[[UUID, UUID], bool] = nobody_conflicted,
) -> Standing:
    """Bring a referral to where the receiver's own system says it stands, by the receiver's moves: all or none.

    What sending settled must be as it stands here, and the bundle no older than the last move. Told twice, it changes
    nothing. Raises BadFhir, NotAllowed, NoSuchReferral, Moved, and as `make_move`.
    """
    told = from_fhir(bundle)
    doer = Doer(actor.key)
    with refusals_told(told.id, Move.FINISH, By.RECEIVER, doer), durable():
        row = get_row(told.id, actor, ANSWER, by=By.RECEIVER, lock=True)
        ours = _told_of(row)
        if faults := differences(ours, told):
            raise BadFhir(faults)
        moves = way_to(ours.state, told.state)
        if not moves and ours.state is State.SCHEDULED and told.appointment not in {None, ours.appointment}:
            moves = (Move.SCHEDULE,)
        if not moves:
            return Standing(row.pk, ours.state, row.version)
        if told.modified_at < ours.modified_at:
            raise Moved
        audit.record(
            "referrals.imported",
            actor=actor.key,
            subject=f"referral:{row.pk}",
            details={"moves": [one.value for one in moves]},
        )
        for move in moves:
            standing = moved(
                row, _answer(move, row, told), By.RECEIVER, Doer(actor.key, row.receiver_unit), conflicted
            )
        return standing


def _answer(move: Move, row: Referral, told: Exchanged) -> Answer:
    given = Given(
        reason=told.reason if move in {Move.DECLINE, Move.WITHDRAW} else "",
        words="FHIR" if told.reason == OTHER else "",
        outcome=told.outcome if move is Move.FINISH else "",
    )
    visit = None
    if move is Move.SCHEDULE and told.appointment is not None:
        visit = Visit(told.appointment, row.place, row.bring)
    return Answer(move, row.version, given, visit)


def _told_of(row: Referral) -> Exchanged:
    state = State(row.state)
    last = Event.objects.filter(referral=row).order_by("-number").first()
    return Exchanged(
        id=row.pk,
        service=row.service or OTHER,
        sender=str(row.sender_unit),
        receiver=str(row.receiver_unit),
        client=str(uuid5(row.pk, _CLIENT)),
        state=state,
        urgency=Urgency(row.urgency),
        authored_at=row.sent_at or row.made_at,
        modified_at=last.at if last else row.made_at,
        reason=(last.reason if last else "") if state in REASONS else "",
        outcome=row.outcome if state is State.DONE else "",
        appointment=row.appointment_at,
        due=row.due_at,
        part_of=row.parent_id,
    )
