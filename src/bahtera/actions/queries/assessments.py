"""Assessments of field visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.errors import UnknownAssessment
from bahtera.actions.models import Assessment
from bahtera.actions.rules.assessing import by_aspect, open_criteria, read_form, total
from bahtera.actions.values.assessments import AssessmentForm, AssessmentRow, Mark
from bahtera.foundation.paging import Page, keyset

if TYPE_CHECKING:
    from uuid import UUID

_READ = "plan.read"


def list_assessments(
    *, actor: access.Actor, area: str | None = None, cursor: str | None = None, size: int = 40
) -> Page[AssessmentRow]:
    """Return a page of assessments of the actor's areas, the latest visit first."""
    rows = access.narrow(Assessment.objects.all(), actor, _READ, path="village_code", area=area)
    page = keyset(rows, ("-visited_on", "-id"), cursor=cursor, size=size)
    return Page([to_assessment(row) for row in page.items], page.next_cursor)


def get_assessment(assessment_id: UUID, *, actor: access.Actor) -> tuple[AssessmentRow, AssessmentForm]:
    """Return an assessment with the very form it was made by; raises UnknownAssessment."""
    row = visible_assessment(assessment_id, actor)
    return to_assessment(row), read_form(row.form)


def visible_assessment(assessment_id: UUID, actor: access.Actor) -> Assessment:
    """Return an assessment's row; raises UnknownAssessment outside the actor's areas."""
    rows = access.narrow(Assessment.objects.all(), actor, _READ, path="village_code")
    row = rows.filter(pk=assessment_id).order_by("pk").first()
    if row is None:
        raise UnknownAssessment
    return row


def to_assessment(row: Assessment) -> AssessmentRow:
    """Return an assessment as others see it, added up by its own form."""
    form = read_form(row.form)
    marks = {name: Mark(points, seen) for name, (points, seen) in row.marks.items()}
    return AssessmentRow(
        id=row.pk,
        village_code=row.village_code,
        round_id=row.round_id,
        form_id=row.form_id,
        version=row.version,
        hash=row.form_hash,
        visited_on=row.visited_on,
        team=row.team,
        summary=row.summary,
        marks=marks,
        total=total(form, marks),
        by_aspect=by_aspect(form, marks),
        open_criteria=open_criteria(form, marks),
        is_final=row.finished_at is not None,
        made_at=row.made_at,
        finished_at=row.finished_at,
        revision=row.revision,
    )
