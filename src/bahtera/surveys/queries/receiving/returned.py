"""What supervisors sent back and nobody has mended yet, in the words a phone shows beside the family."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Q

from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import ReviewComment, ReviewEntry, Submission
from bahtera.surveys.queries.rounds.figures import area_filter
from bahtera.surveys.rules import Move, RoundState, State

LONGEST: Final = 500
_SEPARATOR: Final = " | "

_Labels = Mapping[str, questionnaires.QuestionLabels]


def returned_families(scopes: Sequence[str]) -> dict[str, str]:
    """Return what is to be mended, by family id, for returned visits of open rounds in these areas.

    Of a family with several, the latest counts. A text is "question: comment" joined by " | ", at most
    ``LONGEST`` characters; empty when nothing was written.
    """
    rows = _standing(scopes)
    entries = (
        ReviewEntry.objects.filter(submission__in=[row.pk for row in rows], move=Move.RETURN.value)
        .order_by("pk")
        .prefetch_related("comments")
    )
    last = {entry.submission_id: entry for entry in entries}
    labels: dict[tuple[str, str], _Labels] = {}
    found: dict[str, str] = {}
    for row in rows:
        version = (row.form_id, row.form_version)
        if version not in labels:
            labels[version] = _labels(*version)
        entry = last.get(row.pk)
        comments = sorted(entry.comments.all(), key=lambda one: one.pk) if entry else []
        found[str(row.family_id)] = _text(comments, labels[version])
    return found


def _standing(scopes: Sequence[str]) -> list[Submission]:
    """Return visits that were sent back and still stand: those that count, and corrections that wait."""
    where = Q(pk__in=[])
    for scope in scopes:
        where |= area_filter(scope) if scope else ~Q(pk__in=[])
    counts = Q(is_current=True) | Q(previous__isnull=False)
    return list(
        Submission.objects.filter(
            where,
            counts,
            state=State.RETURNED.value,
            family_id__isnull=False,
            round__state=RoundState.FIELD.value,
        )
        .only("id", "family_id", "form_id", "form_version")
        .order_by("pk")
    )


def _labels(form_id: str, version: str) -> _Labels:
    known = questionnaires.get_form(form_id, version) is not None
    return questionnaires.labels(form_id, version) if known else {}


def _text(comments: Sequence[ReviewComment], labels: _Labels) -> str:
    text = _SEPARATOR.join(" ".join(_line(one, labels).split()) for one in comments)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _line(comment: ReviewComment, labels: _Labels) -> str:
    if not comment.question:
        return comment.text
    known = labels.get(comment.question)
    label = (known.labels.get("id", "") if known else "") or comment.question.replace("_", " ")
    number = f" ({comment.row})" if comment.row is not None else ""
    return f"{label}{number}: {comment.text}"
