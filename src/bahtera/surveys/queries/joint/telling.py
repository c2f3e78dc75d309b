"""What becomes of a part, as its kader's phone hears it: waiting for the other's, or what became of both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import JointPart, ReviewEntry, Submission
from bahtera.surveys.queries.joint.sections import places_of
from bahtera.surveys.queries.reviewing.submissions import last_words, sent_row
from bahtera.surveys.rules import State
from bahtera.surveys.values import CommentRow, JointState, SentRow

_WAITS: Final = State.RECEIVED.value


def with_joint(told: Sequence[tuple[UUID, SentRow]]) -> tuple[SentRow, ...]:
    """Return what became of visits, where one is a part that of the visit made of it: with the words for its kader.

    A joined visit that was sent back is sent back to whoever signed a section with a comment; the other one hears that
    it is being looked at. A comment on no question, or on what both were asked, is for both.
    """
    rows = JointPart.objects.filter(pk__in=[one for one, _ in told]).select_related("task", "joined")
    parts = {row.pk: row for row in rows.order_by("pk")}
    joined = [row.joined for row in parts.values() if row.joined is not None]
    last = last_words(joined)
    return tuple(_of_part(one, parts[visit_id], last) if visit_id in parts else one for visit_id, one in told)


def _of_part(one: SentRow, part: JointPart, last: Mapping[UUID, ReviewEntry]) -> SentRow:
    one = replace(one, put_together=False)
    if part.joined is None:
        waits = one.state == _WAITS and part.task.ended_at is None
        clash = JointState.CLASH if part.task.clash else JointState.WAITING
        return replace(one, joint=clash.value) if waits else one
    made = sent_row(part.joined, last.get(part.joined.pk))
    comments = tuple(each for each in made.comments if _is_for(each, part, part.joined))
    state = made.state
    if state == State.RETURNED.value and made.comments and not comments:
        state = State.ACCEPTED.value
    return replace(
        one,
        state=state,
        comments=comments,
        family_id=made.family_id,
        reason=made.reason,
        joint=JointState.JOINED.value,
    )


def _is_for(comment: CommentRow, part: JointPart, joined: Submission) -> bool:
    if not comment.question:
        return True
    theirs = {*part.task.first_sections, *part.task.second_sections} - set(part.sections)
    form = questionnaires.get_form(joined.form_id, joined.form_version)
    return form is None or places_of(form).get(comment.question, "") not in theirs
