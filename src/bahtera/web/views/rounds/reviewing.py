"""The review of a round: its plan, how far each village is, and the second level's decisions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.checks import api as checks
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import round_review as shown
from bahtera.web.presenters.rounds import head_of
from bahtera.web.views.administration import forms
from bahtera.web.views.submissions import comments_of, in_words

_READ = "review.read"
_REVIEW = "submission.review"
_CONFIRM = "submission.confirm"
_PLAN = "round.manage"
_TAB = "review"
_PER_MILLE = 10


@page(_READ)
def review(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show how far the review of a round is, village by village, and how it is planned."""
    row = surveys.round_for(round_id, actor=actor)
    plan = surveys.review_plan(round_id)
    rows = surveys.village_reviews(round_id, actor=actor, action=_READ, asked=checks.open_questions(round_id))
    known = places.names_of(one.village_code for one in rows)
    reads, confirms = access.may(actor, "submission.read"), access.may(actor, _CONFIRM)
    asks = access.may(actor, "check.read")
    view = shown.ReviewPage(
        head=head_of(row, actor, _TAB),
        plan=plan,
        hold_percent=plan.hold_per_mille / _PER_MILLE,
        villages=tuple(
            shown.village_line(one, round_id, known, reads=reads, confirms=confirms, asks=asks)
            for one in rows
        ),
        can_plan=access.may(actor, _PLAN, area=row.area_code),
        can_approve=access.may(actor, _REVIEW),
    )
    return render(request, "web/rounds/review.html", {"page": view})


@page(_PLAN, methods=("POST",))
def plan_review(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Say how the round is reviewed from now on."""
    surveys.round_for(round_id, actor=actor)
    percent, sample = (whole_number(forms.text_in(request, name)) for name in ("tahan", "contoh"))
    with forms.Told(request, gettext("Kept. It holds for visits that arrive from now on."), NotFound):
        surveys.set_review_plan(
            round_id,
            second_level=forms.text_in(request, "kedua") == "ya",
            hold_per_mille=-1 if percent is None else percent * _PER_MILLE,
            second_sample=-1 if sample is None else sample,
            actor=actor,
        )
    return redirect("web:round_review", round_id=round_id)


@page(_REVIEW, methods=("POST",))
def approve_village(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Approve what waits in a village without findings, without a hold and without an open question."""
    village = forms.text_in(request, "desa")
    access.check_may(actor, _REVIEW, area=village)
    with forms.Told(request, "", NotFound):
        count = surveys.approve_village(round_id, village, actor=actor, asked_in=checks.open_questions)
        said = ngettext("{count} visit approved.", "{count} visits approved.", count).format(count=count)
        messages.success(request, said, extra_tags="good")
    return redirect("web:round_review", round_id=round_id)


@page(_CONFIRM)
def second_level(request: HttpRequest, actor: access.Actor, round_id: int, village: str) -> HttpResponse:
    """Show a village's approved visits to the second level, those of the sample first."""
    access.check_may(actor, _CONFIRM, area=village)
    row = surveys.round_for(round_id, actor=actor)
    rows = surveys.second_visits(round_id, village, actor=actor)
    name = places.village_line(village, places.names_of([village]))
    total = surveys.second_waiting(round_id, village, actor=actor)
    view = shown.second_page(head_of(row, actor, _TAB), village, name, rows, total=total)
    return render(request, "web/rounds/second_level.html", {"page": view})


@page(_CONFIRM, methods=("POST",))
def confirm_village(request: HttpRequest, actor: access.Actor, round_id: int, village: str) -> HttpResponse:
    """Confirm what is approved in a village, once its sample was looked at."""
    access.check_may(actor, _CONFIRM, area=village)
    with forms.Told(request, "", NotFound):
        count = surveys.confirm_village(round_id, village, actor=actor)
        said = ngettext("{count} visit confirmed.", "{count} visits confirmed.", count).format(count=count)
        left = surveys.second_waiting(round_id, village, actor=actor)
        if left:
            more = ngettext("{left} visit still waits.", "{left} visits still wait.", left)
            said = f"{said} {more.format(left=left)}"
        messages.success(request, said, extra_tags="good")
    return redirect("web:second_level", round_id=round_id, village=village)


@page(_CONFIRM)
def second_visit(
    request: HttpRequest, actor: access.Actor, round_id: int, submission_id: UUID
) -> HttpResponse:
    """Show one visit to the second level, without anything that says whose it is."""
    detail = _of_round(surveys.get_second(submission_id, actor=actor), round_id)
    head = head_of(surveys.round_for(round_id, actor=actor), actor, _TAB)
    return render(request, "web/rounds/second_visit.html", {"page": shown.second_visit(head, detail)})


@page(_CONFIRM, methods=("POST",))
def decide_second(
    request: HttpRequest, actor: access.Actor, round_id: int, submission_id: UUID
) -> HttpResponse:
    """Carry out the second level's decision about one visit."""
    detail = _of_round(surveys.get_second(submission_id, actor=actor), round_id)
    here = redirect("web:second_visit", round_id=round_id, submission_id=submission_id)
    try:
        said = _carry_out(request, submission_id, actor)
    except NotFound:
        raise
    except Refused as problem:
        messages.error(request, in_words(problem), extra_tags="stop")
        return here
    messages.success(request, said, extra_tags="good")
    return redirect("web:second_level", round_id=round_id, village=detail.row.village_code)


def _carry_out(request: HttpRequest, submission_id: UUID, actor: access.Actor) -> str:
    form = request.POST
    seen = whole_number(str(form.get("revision", "")))
    revision = -1 if seen is None else seen
    match form.get("putusan"):
        case "confirm":
            surveys.confirm(submission_id, actor=actor, revision=revision)
            return gettext("Confirmed.")
        case "query":
            surveys.query(submission_id, comments=comments_of(form), actor=actor, revision=revision)
            return gettext("Given back to the supervisor with your questions.")
        case "return":
            surveys.return_with_comments(
                submission_id, comments=comments_of(form), actor=actor, revision=revision
            )
            return gettext("Sent back. The kader sees your comments.")
        case "reject":
            reason = forms.text_in(request, "alasan")
            surveys.reject(
                submission_id,
                reason=reason,
                words=forms.text_in(request, "note"),
                actor=actor,
                revision=revision,
            )
            return gettext("Not accepted. The kader reads your reason.")
        case "reopen":
            surveys.reopen(submission_id, note=forms.text_in(request, "note"), actor=actor, revision=revision)
            return gettext("Opened again. The supervisor decides about it.")
        case "release":
            surveys.release_hold(submission_id, note=forms.text_in(request, "note"), actor=actor)
            return gettext("Released. The visit can be decided about now.")
        case _:
            raise Refused("web.no_decision", "Choose what to do with this visit.")


def _of_round(detail: surveys.SecondDetail, round_id: int) -> surveys.SecondDetail:
    if detail.row.round_id != round_id:
        raise surveys.UnknownSubmission(detail.row.id)
    return detail
