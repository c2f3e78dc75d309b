"""What a supervisor decides: approve, return with comments, set a second visit aside."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.access.api import Actor, check_may, kin_of, may
from bahtera.areas import api as areas
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import (
    EmptyReturn,
    IllegalMove,
    OwnHousehold,
    RivalElsewhere,
    StaleReview,
    UnknownQuestion,
    UnknownSubmission,
    WouldReplaceApproved,
)
from bahtera.surveys.models import ReviewComment, ReviewEntry, Submission
from bahtera.surveys.operations.receiving.settling import enter, local_zone, register_visit, supersede, tell
from bahtera.surveys.operations.receiving.succession import rivals_of
from bahtera.surveys.queries.reviewing.submissions import answers_of, check_no_kin
from bahtera.surveys.rules import Move, State, next_state, uuid_of
from bahtera.surveys.values import CommentRow

_SAVED = ["state", "revision", "is_current", "family_id"]


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
    StaleReview, UnknownSubmission, WouldReplaceApproved, RivalElsewhere, OwnHousehold, and NotAllowed, also
    for a family of the reviewer's own kin.
    """
    with durable():
        row = _locked(submission_id, actor, revision)
        _check_not_of_sender(row)
        _move(row, Move.APPROVE, actor, note)
        if not row.is_current:
            _make_current(row, actor, replace_approved=replace_approved)
        row.save(update_fields=_SAVED)
        _record(row, "surveys.approved", actor)


def return_with_comments(
    submission_id: UUID,
    *,
    comments: Sequence[CommentRow | tuple[str, str]],
    actor: Actor,
    revision: int | None = None,
    note: str = "",
) -> None:
    """Send a submission back, saying at each question what to mend.

    Raises EmptyReturn without a word, UnknownQuestion for a comment on a question the visit's form does not have.
    """
    written = [one if isinstance(one, CommentRow) else CommentRow(one[0], None, one[1]) for one in comments]
    written = [one for one in written if one.text.strip()]
    if not written:
        raise EmptyReturn
    with durable():
        row = _locked(submission_id, actor, revision)
        _check_questions(row, written)
        entry = _move(row, Move.RETURN, actor, note)
        ReviewComment.objects.bulk_create(
            ReviewComment(entry=entry, question=one.question[:120], row=one.row, text=one.text.strip())
            for one in written
        )
        row.save(update_fields=_SAVED)
        _record(row, "surveys.returned", actor)


def set_aside(submission_id: UUID, *, actor: Actor, revision: int | None = None, note: str = "") -> None:
    """Decide that a second visit to a family does not count; the one that counts cannot be set aside."""
    with durable():
        row = _locked(submission_id, actor, revision)
        if row.is_current:
            raise IllegalMove(Move.SET_ASIDE.value, "current")
        _move(row, Move.SET_ASIDE, actor, note)
        row.save(update_fields=_SAVED)
        _record(row, "surveys.set_aside", actor)


def _locked(submission_id: UUID, actor: Actor, revision: int | None) -> Submission:
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("content")
        .filter(pk=submission_id)
        .order_by("pk")
        .first()
    )
    if row is None or not may(actor, "submission.read", area=row.area_code):
        raise UnknownSubmission(submission_id)
    check_may(actor, "submission.review", area=row.area_code)
    check_no_kin(row, actor, "submission.review")
    if revision is not None and revision != row.revision:
        raise StaleReview
    return row


def _check_questions(row: Submission, comments: Sequence[CommentRow]) -> None:
    asked = {one.question for one in comments} - {""}
    if asked and questionnaires.get_form(row.form_id, row.form_version) is not None:
        strange = asked - questionnaires.labels(row.form_id, row.form_version).keys()
        if strange:
            raise UnknownQuestion(min(strange))


def _check_not_of_sender(row: Submission) -> None:
    """Raise OwnHousehold while the family found to be the sender's own, or a relative's, is declared so."""
    found = row.findings.filter(code="own_household").order_by("pk")
    own = {uuid_of(one.value.removeprefix("family:")) for one in found}
    if own and own & kin_of(row.actor_key):
        raise OwnHousehold


def _move(row: Submission, move: Move, actor: Actor, note: str) -> ReviewEntry:
    state = next_state(State(row.state), move)
    if state is None:
        raise IllegalMove(move.value, row.state)
    return enter(row, move, state, actor_key=actor.key, actor_name=actor.name, note=note)


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
        if approved and not replace_approved:
            received = rival.received_at.astimezone(ZoneInfo(local_zone(rival.village_code)))
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


def _record(row: Submission, action: str, actor: Actor) -> None:
    audit.record(action, actor=actor.key, subject=f"submission:{row.pk}", details={"revision": row.revision})
    tell("surveys.reviewed", row)
