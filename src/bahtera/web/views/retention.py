"""How long what is kept and what the nights did, for officer and auditor; holds, for the officer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.foundation import schedule
from bahtera.foundation.errors import NotPermitted, Refused
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import administration
from bahtera.web.presenters import retention as shown
from bahtera.web.views.administration import forms

_RUNS = 14
_HOLDS = 40
_FIELDS = ("jenis", "wilayah", "pengenal", "surat", "pemberi", "alasan", "mulai", "sampai")


@page("privacy.read")
def retention(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the rules of retention, when they run next, and what the last nights did."""
    runs = api.list_runs(actor=actor, cursor=request.GET.get("kursor") or None, size=_RUNS)
    view = shown.present(
        api.retention_rules(),
        runs.items,
        language=getattr(request, "LANGUAGE_CODE", "id"),
        zone=places.own_zone(actor),
        next_at=schedule.next_run("retention"),
        holds=api.count_holds(actor=actor),
        can_hold=may(actor, "privacy.manage"),
        more_url=f"{reverse('web:retention')}?kursor={runs.next_cursor}" if runs.next_cursor else "",
    )
    return render(request, "web/retention.html", {"page": view})


@page("privacy.manage", methods=("GET", "HEAD", "POST"))
def holds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the holds of the reader's areas, and place a new one."""
    problem = ""
    if request.method == "POST":
        try:
            _place(request, actor)
        except NotPermitted:
            raise
        except Refused as refused:
            problem = forms.in_words(refused)
        else:
            messages.success(request, gettext("The hold stands from now on."), extra_tags="good")
            return redirect("web:holds")
    found = api.list_holds(actor=actor, cursor=request.GET.get("kursor") or None, size=_HOLDS)
    typed = {name: forms.text_in(request, name) for name in _FIELDS}
    view = shown.HoldsPage(
        rows=shown.hold_lines(found.items),
        more_url=f"{reverse('web:holds')}?kursor={found.next_cursor}" if found.next_cursor else "",
        zone=places.own_zone(actor),
        kinds=shown.kind_options(typed["jenis"] or "area"),
        areas=administration.area_options(actor, "privacy.manage"),
        typed=typed,
        problem=problem,
    )
    return render(request, "web/holds.html", {"page": view}, status=400 if problem else 200)


@page("privacy.manage", methods=("POST",))
def lift(request: HttpRequest, actor: Actor, hold_id: UUID) -> HttpResponse:
    """Lift a hold, by the letter that says so."""
    try:
        api.lift_hold(hold_id, letter=forms.text_in(request, "surat"), actor=actor)
    except api.HoldRefused as refused:
        forms.tell(request, refused)
    else:
        messages.success(request, gettext("The hold is lifted."), extra_tags="good")
    return redirect("web:holds")


def _place(request: HttpRequest, actor: Actor) -> None:
    kind = forms.text_in(request, "jenis")
    whole = kind == "area"
    api.place_hold(
        kind=kind,
        subject_id=None if whole else forms.needed_id(request, "pengenal"),
        area=forms.area_in(request, "wilayah", actor, "privacy.manage") if whole else "",
        letter=forms.text_in(request, "surat"),
        ordered_by=forms.text_in(request, "pemberi"),
        reason=forms.text_in(request, "alasan"),
        holds_from=forms.day_in(request, "mulai"),
        holds_until=forms.day_in(request, "sampai"),
        actor=actor,
    )
