"""Failures of protection: the list with its clocks, a new one, each step, the notices and the closing report."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.privacy import api
from bahtera.web import numbers, places
from bahtera.web.door import page
from bahtera.web.presenters import breaches as shown
from bahtera.web.presenters import rights
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms
from bahtera.web.views.privacy import fields

_SIZE: Final = 30
_READY: Final = frozenset({api.BreachState.ASSESSED, api.BreachState.NOTIFIED, api.BreachState.CLOSED})


@page("privacy.read")
def breaches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show failures with their clocks: the overdue of a page on top, then the latest."""
    found = api.list_breaches(actor=actor, cursor=request.GET.get("kursor") or None, size=_SIZE)
    manages, now = may(actor, "breach.manage"), clock.now()
    urgent = sorted(found.items, key=lambda row: not row.is_overdue)
    view = shown.BreachesPage(
        rows=tuple(shown.line_of(row, now, linked=manages) for row in urgent),
        overdue=sum(row.is_overdue for row in found.items),
        can_manage=manages,
        more_url=f"{reverse('web:breaches')}?kursor={found.next_cursor}" if found.next_cursor else "",
    )
    return render(request, "web/privacy/breaches.html", {"page": view})


@page("breach.manage", methods=("GET", "HEAD", "POST"), traced=False)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record a failure; its clock runs from when it was found."""
    own, problem = places.own_zone(actor), ""
    zone = forms.text_in(request, "zona") or own
    if request.method == "POST":
        try:
            row = api.open_breach(
                kind=forms.text_in(request, "jenis"),
                what_happened=fields.long_text_in(request, "kejadian"),
                found_at=fields.needed_moment(request, zone if zone in numbers.ZONES else own),
                zone=zone,
                actor=actor,
            )
        except NotPermitted:
            raise
        except Refused as refused:
            problem = forms.in_words(refused)
        else:
            messages.success(request, gettext("The failure is recorded. Its clock runs."), extra_tags="good")
            return redirect("web:breach", breach_id=row.id)
    view = shown.NewBreachPage(
        kinds=rights.options(shown.BREACH_KINDS, forms.text_in(request, "jenis")),
        zones=tuple(Option(one, short, one == zone) for one, short in numbers.ZONES.items()),
        typed={
            "tanggal": forms.text_in(request, "tanggal"),
            "jam": forms.text_in(request, "jam"),
            "kejadian": fields.long_text_in(request, "kejadian"),
        },
        problem=problem,
        today=clock.today(own),
    )
    return render(request, "web/privacy/breach_new.html", {"page": view}, status=400 if problem else 200)


@page("breach.manage")
def one(request: HttpRequest, actor: Actor, breach_id: UUID) -> HttpResponse:
    """Show one failure, how far it is, and what is next."""
    found = api.get_breach_detail(breach_id, actor=actor)
    row = found.row
    view = shown.BreachPage(
        id=row.id,
        line=shown.line_of(row, clock.now(), linked=True),
        stage=row.state.value,
        detail=found,
        steps=shown.steps_of(row.state.value),
        notices=_notices(found, actor) if row.state in _READY else (),
        today=clock.today(row.zone),
    )
    return render(request, "web/privacy/breach.html", {"page": view})


@page("breach.manage", methods=("POST",))
def step(request: HttpRequest, actor: Actor, breach_id: UUID) -> HttpResponse:
    """Record the next step: stopped, assessed, a notice sent, or closed."""
    state = api.get_breach(breach_id, actor=actor).state
    try:
        if state is api.BreachState.FOUND:
            api.contain_breach(breach_id, handling=fields.long_text_in(request, "penanganan"), actor=actor)
        elif state is api.BreachState.CONTAINED:
            api.assess_breach(breach_id, _impact(request), actor=actor)
        elif state is api.BreachState.ASSESSED:
            _send(request, actor, breach_id)
        else:
            cause, prevention = (fields.long_text_in(request, name) for name in ("sebab", "pencegahan"))
            api.close_breach(breach_id, cause=cause, prevention=prevention, actor=actor)
    except (NotPermitted, NotFound):
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, gettext("The step is recorded."), extra_tags="good")
    return redirect("web:breach", breach_id=breach_id)


@page("breach.manage")
def notice(request: HttpRequest, actor: Actor, breach_id: UUID, name: str) -> HttpResponse:
    """Show a notice for printing: as it was sent, or its draft."""
    found = api.get_breach_detail(breach_id, actor=actor)
    shown_notices = {one.audience: one for one in _notices(found, actor)} if found.row.state in _READY else {}
    if name not in shown_notices:
        raise NotFound("web.no_notice", "There is no such notice, or it is not ready yet.")
    context = {
        "title": shown_notices[name].title,
        "letter": shown_notices[name].letter,
        "sent_at": shown_notices[name].sent_at,
        "zone": found.row.zone,
        "back_url": reverse("web:breach", args=[breach_id]),
    }
    return render(request, "web/privacy/paper.html", context)


@page("breach.manage")
def report(request: HttpRequest, actor: Actor, breach_id: UUID) -> HttpResponse:
    """Show the closing report for printing."""
    try:
        text = api.closing_report(breach_id, actor=actor)
    except api.BreachRefused as problem:
        raise NotFound("web.no_report", "There is no report before the failure is closed.") from problem
    context = {
        "title": gettext("Closing report"),
        "letter": text,
        "sent_at": None,
        "back_url": reverse("web:breach", args=[breach_id]),
    }
    return render(request, "web/privacy/paper.html", context)


def _impact(request: HttpRequest) -> api.Impact:
    affected = whole_number(forms.text_in(request, "orang").replace(".", ""))
    if affected is None:
        raise Refused("web.no_number", "Write how many people are concerned as a number.")
    return api.Impact(
        affected,
        fields.long_text_in(request, "data"),
        fields.long_text_in(request, "saran"),
    )


def _send(request: HttpRequest, actor: Actor, breach_id: UUID) -> None:
    whom = forms.text_in(request, "kepada")
    if whom not in shown.AUDIENCES:
        raise Refused("web.bad_choice", "Choose one from the list.")
    api.record_notice(
        breach_id,
        api.Audience(whom),
        letter=fields.long_text_in(request, "surat"),
        sent_at=fields.needed_moment(request, api.get_breach(breach_id, actor=actor).zone),
        actor=actor,
    )


def _notices(found: api.BreachDetail, actor: Actor) -> tuple[shown.NoticePart, ...]:
    # A letter is Indonesian, whatever language its writer reads in.
    contact = f"{actor.name}, pejabat pelindungan data, {places.scope_line(actor)}"
    parts = []
    for code, title in shown.AUDIENCES.items():
        sent = found.notices.get(code)
        letter = (
            sent.letter
            if sent
            else api.draft_notice(found.row.id, api.Audience(code), contact=contact, actor=actor)
        )
        address = reverse("web:breach_notice", args=[found.row.id, code])
        parts.append(shown.NoticePart(code, gettext(title), letter, sent.sent_at if sent else None, address))
    return tuple(parts)
