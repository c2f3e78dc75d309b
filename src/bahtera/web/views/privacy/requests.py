"""Requests: the list by the clock, a new one, one with what is next, and its letter."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, note_read
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import rights
from bahtera.web.views.administration import forms
from bahtera.web.views.privacy import fields, people

_SIZE: Final = 30
_TYPED: Final = (
    *("jenis", "oleh", "wali_nik", "wali_nama", "wali_hubungan"),
    *("fakta", "isi", "identitas", "tanggal", "jam"),
)


@page("privacy.manage")
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show requests, those whose time runs out first on top."""
    everything = request.GET.get("keadaan") == "semua"
    cursor = request.GET.get("kursor") or None
    found = api.list_requests(actor=actor, only_open=not everything, cursor=cursor, size=_SIZE)
    load = api.request_load(actor)
    known, now = places.names_of(row.area_code for row in found.items), clock.now()
    concerns(request, *(f"member:{row.member_id}" for row in found.items))
    head = f"{reverse('web:requests')}?{'keadaan=semua&' if everything else ''}kursor="
    view = rights.RequestsPage(
        rows=tuple(rights.line_of(row, known, now) for row in found.items),
        overdue=load.overdue,
        waiting=load.waiting,
        everything=everything,
        zone=places.own_zone(actor),
        more_url=head + found.next_cursor if found.next_cursor else "",
    )
    return render(request, "web/privacy/requests.html", {"page": view})


@page("privacy.manage", methods=("GET", "HEAD", "POST"), traced=False)
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look for whose data a new request is about."""
    title = gettext("Whose data is it about?")
    return people.search(request, actor, title=title, chosen="web:new_request")


@page("privacy.manage", methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest, actor: Actor, member_id: UUID) -> HttpResponse:
    """Take in a request about one person."""
    person = api.subject_of(member_id, actor=actor)
    concerns(request, f"member:{person.member_id}")
    zone, problem = places.own_zone(actor), ""
    if request.method == "POST":
        try:
            request_id = _take_in(request, actor, person.member_id, zone)
        except (NotPermitted, NotFound):
            raise
        except Refused as refused:
            problem = forms.in_words(refused)
            # The page is shown once more, and the door writes down reads by GET only.
            note_read(actor, "privacy.manage", subject=f"member:{person.member_id}")
        else:
            messages.success(request, gettext("The request is taken in. Its clock runs."), extra_tags="good")
            return redirect("web:request", request_id=request_id)
    typed = {name: forms.text_in(request, name) for name in _TYPED}
    view = rights.PersonFormPage(
        name=person.name,
        place=places.village_line(person.area_code, places.names_of([person.area_code])),
        birth_date=person.birth_date,
        zone=zone,
        today=clock.today(zone),
        typed=typed,
        problem=problem,
        kinds=rights.options(rights.KINDS, typed["jenis"]),
        facts=rights.options(rights.FACTS, typed["fakta"]),
        identities=rights.options(rights.IDENTITIES, typed["identitas"]),
        relations=rights.options(rights.RELATIONS, typed["wali_hubungan"]),
    )
    return render(request, "web/privacy/request_new.html", {"page": view}, status=400 if problem else 200)


@page("privacy.manage")
def one(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show one request, what is next, and what would go out."""
    view = _shown(request, actor, request_id)
    return render(request, "web/privacy/request.html", {"page": view})


@page("privacy.manage")
def letter(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show the letter to whoever asked, for printing."""
    view = _shown(request, actor, request_id)
    if view.closed_at is None:
        raise NotFound("web.no_letter", "There is no letter before the request is answered or refused.")
    context = {"page": view, "office": places.scope_line(actor), "officer": actor.name}
    return render(request, "web/privacy/letter.html", context)


def _take_in(request: HttpRequest, actor: Actor, member_id: UUID, zone: str) -> UUID:
    how = forms.text_in(request, "identitas")
    if how:
        fields.one_of(request, "identitas", api.Identity)
    row = api.open_request(
        member_id,
        kind=api.Kind(fields.one_of(request, "jenis", api.Kind)),
        actor=actor,
        asked_at=fields.moment_in(request, zone),
        guardian=fields.guardian_in(request),
        fact=forms.text_in(request, "fakta"),
        wanted=forms.text_in(request, "isi"),
    )
    if how:
        api.show_identity(row.id, how=api.Identity(how), actor=actor)
    return row.id


def _shown(request: HttpRequest, actor: Actor, request_id: UUID) -> rights.RequestPage:
    found = api.get_request_detail(request_id, actor=actor)
    row, now = found.row, clock.now()
    concerns(request, f"member:{row.member_id}")
    previewed = (
        row.kind is api.Kind.ACCESS and row.state is api.RequestState.IDENTIFIED and not row.must_refuse
    )
    return rights.RequestPage(
        id=row.id,
        line=rights.line_of(row, places.names_of([row.area_code]), now),
        code=row.kind.value,
        stage=row.state.value,
        zone=places.own_zone(actor),
        by_guardian=row.by_guardian,
        guardian=found.guardian,
        relation=gettext(rights.RELATIONS[found.guardian_relation])
        if found.guardian_relation in rights.RELATIONS
        else "",
        fact=gettext(rights.FACTS[found.fact]) if found.fact in rights.FACTS else "",
        wanted=found.wanted,
        outcome=found.outcome,
        identity=gettext(rights.IDENTITIES[row.identity]) if row.identity in rights.IDENTITIES else "",
        identity_at=found.identity_at,
        closed_at=row.closed_at,
        identities=rights.options(rights.IDENTITIES),
        reasons=rights.reasons_for(row.kind.value),
        needed=rights.reason_of(row.must_refuse),
        told=rights.reason_of(row.refusal),
        preview=api.preview_reply(request_id, actor=actor) if previewed else (),
        can_take=api.can_take(row, now),
        sha256=row.reply_sha256,
    )
