"""The second level, TPK2D or BPS: it confirms what a supervisor approved, asks again, and reopens what was rejected."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import HeldForCheck, IllegalMove, LookFirst, OwnHousehold, SameHands
from bahtera.surveys.models import Submission
from bahtera.surveys.operations.reviewing.moving import (
    CONFIRM,
    REVIEW,
    check_not_held,
    check_not_of_sender,
    check_not_sent_by,
    check_questions,
    comment,
    hands_of,
    locked,
    move,
    record,
    written,
)
from bahtera.surveys.queries.reviewing.plans import plain_visits, to_confirm, to_look_at
from bahtera.surveys.rules import Move, State
from bahtera.surveys.values import Asked, CommentRow

MOST_AT_ONCE: Final = 200


def confirm(submission_id: UUID, *, actor: Actor, revision: int | None = None, note: str = "") -> None:
    """Confirm an approved visit at the second level.

    Raises IllegalMove (also when it is confirmed already), SameHands for whoever approved or sent it, HeldForCheck,
    StaleReview, UnknownSubmission, and NotAllowed, also for the confirmer's own kin.
    """
    with durable():
        row = locked(submission_id, actor, revision, by=(CONFIRM,))
        _confirm(row, actor, note)


def confirm_village(round_id: int, village_code: str, *, actor: Actor) -> int:
    """Confirm what is approved in a village and waits for nothing else; returns how many visits, at most 200 at once.

    Left out: what is held, what this person approved or sent, and their kin. Raises LookFirst while a visit of the
    sample is not confirmed, and NotAllowed.
    """
    check_may(actor, CONFIRM, area=village_code)
    with durable():
        left = to_look_at(round_id, village_code)
        if left:
            raise LookFirst(len(left))
        done = 0
        for pk in to_confirm(round_id, village_code, kin=actor.kin):
            if done == MOST_AT_ONCE:
                break
            row = locked(pk, actor, None, by=(CONFIRM,))
            try:
                _confirm(row, actor, "")
            except (SameHands, HeldForCheck, IllegalMove):
                continue
            done += 1
        audit.record(
            "surveys.village_confirmed",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"village": village_code, "visits": done},
        )
    return done


def approve_village(
    round_id: int, village_code: str, *, actor: Actor, asked_in: Callable[[int], Asked]
) -> int:
    """Approve what waits in a village without any finding and without a hold; returns how many, at most 200 at once.

    Left out: what something is still asked about (``asked_in`` tells it for a round), a second visit to a family,
    what this person sent, and their kin. Raises NotAllowed.
    """
    check_may(actor, REVIEW, area=village_code)
    done = 0
    with durable():
        for pk in plain_visits(round_id, village_code, asked=asked_in(round_id), kin=actor.kin):
            if done == MOST_AT_ONCE:
                break
            row = locked(pk, actor, None)
            found = row.warning_count or row.error_count
            plain = row.state == State.ACCEPTED.value and row.is_current and not found
            try:
                check_not_sent_by(row, actor)
                check_not_held(row)
                check_not_of_sender(row)
            except (SameHands, HeldForCheck, OwnHousehold):
                continue
            if not plain:
                continue
            move(row, Move.APPROVE, actor)
            row.confirmed_at = None
            record(row, "surveys.approved", actor)
            done += 1
        audit.record(
            "surveys.village_approved",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"village": village_code, "visits": done},
        )
    return done


def query(
    submission_id: UUID,
    *,
    comments: Sequence[CommentRow | tuple[str, str]],
    actor: Actor,
    revision: int | None = None,
) -> None:
    """Give an approved visit back to the supervisor with questions; it counts as approved no more.

    Raises EmptyReturn, UnknownQuestion, IllegalMove, StaleReview, UnknownSubmission, NotAllowed.
    """
    told = written(comments)
    with durable():
        row = locked(submission_id, actor, revision, by=(CONFIRM,))
        check_questions(row, told)
        comment(move(row, Move.QUERY, actor), told)
        record(row, "surveys.queried", actor)


def reopen(submission_id: UUID, *, actor: Actor, revision: int | None = None, note: str = "") -> None:
    """Let a rejected visit be decided about again; it waits beside what counts now, until it is approved.

    Raises EmptyReturn without a word why, IllegalMove, StaleReview, UnknownSubmission, NotAllowed.
    """
    told = written([CommentRow("", None, note)])
    with durable():
        row = locked(submission_id, actor, revision, by=(CONFIRM,))
        check_not_sent_by(row, actor)
        comment(move(row, Move.REOPEN, actor), told)
        record(row, "surveys.reopened", actor)


def _confirm(row: Submission, actor: Actor, note: str) -> None:
    check_not_sent_by(row, actor)
    if row.state != State.APPROVED.value or row.confirmed_at is not None:
        raise IllegalMove(Move.CONFIRM.value, "confirmed" if row.confirmed_at else row.state)
    approved = row.entries.filter(to_state=State.APPROVED.value, actor_key__in=sorted(hands_of(actor)))
    merged_it = row.merged_with_id is not None and row.actor_key in hands_of(actor)
    if merged_it or approved.exists():
        raise SameHands.both_levels()
    check_not_held(row)
    move(row, Move.CONFIRM, actor, note)
    row.confirmed_at = clock.now()
    record(row, "surveys.confirmed", actor)
