"""What a supervisor decides: approve, return with comments, reject for a reason, set a second visit aside."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.access.api import Actor, may, zone_of
from bahtera.areas import api as areas
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import (
    ConfirmedAlready,
    IllegalMove,
    NoReasonToReject,
    RivalElsewhere,
    WouldReplaceApproved,
)
from bahtera.surveys.models import Submission
from bahtera.surveys.operations.receiving.settling import register_visit, supersede, tell
from bahtera.surveys.operations.receiving.succession import rivals_of
from bahtera.surveys.operations.reviewing.moving import (
    CONFIRM,
    REVIEW,
    check_level,
    check_not_held,
    check_not_of_sender,
    check_not_sent_by,
    check_questions,
    comment,
    locked,
    move,
    record,
    written,
)
from bahtera.surveys.operations.rounds.guarding import is_corrected_now
from bahtera.surveys.queries.reviewing.submissions import answers_of
from bahtera.surveys.rules import Move, State
from bahtera.surveys.values import CommentRow, RejectReason


def approve(
    submission_id: UUID,
    *,
    actor: Actor,
    revision: int | None = None,
    note: str = "",
    replace_approved: bool = False,
) -> None:
    """Approve a submission; of several visits to one family the approved one becomes the one that counts.

    ``revision`` is what the reviewer saw (SubmissionDetail.revision). Another visit that is approved already
    gives way only with ``replace_approved``, the version this one corrects at once. Raises IllegalMove,
    StaleReview, UnknownSubmission, WouldReplaceApproved, RivalElsewhere, OwnHousehold, HeldForCheck, SameHands for
    whoever sent it, ConfirmedAlready where it would replace what the second level confirmed, and NotAllowed, also
    for a family of the reviewer's own kin.
    """
    with durable():
        row = locked(submission_id, actor, revision)
        check_not_of_sender(row)
        check_not_sent_by(row, actor)
        check_not_held(row)
        move(row, Move.APPROVE, actor, note)
        row.confirmed_at = None
        if not row.is_current:
            _make_current(row, actor, replace_approved=replace_approved)
        record(row, "surveys.approved", actor)


def return_with_comments(
    submission_id: UUID,
    *,
    comments: Sequence[CommentRow | tuple[str, str]],
    actor: Actor,
    revision: int | None = None,
    note: str = "",
) -> None:
    """Send a submission back to its kader, saying at each question what to mend.

    The second level may do so too, of what was approved; what it confirmed only it sends back. Raises EmptyReturn
    without a word, UnknownQuestion for a comment on a question the visit's form does not have, ConfirmedAlready.
    """
    told = written(comments)
    with durable():
        row = locked(submission_id, actor, revision, by=(REVIEW, CONFIRM))
        check_level(row, actor)
        check_questions(row, told)
        comment(move(row, Move.RETURN, actor, note), told)
        record(row, "surveys.returned", actor)


def reject(
    submission_id: UUID, *, reason: str, words: str, actor: Actor, revision: int | None = None
) -> None:
    """Decide for good that a visit does not count; its kader is told why. Only the second level reopens it.

    ``reason`` is one of `RejectReason`. The family is to be visited again, if at all. Raises NoReasonToReject,
    SameHands for whoever sent it, ConfirmedAlready, and as `approve` does.
    """
    words = " ".join(words.split())
    if reason not in {one.value for one in RejectReason} or not words:
        raise NoReasonToReject
    with durable():
        row = locked(submission_id, actor, revision, by=(REVIEW, CONFIRM))
        check_level(row, actor)
        check_not_sent_by(row, actor)
        entry = move(row, Move.REJECT, actor)
        entry.reason = reason
        entry.save(update_fields=["reason"])
        comment(entry, [CommentRow("", None, words)])
        row.is_current = False
        record(row, "surveys.rejected", actor)


def set_aside(submission_id: UUID, *, actor: Actor, revision: int | None = None, note: str = "") -> None:
    """Decide that a second visit to a family does not count; the one that counts cannot be set aside."""
    with durable():
        row = locked(submission_id, actor, revision)
        if row.is_current:
            raise IllegalMove(Move.SET_ASIDE.value, "current")
        move(row, Move.SET_ASIDE, actor, note)
        record(row, "surveys.set_aside", actor)


def _make_current(row: Submission, actor: Actor, *, replace_approved: bool) -> None:
    """Let the approved visit count, in place of the one that did, and tell the family register."""
    _supersede_rivals(row, actor, replace_approved=replace_approved)
    row.is_current = True
    if areas.exists(row.village_code):
        register_visit(row, answers_of(row.content), row.previous)
        # also those under the id the register gave
        _supersede_rivals(row, actor, replace_approved=replace_approved)


def _supersede_rivals(row: Submission, actor: Actor, *, replace_approved: bool) -> None:
    """Take what counted until now out of the figures, the version that this one corrects among it."""
    reviewer = Submission(actor_key=actor.key, actor_name=actor.name)
    corrected = _earlier_versions(row)
    counted = Submission.objects.select_for_update().filter(pk__in=corrected, is_current=True)
    for rival in {*counted.order_by("pk"), *rivals_of(row)}:
        if not may(actor, "submission.review", area=rival.area_code):
            raise RivalElsewhere
        approved = rival.state == State.APPROVED.value and rival.pk not in corrected
        settled = rival.state == State.APPROVED.value and rival.confirmed_at is not None
        if settled and not (rival.round_id and is_corrected_now(rival.round_id)):
            raise ConfirmedAlready
        if approved and not replace_approved:
            received = rival.received_at.astimezone(ZoneInfo(zone_of(rival.village_code)))
            raise WouldReplaceApproved(rival.pk, rival.actor_name, received.date())
        supersede(rival, by=reviewer, note=row.instance_id)
        if rival.village_code != row.village_code:
            tell("surveys.reviewed", rival)


def _earlier_versions(row: Submission) -> set[UUID]:
    """Walk the chain back; a visit is corrected a few times at most."""
    found: set[UUID] = set()
    while (earlier := row.previous) is not None:
        found.add(earlier.pk)
        row = earlier
    return found
