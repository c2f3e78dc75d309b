"""What every decision about a visit does: lock and look, move it, write down who did, tell the figures."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, NotAllowed, check_may, keys_behind, kin_of, may, person_behind
from bahtera.foundation import audit
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import (
    ConfirmedAlready,
    EmptyReturn,
    HeldForCheck,
    IllegalMove,
    OwnHousehold,
    SameHands,
    StaleReview,
    UnknownQuestion,
    UnknownSubmission,
)
from bahtera.surveys.models import ReviewComment, ReviewEntry, Submission
from bahtera.surveys.operations.receiving.settling import enter, tell
from bahtera.surveys.operations.rounds.guarding import check_round_takes_decisions
from bahtera.surveys.queries.joint.parts import is_shared, senders_of
from bahtera.surveys.queries.reviewing.submissions import check_no_kin
from bahtera.surveys.rules import Move, State, next_state, uuid_of
from bahtera.surveys.values import CommentRow

REVIEW: Final = "submission.review"
CONFIRM: Final = "submission.confirm"
SAVED: Final = ("state", "revision", "is_current", "family_id", "confirmed_at")


def locked(
    submission_id: UUID, actor: Actor, revision: int | None, *, by: Sequence[str] = (REVIEW,)
) -> Submission:
    """Return a visit that somebody who may do one of these actions there decides about, locked.

    Raises UnknownSubmission, also outside one's areas, NotAllowed, also for one's own kin, StaleReview, and
    RoundIsFinal.
    """
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("content")
        .filter(pk=submission_id)
        .order_by("pk")
        .first()
    )
    if row is None or not any(may(actor, one, area=row.area_code) for one in ("submission.read", *by)):
        raise UnknownSubmission(submission_id)
    allowed = [one for one in by if may(actor, one, area=row.area_code)]
    if not allowed:
        check_may(actor, by[0], area=row.area_code)
    check_no_kin(row, actor, allowed[0])
    if revision is not None and revision != row.revision:
        raise StaleReview
    check_round_takes_decisions(row.round_id)
    return row


def check_level(row: Submission, actor: Actor) -> None:
    """Raise NotAllowed or ConfirmedAlready where a visit has passed the level at which this person decides."""
    first, second = (may(actor, one, area=row.area_code) for one in (REVIEW, CONFIRM))
    approved = row.state == State.APPROVED.value
    if approved and row.confirmed_at is not None and not second:
        raise ConfirmedAlready
    if not (first or (second and approved)):
        raise NotAllowed(REVIEW)


def check_not_sent_by(row: Submission, actor: Actor) -> None:
    """Raise SameHands for whoever sent the visit, by whichever of their phones or accounts.

    What was put together at an office was sent by those who made the two visits; what two kader share, by both.
    """
    made_of = [row.previous, row.merged_with] if row.merged_with_id else []
    parts = [*made_of, row] if not made_of or is_shared(row) else made_of
    if frozenset().union(*(senders_of(one) for one in parts if one is not None)) & hands_of(actor):
        raise SameHands.sender()


def hands_of(actor: Actor) -> frozenset[str]:
    """Return every key under which this person acts."""
    person_id = person_behind(actor.key)
    return (keys_behind(person_id) if person_id else frozenset()) | {actor.key}


def check_not_of_sender(row: Submission) -> None:
    """Raise OwnHousehold while the family found to be the sender's own, or a relative's, is declared so."""
    found = row.findings.filter(code="own_household").order_by("pk")
    own = {uuid_of(one.value.removeprefix("family:")) for one in found}
    if own and any(own & kin_of(one) for one in senders_of(row)):
        raise OwnHousehold


def check_not_held(row: Submission) -> None:
    """Raise HeldForCheck while the visit waits for a check."""
    if row.holds.filter(released_at__isnull=True).exists():
        raise HeldForCheck


def check_questions(row: Submission, comments: Sequence[CommentRow]) -> None:
    """Raise UnknownQuestion for a comment on a question that the visit's form does not have."""
    asked = {one.question for one in comments} - {""}
    if asked and questionnaires.get_form(row.form_id, row.form_version) is not None:
        strange = asked - questionnaires.labels(row.form_id, row.form_version).keys()
        if strange:
            raise UnknownQuestion(min(strange))


def written(comments: Sequence[CommentRow | tuple[str, str]]) -> list[CommentRow]:
    """Return the comments that say something; raises EmptyReturn when none does."""
    told = [one if isinstance(one, CommentRow) else CommentRow(one[0], None, one[1]) for one in comments]
    told = [one for one in told if one.text.strip()]
    if not told:
        raise EmptyReturn
    return told


def comment(entry: ReviewEntry, comments: Sequence[CommentRow]) -> None:
    """Write what is to be mended beside the step that asks for it."""
    ReviewComment.objects.bulk_create(
        ReviewComment(entry=entry, question=one.question[:120], row=one.row, text=one.text.strip())
        for one in comments
    )


def move(row: Submission, by: Move, actor: Actor, note: str = "") -> ReviewEntry:
    """Take a visit where a move leads; the caller saves it. Raises IllegalMove."""
    state = next_state(State(row.state), by)
    if state is None:
        raise IllegalMove(by.value, row.state)
    return enter(row, by, state, actor_key=actor.key, actor_name=actor.name, note=note)


def record(row: Submission, action: str, actor: Actor) -> None:
    """Save a visit that moved, write down who decided, and tell the figures."""
    row.save(update_fields=SAVED)
    audit.record(action, actor=actor.key, subject=f"submission:{row.pk}", details={"revision": row.revision})
    tell("surveys.reviewed", row)
