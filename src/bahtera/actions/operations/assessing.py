"""Field visits are assessed: written down as drafts, finished once, never changed after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.errors import BadAssessment, PlanChanged, UnknownAssessment
from bahtera.actions.models import Assessment
from bahtera.actions.queries.assessments import visible_assessment
from bahtera.actions.queries.rows import today_of
from bahtera.actions.rules.assessing import (
    assessment_form,
    checked_marks,
    checked_words,
    open_criteria,
    read_form,
)
from bahtera.actions.values.assessments import Mark
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from bahtera.actions.values.assessments import AssessmentForm, AssessmentInput

_ACTION = "assessment.keep"


def make_assessment(written: AssessmentInput, *, actor: access.Actor) -> UUID:
    """Write an assessment down as a draft, by the form of this moment, and return its id.

    Raises NotAllowed, BadAssessment, BadPlan, UnknownRound.
    """
    if not areas.exists(written.village_code) or areas.level_of(written.village_code) != "village":
        raise BadAssessment("actions.no_village", "Choose the village that was visited.")
    access.check_may(actor, _ACTION, area=written.village_code)
    form = assessment_form()
    marks = _checked(form, written)
    team, summary = checked_words(written.team, written.summary)
    _check_round(written.round_id, written.village_code)
    with durable():
        row = Assessment(
            village_code=written.village_code,
            round_id=written.round_id,
            form_id=form.id,
            version=form.version,
            form_hash=form.hash,
            visited_on=written.visited_on,
            team=team,
            summary=summary,
            made_at=clock.now(),
            made_by=actor.key,
        )
        row.form, row.marks = _as_json(form), _marks_json(marks)
        row.save(force_insert=True)
        audit.record(
            "actions.assessment_made", actor=actor.key, subject=f"assessment:{row.pk}", details=_about(row)
        )
    return row.pk


def change_assessment(
    assessment_id: UUID, written: AssessmentInput, *, actor: access.Actor, revision: int
) -> None:
    """Write other marks into a draft; village and round stay.

    Raises like `make_assessment`, UnknownAssessment, PlanChanged.
    """
    with durable():
        row = _locked(assessment_id, actor, revision)
        marks = _checked(read_form(row.form), written)
        row.team, row.summary = checked_words(written.team, written.summary)
        row.visited_on, row.marks = written.visited_on, _marks_json(marks)
        row.revision += 1
        row.save()
        audit.record(
            "actions.assessment_changed", actor=actor.key, subject=f"assessment:{row.pk}", details=_about(row)
        )


def finish_assessment(assessment_id: UUID, *, actor: access.Actor, revision: int) -> None:
    """Finish an assessment whose criteria all have points; it stays as it is from then on.

    Raises UnknownAssessment, NotAllowed, PlanChanged, BadAssessment.
    """
    with durable():
        row = _locked(assessment_id, actor, revision)
        left = open_criteria(read_form(row.form), {name: Mark(*mark) for name, mark in row.marks.items()})
        if left:
            raise BadAssessment("actions.criteria_left", "{count} criteria have no points yet.", count=left)
        row.finished_at, row.finished_by = clock.now(), actor.key
        row.revision += 1
        row.save(update_fields=["finished_at", "finished_by", "revision"])
        audit.record(
            "actions.assessment_finished",
            actor=actor.key,
            subject=f"assessment:{row.pk}",
            details=_about(row),
        )


def _locked(assessment_id: UUID, actor: access.Actor, revision: int) -> Assessment:
    found = visible_assessment(assessment_id, actor)
    access.check_may(actor, _ACTION, area=found.village_code)
    row = Assessment.objects.select_for_update().filter(pk=found.pk).order_by("pk").first()
    if row is None:
        raise UnknownAssessment
    if row.revision != revision:
        raise PlanChanged
    if row.finished_at is not None:
        raise BadAssessment("actions.assessment_final", "This assessment is finished and stays as it is.")
    return row


def _checked(form: AssessmentForm, written: AssessmentInput) -> Mapping[str, Mark]:
    if written.visited_on > today_of(written.village_code):
        raise BadAssessment("actions.visit_ahead", "The visit lies on a day to come.")
    return checked_marks(form, written.marks)


def _check_round(round_id: int, village_code: str) -> None:
    try:
        results.village_result(round_id, village_code, audience="public")
    except results.AreaNotInRound as error:
        raise BadAssessment(
            "actions.village_not_assessed", "This village takes no part in the round."
        ) from error


def _as_json(form: AssessmentForm) -> dict[str, object]:
    return {
        "id": form.id,
        "version": form.version,
        "status": form.status,
        "title": dict(form.title),
        "source": dict(form.source),
        "levels": [dict(one) for one in form.levels],
        "aspects": [
            {
                "id": aspect.id,
                "title": dict(aspect.title),
                "criteria": [
                    {
                        "id": one.id,
                        "weight": one.weight,
                        "label": dict(one.label),
                        "look_at": dict(one.look_at),
                    }
                    for one in aspect.criteria
                ],
            }
            for aspect in form.aspects
        ],
    }


def _marks_json(marks: Mapping[str, Mark]) -> dict[str, list[object]]:
    return {name: [mark.points, mark.seen] for name, mark in marks.items()}


def _about(row: Assessment) -> dict[str, str | int]:
    return {"village": row.village_code, "round": row.round_id, "form": row.form_hash[:16]}
