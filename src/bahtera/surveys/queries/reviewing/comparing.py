"""Two visits to one family that a person may merge: who may, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import NotMergeable
from bahtera.surveys.models import Attachment
from bahtera.surveys.queries.reviewing.differences import Compared, Question, compare
from bahtera.surveys.queries.reviewing.submissions import get_submission
from bahtera.surveys.values import SubmissionDetail

_LONGEST_NAME = 255


@dataclass(frozen=True)
class Pair:
    """Two visits side by side: on the left the one that counts. ``form`` is the newer of their two versions.

    Files of the right visit whose names the left gave to others are ``renamed`` in ``right_answers``, from the new
    name to the old.
    """

    left: SubmissionDetail
    right: SubmissionDetail
    form: questionnaires.FormVersion
    questions: tuple[Question, ...]
    compared: Compared
    right_answers: Mapping[str, Any]
    renamed: Mapping[str, str]


def get_pair(submission_id: UUID, other_id: UUID, *, actor: Actor) -> Pair:
    """Return two visits to one family, the one that counts on the left, and where they differ.

    Raises NotAllowed for who may not decide about both, UnknownSubmission as `get_submission` does, NotMergeable
    for two that are not two visits of one village, round and form of which one counts, and for a visit and
    what was made of it.
    """
    found = [get_submission(one, actor=actor) for one in (submission_id, other_id)]
    for one in found:
        check_may(actor, "submission.review", area=one.row.village_code)
    left, right = sorted(found, key=lambda one: not one.row.is_current)
    if not _are_one_familys(left, right):
        raise NotMergeable
    versions = [one.version for one in questionnaires.list_versions(left.form_id)]
    newer = min((left.form_version, right.form_version), key=versions.index)
    form = questionnaires.get_form(left.form_id, newer)
    assert form is not None
    asked = tuple(questions_of(form))
    renamed = _clashing_files(left.row.id, right.row.id)
    answers = _renamed(right.answers, {old: new for new, old in renamed.items()})
    return Pair(left, right, form, asked, compare(asked, left.answers, answers), answers, renamed)


def _are_one_familys(left: SubmissionDetail, right: SubmissionDetail) -> bool:
    """Tell whether two visits may be put together, as the page of either offers it."""
    offered = {one.submission_id for one in left.rivals if one.is_mergeable}
    return right.row.id in offered and bool(left.answers and right.answers)


def questions_of(form: questionnaires.FormVersion) -> list[Question]:
    """Return a form's questions in order, each with the outermost repeat it stands in."""
    found, repeat = [], ""
    outside = ""
    for item in questionnaires.outline(form):
        if repeat and not item.path.startswith(f"{outside}/"):
            repeat = ""
        if item.kind == "repeat" and not repeat:
            repeat, outside = item.name, item.path
        elif item.kind == "question" and item.type != "note":
            found.append(Question(item.name, repeat, item.calculated))
    return found


def _clashing_files(left: UUID, right: UUID) -> dict[str, str]:
    """Return new names, with the old ones, for files of the right visit that the left knows with other bytes."""
    rows = Attachment.objects.filter(submission_id__in=(left, right)).order_by("pk")
    kept = {(one.submission_id, one.name): one.sha256 for one in rows}
    return {
        f"2-{name}"[:_LONGEST_NAME]: name
        for (owner, name), sha256 in kept.items()
        if owner == right and kept.get((left, name), sha256) != sha256
    }


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if not names:
        return value
    if isinstance(value, Mapping):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
