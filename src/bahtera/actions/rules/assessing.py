"""The form of the field visit: read from its definition, checked, and added up."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.actions.errors import BadAssessment
from bahtera.actions.rules.writing import LONGEST_DETAILS, LONGEST_LINE, checked_line
from bahtera.actions.values.assessments import Aspect, AssessmentForm, Criterion, Mark
from bahtera.foundation.shipped import definitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CURRENT: Final = "lokus"
LONGEST_TEAM: Final = 200


@cache
def assessment_form(form_id: str = CURRENT) -> AssessmentForm:
    """Return the form of a field visit; FileNotFoundError when there is none of this id."""
    written = yaml.safe_load(definitions(f"assessments/{form_id}.yaml").read_text(encoding="utf-8"))
    return read_form(written)


def read_form(written: Mapping[str, Any]) -> AssessmentForm:
    """Return a form from its definition; raises ValueError for one that cannot be added up."""
    aspects = tuple(
        Aspect(
            one["id"],
            one["title"],
            tuple(Criterion(c["id"], c["weight"], c["label"], c["look_at"]) for c in one["criteria"]),
        )
        for one in written["aspects"]
    )
    form = AssessmentForm(
        id=written["id"],
        version=str(written["version"]),
        status=written["status"],
        hash=hashlib.sha256(json.dumps(written, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        title=written["title"],
        source=written["source"],
        levels=tuple(written["levels"]),
        aspects=aspects,
    )
    ids = [one.id for one in form.criteria]
    if form.most < 1 or len(set(ids)) != len(ids) or any(one.weight < 1 for one in form.criteria):
        msg = "a form needs two levels, criteria of different ids, and weights of at least 1"
        raise ValueError(msg)
    return form


def checked_marks(form: AssessmentForm, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return marks as they are kept, in the order of the form; raises BadAssessment."""
    known = {one.id for one in form.criteria}
    if set(marks) - known:
        raise BadAssessment("actions.unknown_criterion", "The form has changed meanwhile. Open it again.")
    kept = {}
    for one in form.criteria:
        mark = marks.get(one.id)
        if mark is None:
            continue
        if not 0 <= mark.points <= form.most:
            raise BadAssessment("actions.bad_points", "Points are from 0 to {most}.", most=form.most)
        kept[one.id] = Mark(mark.points, checked_line(mark.seen, LONGEST_LINE, "seen"))
    return kept


def checked_words(team: str, summary: str) -> tuple[str, str]:
    """Return team and summary as they are kept; raises BadPlan for too long ones, BadAssessment without a team."""
    clean = checked_line(team, LONGEST_TEAM, "team")
    if not clean:
        raise BadAssessment("actions.no_team", "Say which offices made the visit.")
    return clean, checked_line(summary, LONGEST_DETAILS, "summary")


def total(form: AssessmentForm, marks: Mapping[str, Mark]) -> Fraction | None:
    """Return the weighted points of all criteria as 0 to 100, exactly; None while one is open."""
    return _share(form, form.criteria, marks)


def by_aspect(form: AssessmentForm, marks: Mapping[str, Mark]) -> dict[str, Fraction | None]:
    """Return the same for each aspect."""
    return {one.id: _share(form, one.criteria, marks) for one in form.aspects}


def open_criteria(form: AssessmentForm, marks: Mapping[str, Mark]) -> int:
    """Return how many criteria have no points yet."""
    return sum(one.id not in marks for one in form.criteria)


def _share(form: AssessmentForm, criteria: Iterable[Criterion], marks: Mapping[str, Mark]) -> Fraction | None:
    listed = tuple(criteria)
    if any(one.id not in marks for one in listed):
        return None
    got = sum(one.weight * marks[one.id].points for one in listed)
    return Fraction(100 * got, sum(one.weight for one in listed) * form.most)
