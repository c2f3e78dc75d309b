"""A reader's notices, and whether a letter tells them that something waits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation.errors import Refused
from bahtera.notices import api as notices
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import notices as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.session import said


@page(None)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's notices, the newest first."""
    return _show(request, actor)


@page(None, methods=("POST",))
def read_one(_request: HttpRequest, actor: Actor, notice_id: UUID) -> HttpResponse:
    """Mark a notice as read and go to where its things are."""
    row = notices.read_notice(notice_id, actor=actor)
    return redirect(shown.address_of(row.kind))


@page(None, methods=("POST",))
def read_all(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all notices as read."""
    notices.read_all(actor=actor)
    return redirect("web:notices")


@page(None, methods=("POST",))
def want_letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Have a letter sent on days with news."""
    typed = forms.text_in(request, "surel")
    try:
        notices.set_mailbox(typed, actor=actor)
    except Refused as refused:
        return _show(request, actor, tried=(typed, said(refused)))
    messages.success(request, gettext("A letter comes on days with news."), extra_tags="good")
    return redirect("web:notices")


@page(None, methods=("POST",))
def end_letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send no more letters and forget the address."""
    notices.drop_mailbox(actor=actor)
    messages.success(request, gettext("No more letters come. The address is deleted."), extra_tags="good")
    return redirect("web:notices")


def _show(request: HttpRequest, actor: Actor, *, tried: tuple[str, str] | None = None) -> HttpResponse:
    view = shown.page_of(
        notices.list_notices(actor=actor, cursor=request.GET.get("mulai")),
        unread=notices.count_unread(actor=actor),
        zone=places.own_zone(actor),
        mailbox=notices.mailbox_of(actor=actor),
        tried=tried,
    )
    return render(request, "web/notices.html", {"page": view}, status=400 if tried else 200)
