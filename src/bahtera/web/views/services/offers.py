"""Writing what an office offers: taking a service up, changing and ending it, and whole tables."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.directory import api as directory
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.web import numbers, places, wording
from bahtera.web.door import page
from bahtera.web.presenters.services import offer_form as shown
from bahtera.web.presenters.services import words
from bahtera.web.views.administration import forms
from bahtera.web.views.services.attempts import Attempt, fault_lines, table_in

_KEEP: Final = "directory.keep"
_LARGEST: Final = directory.LARGEST_MB * 2**20
_EMPTY: Final[Mapping[str, Collection[str]]] = dict.fromkeys(shown.CHOICES, ())


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def add_offer(request: HttpRequest, actor: access.Actor, unit_id: UUID) -> HttpResponse:
    """Write down a service of an office."""
    unit = _unit(unit_id, actor)
    attempt = Attempt(request, gettext("The service is written down."), NotFound)
    if request.method == "POST":
        typed, ticked = _typed(request)
        with attempt:
            directory.keep_offer(_offer(request, unit_id, typed, ticked), actor=actor, reason=typed["sebab"])
            return redirect("web:service_unit", unit_id)
    else:
        typed = {**dict.fromkeys(shown.TEXTS, ""), "mulai": places.today_in(unit.area).isoformat()}
        ticked = dict(_EMPTY)
    view = _form(unit, typed, ticked, attempt)
    return render(request, "web/services/offer_form.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def change_offer(request: HttpRequest, actor: access.Actor, offer_id: UUID) -> HttpResponse:
    """Write a service of an office otherwise."""
    row = directory.get_offer(offer_id, actor=actor)
    unit = _unit(row.offer.unit_id, actor)
    attempt = Attempt(request, gettext("The service is changed."), NotFound)
    typed, ticked = _typed(request) if request.method == "POST" else shown.typed_of(row.offer)
    seen = (whole_number(forms.text_in(request, "versi")) or 0) if request.method == "POST" else row.version
    if request.method == "POST":
        with attempt:
            offer = shown.keeps_what_is_not_asked(_offer(request, unit.id, typed, ticked), row.offer)
            directory.change_offer(offer_id, offer, version=seen, actor=actor, reason=typed["sebab"])
            return redirect("web:service_unit", unit.id)
    view = _form(unit, typed, ticked, attempt, row=row, actor=actor, seen=seen)
    return render(request, "web/services/offer_form.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("POST",))
def end_offer(request: HttpRequest, actor: access.Actor, offer_id: UUID) -> HttpResponse:
    """Let an office no longer offer a service after a day."""
    row = directory.get_offer(offer_id, actor=actor)
    with forms.Told(request, gettext("The service ends on that day. It stays on record."), NotFound):
        directory.end_offer(
            offer_id,
            last_day=forms.needed_day(request, "selesai"),
            version=whole_number(forms.text_in(request, "versi")) or 0,
            reason=forms.text_in(request, "sebab"),
            actor=actor,
        )
        return redirect("web:service_unit", row.offer.unit_id)
    return redirect("web:change_offer", offer_id)


@page(_KEEP, methods=("GET", "HEAD", "POST"))
def import_services(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Take services over from a table: all of its lines, or none."""
    given = {"columns": ", ".join(directory.COLUMNS), "largest": directory.LARGEST_MB}
    if request.method != "POST":
        return render(request, "web/services/import.html", given)
    try:
        outcome = directory.keep_table(table_in(request, _LARGEST), actor=actor)
    except NotPermitted:
        raise
    except Refused as refused:
        faults = fault_lines(getattr(refused, "faults", ()))
        told = {**given, "problem": wording.refusal(refused), "faults": faults}
        return render(request, "web/services/import.html", told, status=400)
    text = gettext("{added} services are new, {changed} are changed, {unchanged} stay as they were.")
    counts = {name: numbers.integer(getattr(outcome, name)) for name in ("added", "changed", "unchanged")}
    messages.success(request, text.format(**counts), extra_tags="good")
    return redirect("web:services")


def _unit(unit_id: UUID, actor: access.Actor) -> access.UnitRow:
    """Return an office for which the actor writes; raises UnknownOffice, NotAllowed."""
    found = access.units_behind([unit_id]).get(unit_id)
    if found is None:
        raise directory.UnknownOffice
    if not directory.may_keep(unit_id, actor=actor):
        raise access.NotAllowed(_KEEP)
    return found


def _typed(request: HttpRequest) -> tuple[dict[str, str], dict[str, Collection[str]]]:
    lines = {name: forms.text_in(request, name) for name in shown.TEXTS}
    return lines, {name: {str(one)[:40] for one in request.POST.getlist(name)} for name in shown.CHOICES}


def _offer(
    request: HttpRequest, unit_id: UUID, typed: Mapping[str, str], ticked: Mapping[str, Collection[str]]
) -> directory.Offer:
    first, last = forms.needed_day(request, "mulai"), forms.day_in(request, "selesai")
    return shown.offer_in(unit_id, typed, ticked, first, last)


def _form(
    unit: access.UnitRow,
    typed: Mapping[str, str],
    ticked: Mapping[str, Collection[str]],
    attempt: Attempt,
    *,
    row: directory.OfferRow | None = None,
    actor: access.Actor | None = None,
    seen: int = 0,
) -> shown.OfferForm:
    whom, how = shown.groups_of(ticked)
    history = directory.history_of(row.id, actor=actor) if row and actor else ()
    zone = places.zone_of(unit.area, places.names_of([unit.area]))
    return shown.OfferForm(
        unit_id=unit.id,
        unit=unit.name,
        name=words.service_name(row.offer.service, row.offer.own_words) if row else "",
        typed=typed,
        services=words.service_options([typed["layanan"]]),
        sexes=shown.sex_options(typed["kelamin"]),
        whom=whom,
        how=how,
        problem=attempt.problem,
        faults=attempt.faults,
        version=row.version if row else 0,
        meanwhile=shown.meanwhile(history, seen) if attempt.conflict else "",
        history=shown.history_lines(history, zone),
        end_url=reverse("web:end_offer", args=[row.id]) if row and row.offer.valid_to is None else "",
        today=places.today_in(unit.area),
    )
