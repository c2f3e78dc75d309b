"""Decrees (SK): the list, a new one, one with its scan, and the word that one runs out."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.access.api import Actor, check_may, may
from bahtera.foundation.errors import NotFound, Refused
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import administration as common
from bahtera.web.presenters import decrees as shown
from bahtera.web.views.administration import forms

_SIZE = 40
_FIELDS = ("nomor", "tentang", "tanggal", "penanda", "wilayah", "mulai", "sampai")
_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@page("decree.read")
def decrees(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the decrees of the reader's areas, the latest signed first."""
    found = access.list_decrees(actor=actor, cursor=request.GET.get("kursor") or None, size=_SIZE)
    known = places.names_of(row.area for row in found.items)
    view = shown.DecreesPage(
        tabs=common.tabs(actor, "web:decrees"),
        rows=tuple(shown.decree_line(row, known) for row in found.items),
        more_url=f"{reverse('web:decrees')}?kursor={found.next_cursor}" if found.next_cursor else "",
        can_manage=may(actor, "decree.manage"),
    )
    return render(request, "web/administration/decrees.html", {"page": view})


@page("decree.manage", methods=("GET", "HEAD", "POST"))
def add_decree(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a decree, with its scan when there is one already."""
    attempt = forms.Attempt(request, gettext("The decree is registered."))
    if request.method == "POST":
        with attempt:
            return redirect("web:decree", decree_id=_register(request, actor))
    view = common.FormPage(
        tabs=common.tabs(actor, "web:decrees"),
        typed={name: forms.text_in(request, name) for name in _FIELDS},
        problem=attempt.problem,
        areas=common.area_options(actor, "decree.manage"),
    )
    return render(request, "web/administration/decree_new.html", {"page": view}, status=attempt.status)


@page("decree.read")
def decree(request: HttpRequest, actor: Actor, decree_id: UUID) -> HttpResponse:
    """Show one decree."""
    row = access.get_decree(decree_id, actor=actor)
    view = shown.DecreePage(
        tabs=common.tabs(actor, "web:decrees"),
        decree=shown.decree_line(row, places.names_of([row.area])),
        scan_url=reverse("web:scan", args=[row.id]) if row.scan_name else "",
        can_manage=may(actor, "decree.manage", area=row.area),
        changes=access.decree_changes(row.id, actor=actor),
        zone=places.zone_of(row.area, places.names_of([row.area])),
    )
    return render(request, "web/administration/decree.html", {"page": view, "decree_id": row.id})


@page("decree.manage", methods=("POST",))
def correct_days(request: HttpRequest, actor: Actor, decree_id: UUID) -> HttpResponse:
    """Put the days of a decree right; the ends of roles that rest on it follow."""
    with forms.Told(request, "", NotFound):
        roles = access.correct_decree_days(
            decree_id,
            valid_from=forms.needed_day(request, "mulai"),
            valid_to=forms.day_in(request, "sampai"),
            reason=forms.text_in(request, "alasan"),
            actor=actor,
        )
        said = ngettext(
            "The days are corrected; {n} role follows.", "The days are corrected; {n} roles follow.", roles
        )
        messages.success(request, said.format(n=roles), extra_tags="good")
    return redirect("web:decree", decree_id=decree_id)


@page("decree.read", methods=("GET", "HEAD", "POST"))
def scan(request: HttpRequest, actor: Actor, decree_id: UUID) -> HttpResponse | FileResponse:
    """Hand out the scan of a decree, or take a new one."""
    if request.method == "POST":
        return _take_scan(request, actor, decree_id)
    data, name = access.open_scan(decree_id, actor=actor)
    kind = _TYPES[name.rpartition(".")[2]]
    answer = FileResponse(
        io.BytesIO(data), as_attachment=kind == "application/pdf", filename=name, content_type=kind
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page(None, methods=("POST",))
def seen(_request: HttpRequest, actor: Actor, notice_id: int) -> HttpResponse:
    """Put away the word that a decree runs out."""
    access.note_seen(notice_id, actor=actor)
    return redirect("web:home")


def _register(request: HttpRequest, actor: Actor) -> UUID:
    first = forms.needed_day(request, "mulai")
    file = _file(request)
    return access.register_decree(
        forms.text_in(request, "nomor"),
        about=forms.text_in(request, "tentang"),
        signed_on=forms.needed_day(request, "tanggal"),
        signer=forms.text_in(request, "penanda"),
        area=forms.area_in(request, "wilayah", actor, "decree.manage"),
        valid_from=first,
        valid_to=forms.day_in(request, "sampai"),
        scan=(file.name or "", file.file) if file and file.file else None,
        actor=actor,
    )


def _take_scan(request: HttpRequest, actor: Actor, decree_id: UUID) -> HttpResponse:
    check_may(actor, "decree.manage", area=access.get_decree(decree_id, actor=actor).area)
    file = _file(request)
    with forms.Told(request, gettext("The scan is kept."), access.NoSuchDecree):
        if file is None or file.file is None:
            raise Refused("web.no_scan", "Choose the file with the scan.")
        access.attach_scan(decree_id, name=file.name or "", file=file.file, actor=actor)
    return redirect("web:decree", decree_id=decree_id)


def _file(request: HttpRequest) -> "UploadedFile[Any] | None":
    found = request.FILES.get("pindaian")
    return found if isinstance(found, UploadedFile) else None
