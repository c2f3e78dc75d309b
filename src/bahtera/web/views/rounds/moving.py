"""Moving a round on, or a step back: first what follows from it, then the move."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import round_moves as shown
from bahtera.web.presenters.rounds import SIGNED
from bahtera.web.views.administration import forms

_KEEP: Final = "round.manage"


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def move(request: HttpRequest, actor: access.Actor, round_id: int, name: str) -> HttpResponse:
    """Say what follows when a round moves to the state of this name, and move it."""
    row = surveys.round_for(round_id, actor=actor)
    access.check_may(actor, _KEEP, area=row.area_code)
    to = shown.way_on(row, actor, name)
    if to is None:
        raise surveys.UnknownRound(round_id)
    ordered = to in SIGNED and releases.is_large(round_id)
    attempt = forms.Attempt(request, "" if ordered else gettext("The round has moved on."), NotFound)
    if request.method == "POST":
        with attempt:
            _move(request, actor, row, to, ordered=ordered)
            return redirect("web:round_versions" if ordered else "web:round", round_id=round_id)
    view = shown.move_page(row, to, actor, forms.text_in(request, "alasan"), attempt.problem)
    return render(request, "web/rounds/move.html", {"page": view}, status=attempt.status)


def _move(
    request: HttpRequest, actor: access.Actor, row: surveys.RoundRow, to: surveys.RoundState, *, ordered: bool
) -> None:
    """Move a round; figures that are given out are signed as a data version with the move, both or neither.

    ``ordered``: the worker does both, for a round that takes too long for a page.
    """
    reason, revision = forms.text_in(request, "alasan"), whole_number(forms.text_in(request, "revisi")) or 0
    if to not in SIGNED:
        surveys.move_round(row.id, to, actor=actor, reason=reason, revision=revision)
        return
    sign = releases.order_version if ordered else releases.freeze
    made = sign(
        row.id,
        releases.Kind(to.value),
        actor=actor,
        acknowledged=whole_number(forms.text_in(request, "belum_selesai")) or 0,
        reason=reason,
        revision=revision,
    )
    if isinstance(made, releases.OrderRow):
        releases.sign_task.enqueue(str(made.id))
