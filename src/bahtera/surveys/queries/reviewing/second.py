"""Visits for the second level, TPK2D and BPS: without names, numbers of people, places and free words."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation.sealing import parts
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import UnknownSubmission
from bahtera.surveys.models import Submission
from bahtera.surveys.queries.reviewing.plans import second_sample
from bahtera.surveys.queries.reviewing.submissions import answers_of, check_no_kin, scores_by_visit
from bahtera.surveys.queries.reviewing.villages import held_among, holds_of
from bahtera.surveys.rules import Move, State, can_move
from bahtera.surveys.values import CommentRow
from bahtera.surveys.values.second import SecondDetail, SecondRow, SecondStep

CONFIRM: Final = "submission.confirm"
MOST: Final = 300
_SHOWN: Final = (State.APPROVED.value, State.REJECTED.value)
_MOVES: Final = (Move.CONFIRM, Move.QUERY, Move.RETURN, Move.REJECT, Move.REOPEN)
_OWN_WORDS: Final = frozenset({Move.QUERY.value, Move.REOPEN.value})
_PLAIN: Final = frozenset({"select_one", "select_multiple", "integer", "decimal"})


def second_visits(round_id: int, village_code: str, *, actor: Actor) -> list[SecondRow]:
    """Return a village's approved and rejected visits, the sample first, at most 300; none of the reader's kin.

    Raises NotAllowed.
    """
    check_may(actor, CONFIRM, area=village_code)
    rows = _of_village(round_id, village_code, actor)
    first = second_sample(round_id, village_code)
    sample = list(rows.filter(pk__in=first).order_by("pk"))
    # Where nothing stands a database may put it first or last: what waits must never fall behind what is done.
    others = rows.exclude(pk__in=first).order_by(F("confirmed_at").asc(nulls_first=True), "pk")
    found = [*sample, *others[: MOST - len(sample)]]
    ids = [row.pk for row in found]
    held, scores = held_among(ids), scores_by_visit(ids)
    told = [_row(row, row.pk in held, row.pk in first, scores[row.pk]) for row in found]
    return sorted(told, key=lambda one: (one.confirmed_at is not None, not one.in_sample))


def second_waiting(round_id: int, village_code: str, *, actor: Actor) -> int:
    """Return how many approved visits of a village wait for the second level beside the sample, none left out.

    Raises NotAllowed.
    """
    check_may(actor, CONFIRM, area=village_code)
    rows = _of_village(round_id, village_code, actor).filter(state=State.APPROVED.value, confirmed_at=None)
    return rows.exclude(pk__in=second_sample(round_id, village_code)).count()


def get_second(submission_id: UUID, *, actor: Actor) -> SecondDetail:
    """Return one visit; raises UnknownSubmission, also outside one's areas and before its approval, and NotAllowed."""
    row = Submission.objects.select_related("content").filter(pk=submission_id).first()
    known = row is not None and may(actor, CONFIRM, area=row.area_code)
    if row is None or not known or row.state not in _SHOWN:
        raise UnknownSubmission(submission_id)
    check_no_kin(row, actor, CONFIRM)
    first = second_sample(row.round_id, row.village_code) if row.round_id else []
    held = bool(held_among([row.pk]))
    state = State(row.state)
    return SecondDetail(
        row=_row(row, held, row.pk in first, scores_by_visit([row.pk])[row.pk]),
        form_id=row.form_id,
        form_version=row.form_version,
        answers={} if parts.is_erased(row.content) else _plain_answers(row),
        doubts=tuple(
            (one.question, one.row, one.severity) for one in row.findings.order_by("pk") if one.question
        ),
        steps=_steps(row),
        holds=holds_of(row.pk),
        revision=row.revision,
        moves=tuple(
            one.value
            for one in _MOVES
            if can_move(state, one) and not (one is Move.CONFIRM and (held or row.confirmed_at))
        ),
    )


def form_of_visit(submission_id: UUID) -> tuple[str, str]:
    """Return the id and the version of the form a visit answers. Raises UnknownSubmission."""
    row = Submission.objects.filter(pk=submission_id).order_by("pk").first()
    if row is None:
        raise UnknownSubmission(submission_id)
    return row.form_id, row.form_version


def plain_questions(form_id: str, version: str) -> frozenset[str]:
    """Return the questions whose answers name nobody: choices listed in the form, and numbers."""
    form = questionnaires.get_form(form_id, version)
    if form is None:
        return frozenset()
    words = questionnaires.labels(form_id, version)
    left_out = questionnaires.private_items() | questionnaires.device_questions(form)
    found = set()
    for one in questionnaires.outline(form):
        known = words.get(one.name)
        listed = not one.type.startswith("select") or bool(known and known.choices)
        if one.kind == "question" and one.type in _PLAIN and listed and one.name not in left_out:
            found.add(one.name)
    return frozenset(found)


def _of_village(round_id: int, village_code: str, actor: Actor) -> QuerySet[Submission]:
    rows = Submission.objects.filter(round_id=round_id, village_code=village_code, state__in=_SHOWN)
    if actor.kin:
        rows = rows.exclude(family_id__in=actor.kin).exclude(claimed_family_id__in=actor.kin)
    return rows


def _plain_answers(row: Submission) -> dict[str, Any]:
    plain = plain_questions(row.form_id, row.form_version)
    told: dict[str, Any] = {}
    for name, value in answers_of(row.content).items():
        if name in plain:
            told[name] = value
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            told[name] = [{key: one[key] for key in one if key in plain} for one in value]
    return told


def _row(row: Submission, is_held: bool, in_sample: bool, scores: Mapping[str, Any]) -> SecondRow:
    return SecondRow(
        id=row.pk,
        code=row.pk.hex[-6:].upper(),
        village_code=row.village_code,
        round_id=row.round_id,
        state=row.state,
        result_code=row.result_code,
        visited_on=row.visited_on,
        findings=row.error_count + row.warning_count,
        is_held=is_held,
        in_sample=in_sample,
        confirmed_at=row.confirmed_at if row.state == State.APPROVED.value else None,
        scores=scores,
    )


def _steps(row: Submission) -> tuple[SecondStep, ...]:
    entries = row.entries.order_by("-pk").prefetch_related("comments")
    return tuple(
        SecondStep(
            one.at,
            one.move,
            one.reason,
            tuple(CommentRow(c.question, c.row, c.text) for c in one.comments.all())
            if one.move in _OWN_WORDS
            else (),
        )
        for one in entries
    )
