"""The assessment of a village on the spot: written down, finished, printed."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import visits
from bahtera.web.presenters.administration import area_options
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Option
from bahtera.web.presenters.plans import assessing as shown
from bahtera.web.presenters.plans import lists as listed
from bahtera.web.views.administration import forms
from bahtera.web.views.plans.addresses import area_code, area_text

_ACTION: Final = "assessment.keep"
_HERE: Final = "web:assessments"


@page("plan.read")
def assessments(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the assessments of the reader's areas, the latest visit first."""
    found = actions.list_assessments(actor=actor, cursor=request.GET.get("kursor") or None)
    known = places.names_of(row.village_code for row in found.items)
    ids = {row.round_id for row in found.items}
    view = shown.AssessmentsPage(
        tabs=listed.tabs(_HERE),
        lines=tuple(shown.assessment_line(row, known) for row in found.items),
        more_url=f"{reverse(_HERE)}?kursor={found.next_cursor}" if found.next_cursor else "",
        may_keep=access.may(actor, _ACTION),
        synthetic=any(row.id in ids and visits.is_synthetic(row) for row in surveys.list_rounds()),
    )
    return render(request, "web/plans/assessments.html", {"page": view})


@page("plan.read")
def assessment(request: HttpRequest, actor: access.Actor, assessment_id: UUID) -> HttpResponse:
    """Show one assessment."""
    row, form = actions.get_assessment(assessment_id, actor=actor)
    may_keep = access.may(actor, _ACTION, area=row.village_code)
    view = shown.one_assessment(row, form, tabs=listed.tabs(_HERE), may_keep=may_keep)
    return render(request, "web/plans/assessment.html", {"page": view})


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def new_assessment(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Write an assessment down."""
    attempt = forms.Attempt(request, gettext("The draft is kept. Finish it when all criteria have points."))
    form = actions.assessment_form()
    if request.method == "POST":
        with attempt:
            village = forms.area_in(request, "wilayah", actor, _ACTION)
            round_id = whole_number(forms.text_in(request, "putaran")) or 0
            made = actions.make_assessment(_written(request, form, village, round_id), actor=actor)
            return redirect("web:assessment", made)
    view = _form_page(request, actor, form, attempt.problem)
    return render(request, "web/plans/assessment_form.html", {"page": view}, status=attempt.status)


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def change_assessment(request: HttpRequest, actor: access.Actor, assessment_id: UUID) -> HttpResponse:
    """Write other marks into a draft."""
    row, form = actions.get_assessment(assessment_id, actor=actor)
    access.check_may(actor, _ACTION, area=row.village_code)
    attempt = forms.Attempt(request, gettext("The assessment is changed."))
    if request.method == "POST":
        with attempt:
            actions.change_assessment(
                assessment_id,
                _written(request, form, row.village_code, row.round_id),
                actor=actor,
                revision=whole_number(forms.text_in(request, "revisi")) or 0,
            )
            return redirect("web:assessment", assessment_id)
    view = _form_page(request, actor, form, attempt.problem, row)
    return render(request, "web/plans/assessment_form.html", {"page": view}, status=attempt.status)


@page(_ACTION, methods=("POST",))
def finish_assessment(request: HttpRequest, actor: access.Actor, assessment_id: UUID) -> HttpResponse:
    """Finish an assessment; it stays as it is from then on."""
    with forms.Told(request, gettext("The assessment is finished."), NotFound):
        revision = whole_number(forms.text_in(request, "revisi")) or 0
        actions.finish_assessment(assessment_id, actor=actor, revision=revision)
    return redirect("web:assessment", assessment_id)


@page("plan.read")
def assessment_pdf(_request: HttpRequest, actor: access.Actor, assessment_id: UUID) -> HttpResponse:
    """Hand an assessment over as a PDF."""
    name, made = publishing.export_assessment(assessment_id, actor=actor, language=get_language() or "id")
    return _pdf(name, made)


@page("plan.read")
def blank_assessment(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Hand out the form to be filled in by hand, with the village's name when the address tells one."""
    village = area_code(request)
    if village:
        access.check_may(actor, "plan.read", area=village)
        village = village if areas.exists(village) else ""
    made = publishing.blank_assessment(village=village, language=get_language() or "id")
    return _pdf("blanko-penilaian.pdf", made)


def _pdf(name: str, made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(
    request: HttpRequest, form: actions.AssessmentForm, village: str, round_id: int
) -> actions.AssessmentInput:
    return actions.AssessmentInput(
        village_code=village,
        round_id=round_id,
        visited_on=forms.needed_day(request, "tanggal"),
        team=forms.text_in(request, "tim"),
        marks=_marks(request, form),
        summary=str(request.POST.get("simpulan", ""))[:2000],
    )


def _marks(request: HttpRequest, form: actions.AssessmentForm) -> dict[str, actions.Mark]:
    found = {}
    for one in form.criteria:
        text = forms.text_in(request, f"nilai-{one.id}")
        if not text:
            continue
        points = whole_number(text)
        if points is None:
            raise Refused("web.bad_choice", "Choose one from the list.")
        found[one.id] = actions.Mark(points, forms.text_in(request, f"lihat-{one.id}"))
    return found


def _form_page(
    request: HttpRequest,
    actor: access.Actor,
    form: actions.AssessmentForm,
    problem: str,
    row: actions.AssessmentRow | None = None,
) -> shown.AssessmentPage:
    typed = request.method == "POST"
    marks = row.marks if row else {}
    if typed:
        marks = {
            one.id: actions.Mark(whole_number(text) or 0, forms.text_in(request, f"lihat-{one.id}"))
            for one in form.criteria
            if (text := forms.text_in(request, f"nilai-{one.id}"))
        }
    known = places.names_of([row.village_code]) if row else {}
    rounds = [one for one in surveys.list_rounds() if one.has_begun]
    wanted = forms.text_in(request, "putaran")
    return shown.AssessmentPage(
        tabs=listed.tabs(_HERE),
        id=str(row.id) if row else "",
        title=words(form.title),
        village=places.village_line(row.village_code, known) if row else "",
        village_code=row.village_code if row else "",
        round_name=visits.round_title(surveys.get_round(row.round_id)) if row else "",
        visited_on=row.visited_on if row else None,
        team=forms.text_in(request, "tim") if typed else row.team if row else "",
        summary=str(request.POST.get("simpulan", "")) if typed else row.summary if row else "",
        total="",
        tag=None,
        aspects=shown.aspects_of(form, marks, {}),
        left=0,
        scale=shown.scale_of(form),
        definition=shown.definition_of(form),
        revision=row.revision if row else 0,
        finished_at=None,
        zone="",
        may_keep=True,
        synthetic=False,
        problem=problem,
        villages=area_options(actor, _ACTION),
        rounds=tuple(Option(str(one.id), visits.round_title(one), str(one.id) == wanted) for one in rounds),
        typed_village=forms.text_in(request, "wilayah") or area_text(request),
    )
