"""Moving a round on, or a step back: first what follows from it, then the move."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import round_moves as shown
from bahtera.web.views.administration import forms

_KEEP: Final = "round.manage"


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def move(request: HttpRequest, actor: access.Actor, round_id: int, state: str) -> HttpResponse:
    """Say what follows when a round moves to a state, and move it."""
    row = surveys.round_for(round_id, actor=actor)
    access.check_may(actor, _KEEP, area=row.area_code)
    to = shown.way_on(row, state)
    if to is None:
        raise surveys.UnknownRound(round_id)
    attempt = forms.Attempt(request, gettext("The round has moved on."), NotFound)
    if request.method == "POST":
        with attempt:
            surveys.move_round(
                round_id,
                to,
                actor=actor,
                reason=forms.text_in(request, "alasan"),
                revision=whole_number(forms.text_in(request, "revisi")) or 0,
                undecided=whole_number(forms.text_in(request, "belum_diputus")),
            )
            return redirect("web:round", round_id=round_id)
    view = shown.move_page(row, to, actor, forms.text_in(request, "alasan"), attempt.problem)
    return render(request, "web/rounds/move.html", {"page": view}, status=attempt.status)
