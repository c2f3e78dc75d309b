"""What the pages about field assessments show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places
from bahtera.web.presenters import visits
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Option, Tab, Tag


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment in a list; no ``total`` while criteria are open."""

    url: str
    village: str
    visited_on: date
    team: str
    total: str
    tag: Tag


@dataclass(frozen=True)
class AssessmentsPage:
    """The assessments of the reader's areas."""

    tabs: tuple[Tab, ...]
    lines: tuple[AssessmentLine, ...]
    more_url: str
    may_keep: bool
    synthetic: bool


@dataclass(frozen=True)
class CriterionLine:
    """A criterion with its points; ``choices`` for a form."""

    id: str
    label: str
    look_at: str
    weight: int
    points: str
    seen: str
    choices: tuple[Option, ...]


@dataclass(frozen=True)
class AspectPart:
    """An aspect with what it adds up to."""

    title: str
    total: str
    width: str
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class AssessmentPage:
    """One assessment, to read or to write."""

    tabs: tuple[Tab, ...]
    id: str
    title: str
    village: str
    village_code: str
    round_name: str
    visited_on: date | None
    team: str
    summary: str
    total: str
    tag: Tag | None
    aspects: tuple[AspectPart, ...]
    left: int
    scale: tuple[str, ...]
    definition: str
    revision: int
    finished_at: datetime | None
    zone: str
    may_keep: bool
    synthetic: bool
    problem: str = ""
    villages: tuple[Option, ...] = ()
    rounds: tuple[Option, ...] = ()
    typed_village: str = ""


def assessment_line(row: actions.AssessmentRow, known: Mapping[str, areas.Area]) -> AssessmentLine:
    """Return an assessment in a list."""
    return AssessmentLine(
        url=reverse("web:assessment", args=[row.id]),
        village=places.village_line(row.village_code, known),
        visited_on=row.visited_on,
        team=row.team,
        total=_number(row.total),
        tag=state_tag(row),
    )


def state_tag(row: actions.AssessmentRow) -> Tag:
    """Return whether an assessment is finished as a label."""
    return Tag(gettext("finished"), "tinggi", "ok") if row.is_final else Tag(gettext("draft"), "none")


def one_assessment(
    row: actions.AssessmentRow, form: actions.AssessmentForm, *, tabs: tuple[Tab, ...], may_keep: bool
) -> AssessmentPage:
    """Return an assessment's page."""
    known = places.names_of([row.village_code])
    return AssessmentPage(
        tabs=tabs,
        id=str(row.id),
        title=words(form.title),
        village=places.village_line(row.village_code, known),
        village_code=row.village_code,
        round_name=visits.round_title(surveys.get_round(row.round_id)),
        visited_on=row.visited_on,
        team=row.team,
        summary=row.summary,
        total=_number(row.total),
        tag=state_tag(row),
        aspects=aspects_of(form, row.marks, row.by_aspect),
        left=row.open_criteria,
        scale=scale_of(form),
        definition=definition_of(form),
        revision=row.revision,
        finished_at=row.finished_at,
        zone=areas.zone_of(row.village_code),
        may_keep=may_keep and not row.is_final,
        synthetic=visits.is_synthetic(surveys.get_round(row.round_id)),
    )


def aspects_of(
    form: actions.AssessmentForm,
    marks: Mapping[str, actions.Mark],
    totals: Mapping[str, Fraction | None],
) -> tuple[AspectPart, ...]:
    """Return the aspects of a form with the marks given so far."""
    return tuple(
        AspectPart(
            title=words(aspect.title),
            total=_number(totals.get(aspect.id)),
            width=f"{float(totals.get(aspect.id) or 0):.1f}%",
            criteria=tuple(_criterion(one, form, marks.get(one.id)) for one in aspect.criteria),
        )
        for aspect in form.aspects
    )


def scale_of(form: actions.AssessmentForm) -> tuple[str, ...]:
    """Return what each number of points means."""
    return tuple(f"{points} = {words(level)}" for points, level in enumerate(form.levels))


def definition_of(form: actions.AssessmentForm) -> str:
    """Say which form it is, and that it is not official."""
    return gettext("Form {id} {version}, fingerprint {hash}. Working set, not official: {source}").format(
        id=form.id, version=form.version, hash=form.hash[:12], source=words(form.source)
    )


def _criterion(
    one: actions.Criterion, form: actions.AssessmentForm, mark: actions.Mark | None
) -> CriterionLine:
    return CriterionLine(
        id=one.id,
        label=words(one.label),
        look_at=words(one.look_at),
        weight=one.weight,
        points="–" if mark is None else str(mark.points),
        seen="" if mark is None else mark.seen,
        choices=tuple(
            Option(str(points), f"{points} · {words(level)}", mark is not None and mark.points == points)
            for points, level in enumerate(form.levels)
        ),
    )


def _number(value: Fraction | None) -> str:
    return "" if value is None else numbers.number(value, 1)
