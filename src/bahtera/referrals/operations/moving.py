"""Moves of both sides after sending. Each names the version that was seen: of two who act at once one wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.access.api import SYSTEM as MACHINE
from bahtera.access.api import Actor
from bahtera.clients import api as clients
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import BadMove, IllegalMove, Moved
from bahtera.referrals.operations.carrying import (
    ANSWERED,
    Doer,
    carry_out,
    nobody_conflicted,
    plain,
    refusals_told,
)
from bahtera.referrals.operations.looking import send_word
from bahtera.referrals.operations.running import follow
from bahtera.referrals.queries.grounds import grounds_at
from bahtera.referrals.queries.reaching import ANSWER, SEND, get_row
from bahtera.referrals.rules.grounds import against_accepting, check_ready
from bahtera.referrals.rules.machine import row_of
from bahtera.referrals.values import By, Given, Move, State
from bahtera.referrals.values.kept import Answer, Manner, Standing, Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from bahtera.referrals.models import Referral

LONGEST_FEEDBACK: Final = 1000
_ACTIONS: Final = {By.SENDER: SEND, By.RECEIVER: ANSWER}
_ELSEWHERE: Final = frozenset({Move.SEND, Move.DELIVER, Move.EXPIRE})


def make_move(
    referral_id: UUID,
    answer: Answer,
    *,
    by: By,
    actor: Actor,
    conflicted: Callable[[UUID, UUID], bool] = nobody_conflicted,
) -> Standing:
    """Make a move as sender or receiver.

    ``conflicted`` tells of client and receiving unit whether that unit must not have this client; asked when accepting.
    Raises NotAllowed, NoSuchReferral, IllegalMove, Moved, BadMove, BadDraft (words too long), NotReady.
    """
    doer = Doer(actor.key)
    with refusals_told(referral_id, answer.move, by, doer), durable():
        if by not in _ACTIONS:
            raise IllegalMove("", answer.move.value, by.value)
        row = get_row(referral_id, actor, _ACTIONS[by], by=by, lock=True)
        unit = row.sender_unit if by is By.SENDER else row.receiver_unit
        return moved(row, answer, by, Doer(actor.key, unit), conflicted)


def moved(
    row: Referral,
    answer: Answer,
    by: By,
    doer: Doer,
    conflicted: Callable[[UUID, UUID], bool],
) -> Standing:
    """Make a move upon a row that is held, in the caller's transaction; raises as `make_move`."""
    row_of(State(row.state), answer.move, by)
    if answer.move in _ELSEWHERE:
        raise IllegalMove(row.state, answer.move.value, by.value)
    if answer.move is Move.ACCEPT:
        _check_acceptance(row, conflicted)
    standing = carry_out(row, answer, by, doer)
    if answer.move is Move.ACCEPT and row.manner == Manner.SYSTEM.value:
        _let_know(row)
    return standing


def accept(
    referral_id: UUID,
    *,
    version: int,
    actor: Actor,
    conflicted: Callable[[UUID, UUID], bool] = nobody_conflicted,
) -> Standing:
    """Accept as receiver: the unit knows the client from now on. Raises as `make_move`."""
    return make_move(
        referral_id, Answer(Move.ACCEPT, version), by=By.RECEIVER, actor=actor, conflicted=conflicted
    )


def decline(referral_id: UUID, *, reason: str, words: str = "", version: int, actor: Actor) -> Standing:
    """Decline as receiver with a reason of the list. Raises as `make_move`."""
    return _as_receiver(referral_id, Move.DECLINE, version, actor, Given(reason=reason, words=words))


def schedule(referral_id: UUID, visit: Visit, *, version: int, actor: Actor) -> Standing:
    """Say as receiver when and where the client is expected, first or anew. Raises as `make_move`."""
    answer = Answer(Move.SCHEDULE, version, Given(), visit)
    return make_move(referral_id, answer, by=By.RECEIVER, actor=actor)


def start(referral_id: UUID, *, version: int, actor: Actor) -> Standing:
    """Say as receiver that the service began. Raises as `make_move`."""
    return _as_receiver(referral_id, Move.START, version, actor, Given())


def miss(referral_id: UUID, *, version: int, actor: Actor) -> Standing:
    """Say as receiver that the client did not come. Raises as `make_move`."""
    return _as_receiver(referral_id, Move.MISS, version, actor, Given())


def finish(referral_id: UUID, *, outcome: str, version: int, actor: Actor) -> Standing:
    """Say as receiver what came of it, as a code. Raises as `make_move`."""
    return _as_receiver(referral_id, Move.FINISH, version, actor, Given(outcome=outcome))


def withdraw(
    referral_id: UUID, *, by: By, reason: str, words: str = "", version: int, actor: Actor
) -> Standing:
    """Withdraw as sender, or as receiver when nobody came. Raises as `make_move`."""
    given = Given(reason=reason, words=words)
    return make_move(referral_id, Answer(Move.WITHDRAW, version, given), by=by, actor=actor)


def write_feedback(referral_id: UUID, words: str, *, version: int, actor: Actor) -> Standing:
    """Tell the sender in words what came of a service that is done; once, and not when consent was withdrawn.

    Raises NotAllowed, NoSuchReferral, Moved, BadMove, BadDraft (words too long).
    """
    with durable():
        row = get_row(referral_id, actor, ANSWER, by=By.RECEIVER, lock=True)
        if row.version != version:
            raise Moved
        _write_feedback(row, words)
        audit.record(
            "referrals.feedback_written",
            actor=actor.key,
            subject=f"referral:{row.pk}",
            details={"version": row.version},
            about=(f"client:{row.client}",),
        )
    return Standing(row.pk, State(row.state), row.version)


def _write_feedback(row: Referral, words: str) -> None:
    told = plain(words, LONGEST_FEEDBACK)
    if row.state != State.DONE.value or row.feedback_at is not None:
        raise BadMove("referrals.no_feedback_now", "Feedback is written once, when the service is done.")
    if row.feedback_barred:
        raise BadMove(
            "referrals.feedback_barred", "The client no longer agrees: nothing more is told to the sender."
        )
    if not told:
        raise BadMove("referrals.no_feedback", "Say in a few words what came of it.")
    now = clock.now()
    row.feedback, row.feedback_at, row.version = told, now, row.version + 1
    follow(row, now)
    row.save()
    send_word(ANSWERED, row, row.sender_unit)


def _as_receiver(referral_id: UUID, move: Move, version: int, actor: Actor, given: Given) -> Standing:
    return make_move(referral_id, Answer(move, version, given), by=By.RECEIVER, actor=actor)


def _check_acceptance(row: Referral, conflicted: Callable[[UUID, UUID], bool]) -> None:
    now = clock.now()
    consent, other, _ = grounds_at(row.client, row.receiver_kind, now)
    check_ready(
        against_accepting(
            row.receiver_kind,
            consent=consent,
            other=other,
            conflicted=lambda: conflicted(row.client, row.receiver_unit),
            at=now,
        )
    )


def _let_know(row: Referral) -> None:
    """Let the receiving unit know the client; who knows them already goes on knowing."""
    try:
        clients.let_know(row.client, row.receiver_unit, actor=MACHINE)
    except clients.KnownAlready:
        return
