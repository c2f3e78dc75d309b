"""Deciding about a request: identity, answer, what is handed out, refusal, and the supervisor's corrections."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import rights
from bahtera.web.presenters.clocks import clock_tag
from bahtera.web.views.administration import forms
from bahtera.web.views.privacy import fields

_SIZE: Final = 30


@page("privacy.manage", methods=("POST",))
def identity(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Record how whoever asks showed who they are."""

    def record() -> str:
        how = api.Identity(fields.one_of(request, "identitas", api.Identity))
        api.show_identity(request_id, how=how, actor=actor)
        return gettext("Identity is recorded.")

    return _done(request, request_id, record)


@page("privacy.manage", methods=("POST",), fresh=True)
def answer(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Fulfil a request: a copy is gathered, a correction goes to the supervisor, an objection is granted."""

    def record() -> str:
        row = api.get_request(request_id, actor=actor)
        if row.kind is api.Kind.ACCESS:
            api.answer_access(request_id, actor=actor)
            return gettext("The request is answered. Take the copy now and hand it over.")
        if row.kind is api.Kind.CORRECTION:
            api.assign_correction(request_id, actor=actor)
            return gettext("The supervisor of the area has the correction now.")
        api.answer_objection(request_id, outcome=fields.long_text_in(request, "keputusan"), actor=actor)
        return gettext("The objection is granted. Print the letter.")

    return _done(request, request_id, record)


@page("privacy.manage", methods=("POST",), fresh=True)
def take(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Hand out the copy of an answered request."""
    try:
        reply = api.take_reply(request_id, actor=actor)
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return redirect("web:request", request_id=request_id)
    file = HttpResponse(reply.archive, content_type="application/zip")
    file.headers["Content-Disposition"] = f'attachment; filename="salinan-data-{str(request_id)[-12:]}.zip"'
    file.headers["X-Content-Type-Options"] = "nosniff"
    return file


@page("privacy.manage", methods=("POST",))
def refuse(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Refuse a request for a coded reason."""

    def record() -> str:
        api.refuse_request(request_id, reason=forms.text_in(request, "alasan"), actor=actor)
        return gettext("The request is refused. Print the letter for whoever asked.")

    return _done(request, request_id, record)


@page("submission.review")
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a supervisor what people want put right."""
    cursor = request.GET.get("kursor") or None
    found = api.list_corrections(actor=actor, cursor=cursor, size=_SIZE)
    known, now = places.names_of(row.area_code for row in found.items), clock.now()
    concerns(request, *(f"member:{row.member_id}" for row in found.items))
    view = rights.TasksPage(
        rows=tuple(
            rights.TaskLine(
                row.request_id,
                row.name,
                places.village_line(row.area_code, known),
                gettext(rights.FACTS[row.fact]),
                row.wanted,
                row.due_at,
                clock_tag(row.due_at, now),
            )
            for row in found.items
        ),
        reasons=rights.declining(),
        zone=places.own_zone(actor),
        more_url=f"{reverse('web:corrections')}?kursor={found.next_cursor}" if found.next_cursor else "",
    )
    return render(request, "web/privacy/corrections.html", {"page": view})


@page("submission.review", methods=("POST",))
def settle(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Close a correction: it was put right, or is declined for a reason."""
    try:
        if forms.text_in(request, "hasil") == "sudah":
            api.settle_correction(request_id, corrected=True, actor=actor)
            told = gettext("The correction is done; the officer tells whoever asked.")
        else:
            reason = forms.text_in(request, "alasan")
            api.settle_correction(request_id, corrected=False, reason=reason, actor=actor)
            told = gettext("The correction is declined; the officer tells whoever asked.")
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, told, extra_tags="good")
    return redirect("web:corrections")


def _done(request: HttpRequest, request_id: UUID, record: Callable[[], str]) -> HttpResponse:
    """Do a step, say how it went, and go back to the request."""
    try:
        told = record()
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, told, extra_tags="good")
    return redirect("web:request", request_id=request_id)
