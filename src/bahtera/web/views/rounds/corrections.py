"""Corrections of a round whose figures stand: asking for one, and deciding as the second person."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import corrections as shown
from bahtera.web.views.administration import forms

_ASK: Final = "release.correct"
_SECOND: Final = "release.second"


@page(_SECOND)
def corrections(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """List the corrections of a round, with what the reader may decide."""
    row = surveys.round_for(round_id, actor=actor)
    found = releases.corrections(round_id, actor=actor)
    return render(request, "web/rounds/corrections.html", {"page": shown.corrections_page(row, found, actor)})


@page(_ASK, methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest, actor: access.Actor, submission_id: UUID) -> HttpResponse:
    """Ask for a correction of a visit."""
    detail = surveys.get_submission(submission_id, actor=actor)
    if detail.row.round_id is None:
        raise surveys.UnknownSubmission(submission_id)
    row = surveys.get_round(detail.row.round_id)
    chosen, reason = forms.text_in(request, "perubahan"), forms.text_in(request, "sebab")
    attempt = forms.Attempt(request, gettext("Asked for. A second person decides."), NotFound)
    if request.method == "POST":
        with attempt:
            releases.ask_correction(
                submission_id,
                _change(chosen),
                reason=reason,
                actor=actor,
                revision=whole_number(forms.text_in(request, "revisi")) or 0,
            )
            return redirect("web:round_corrections", row.id)
    view = shown.ask_page(detail, row, chosen=chosen, reason=reason, problem=attempt.problem)
    return render(request, "web/rounds/ask_correction.html", {"page": view}, status=attempt.status)


@page(_SECOND, methods=("POST",))
def agree(request: HttpRequest, actor: access.Actor, round_id: int, correction_id: UUID) -> HttpResponse:
    """Agree as the second person: the visit is changed and the data are signed again."""
    with forms.Told(request, "", NotFound):
        done = releases.agree_to_correction(correction_id, actor=actor)
        words = gettext("Agreed. No family that counts was touched, so the data version stays.")
        if done.version:
            words = gettext("Agreed. The data were signed again as version {number}.").format(
                number=done.version
            )
        messages.success(request, words, extra_tags="good")
    return redirect("web:round_corrections", round_id)


@page(_SECOND, methods=("POST",))
def refuse(request: HttpRequest, actor: access.Actor, round_id: int, correction_id: UUID) -> HttpResponse:
    """Refuse a correction with a reason."""
    with forms.Told(request, gettext("Refused. Nothing was changed."), NotFound):
        releases.refuse_correction(correction_id, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:round_corrections", round_id)


def _change(text: str) -> releases.Change:
    try:
        return releases.Change(text)
    except ValueError as error:
        raise releases.NothingToCorrect from error
