"""Micro-data of a round: the report, asking, deciding, and the file."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import SYSTEM, Actor
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import microdata as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.polling import looked_again

_READ: Final = "microdata.read"


@page(_READ)
def microdata(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Show the requests of a round, with a form to ask."""
    row = _round(round_id, actor)
    found = releases.micro_requests(actor=actor, round_id=round_id)
    versions = releases.versions(round_id, actor=SYSTEM)
    view = shown.page_of(row, found, versions, actor)
    answer = render(request, "web/rounds/microdata.html", {"page": view})
    return looked_again(request, answer, is_open=view.is_being_made)


@page(_READ)
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the requests of all rounds in the reader's areas."""
    lines = shown.lines_of(releases.micro_requests(actor=actor), actor)
    return render(request, "web/privacy/microdata.html", {"lines": lines, "zone": places.own_zone(actor)})


@page("microdata.ask", methods=("POST",))
def ask(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Ask to give out the micro-data of a version; of a large one the worker makes them."""
    _round(round_id, actor)
    number = whole_number(forms.text_in(request, "versi")) or 0
    licence, purpose = forms.text_in(request, "lisensi"), forms.text_in(request, "tujuan")
    with forms.Told(request, "", NotFound):
        if releases.version(round_id, number, actor=SYSTEM).families >= releases.LARGE:
            order = publishing.order_microdata(
                round_id, number, licence=licence, purpose=purpose, actor=actor
            )
            publishing.microdata_task.enqueue(str(order.id))
        else:
            publishing.ask_microdata(round_id, number, licence=licence, purpose=purpose, actor=actor)
            messages.success(
                request, gettext("Asked for. The data-protection officer decides."), extra_tags="good"
            )
    return redirect("web:microdata", round_id)


@page("microdata.agree", methods=("POST",))
def decide(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Agree to a request, or refuse it with a reason."""
    found = releases.micro_request(request_id, actor=actor)
    if forms.text_in(request, "putusan") == "setuju":
        with forms.Told(request, gettext("Agreed. The file can be taken away now."), NotFound):
            publishing.agree_to_microdata(request_id, actor=actor)
    else:
        with forms.Told(request, gettext("Refused. No file leaves."), NotFound):
            releases.refuse_micro(request_id, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:microdata", found.round_id)


@page("microdata.ask")
def file(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse | FileResponse:
    """Hand the file over that was agreed to."""
    found = releases.micro_request(request_id, actor=actor)
    with forms.Told(request, "", NotFound):
        return FileResponse(
            publishing.export_microdata(request_id, actor=actor),
            as_attachment=True,
            filename=f"data-mikro-{found.round_id}-v{found.number}.zip",
            content_type="application/zip",
        )
    return redirect("web:microdata", found.round_id)


def _round(round_id: int, actor: Actor) -> surveys.RoundRow:
    """Return a round that concerns the reader's areas and has begun; raises UnknownRound."""
    row = surveys.round_for(round_id, actor=actor, action=_READ)
    if not row.has_begun:
        raise surveys.UnknownRound(round_id)
    return row
