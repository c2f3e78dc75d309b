"""Answers put right in a round whose figures stand: choosing them, asking, and the second person's look at it."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web.door import concerns, page
from bahtera.web.presenters import mending as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.submissions import in_words

_ASK: Final = "release.correct"
_SECOND: Final = "release.second"
_ANSWER: Final = "jawaban."
_MOST: Final = 60


@page(_ASK, methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest, actor: access.Actor, submission_id: UUID) -> HttpResponse:
    """Choose answers of a visit, fill in what they should be, and ask for the correction."""
    detail = surveys.get_submission(submission_id, actor=actor)
    access.check_may(actor, _ASK, area=detail.row.village_code)
    if detail.row.round_id is None:
        raise surveys.UnknownSubmission(submission_id)
    if detail.family_id is not None:
        concerns(request, f"family:{detail.family_id}")
    row = surveys.get_round(detail.row.round_id)
    form = request.POST if request.method == "POST" else request.GET
    chosen = [str(one) for one in form.getlist("p")][:_MOST]
    typed = {
        name.removeprefix(_ANSWER): [str(one) for one in form.getlist(name)]
        for name in form
        if name.startswith(_ANSWER)
    }
    attempt = forms.Attempt(request, gettext("Asked for. A second person decides."), NotFound)
    if request.method == "POST":
        with attempt:
            releases.ask_correction(
                submission_id,
                releases.Change.MEND,
                reason=forms.text_in(request, "sebab"),
                actor=actor,
                revision=whole_number(forms.text_in(request, "revisi")) or 0,
                answers=[_answer(key, typed.get(key, []), detail) for key in chosen],
            )
            return redirect("web:round_corrections", row.id)
    view = shown.mend_page(
        detail, row, chosen, typed=typed, reason=forms.text_in(request, "sebab"), problem=attempt.problem
    )
    return render(request, "web/rounds/mend_answers.html", {"page": view}, status=attempt.status)


@page(_SECOND)
def look(request: HttpRequest, actor: access.Actor, round_id: int, correction_id: UUID) -> HttpResponse:
    """Show a correction to the second person: what is asked, and which figures it would move."""
    row = surveys.round_for(round_id, actor=actor)
    one = releases.correction(correction_id, actor=actor)
    if one.round_id != round_id:
        raise releases.UnknownCorrection(correction_id)
    moved, problem = None, ""
    if one.standing is releases.Standing.ASKED and access.may(actor, _SECOND, area=one.village_code):
        try:
            moved = releases.preview_correction(correction_id, actor=actor)
        except access.NotAllowed:
            raise
        except Refused as error:
            problem = in_words(error)
    view = shown.decide_page(row, one, moved, actor, problem)
    return render(request, "web/rounds/correction.html", {"page": view})


def _answer(key: str, given: list[str], detail: surveys.SubmissionDetail) -> surveys.MendedAnswer:
    """Return an answer as it was filled in; several choices stay a list."""
    question, _, number = key.partition(".")
    known = surveys.mendable_questions(detail.form_id, detail.form_version)
    told = [one.strip() for one in given if one.strip()]
    standing = detail.answers.get(question)
    if known.get(question):
        rows = detail.answers.get(known[question]) or []
        at = whole_number(number) or 0
        standing = rows[at - 1].get(question) if 1 <= at <= len(rows) else None
    several = isinstance(standing, list) or len(told) > 1
    new = (told if several else told[0]) if told else None
    return surveys.MendedAnswer(question, whole_number(number) if number else None, new)
