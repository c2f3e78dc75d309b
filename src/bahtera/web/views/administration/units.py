"""Agencies and their units: the list, new ones, and one unit with its people."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.access.api import Actor, may
from bahtera.foundation import clock
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import administration as common
from bahtera.web.presenters import units as shown
from bahtera.web.views.administration import forms

_SIZE = 20


@page("unit.read")
def units(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the agencies of the reader's areas with their units."""
    found = access.list_agencies(actor=actor, cursor=request.GET.get("kursor") or None, size=_SIZE)
    known = places.names_of(
        code for row in found.items for code in (row.area, *(unit.area for unit in row.units))
    )
    view = shown.UnitsPage(
        tabs=common.tabs(actor, "web:units"),
        agencies=tuple(_agency(row, known, actor) for row in found.items),
        more_url=f"{reverse('web:units')}?kursor={found.next_cursor}" if found.next_cursor else "",
        can_manage=may(actor, "unit.manage"),
    )
    return render(request, "web/administration/units.html", {"page": view})


@page("unit.manage", methods=("GET", "HEAD", "POST"))
def add_agency(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add an agency."""
    attempt = forms.Attempt(request, gettext("The agency is added. Now add its units."))
    if request.method == "POST":
        with attempt:
            agency_id = access.add_agency(
                forms.text_in(request, "nama"),
                short_name=forms.text_in(request, "singkatan"),
                area=forms.area_in(request, "wilayah", actor, "unit.manage"),
                actor=actor,
            )
            return redirect("web:add_unit", agency_id=agency_id)
    view = common.FormPage(
        tabs=common.tabs(actor, "web:units"),
        typed={name: forms.text_in(request, name) for name in ("nama", "singkatan", "wilayah")},
        problem=attempt.problem,
        areas=common.area_options(actor, "unit.manage"),
    )
    return render(request, "web/administration/agency_new.html", {"page": view}, status=attempt.status)


@page("unit.manage", methods=("GET", "HEAD", "POST"))
def add_unit(request: HttpRequest, actor: Actor, agency_id: UUID) -> HttpResponse:
    """Add a unit to an agency."""
    agency = access.get_agency(agency_id, actor=actor)
    attempt = forms.Attempt(request, gettext("The unit is added."))
    if request.method == "POST":
        with attempt:
            unit_id = access.add_unit(
                agency_id,
                name=forms.text_in(request, "nama"),
                kind=forms.text_in(request, "jenis"),
                inbox=forms.text_in(request, "kotak"),
                counter=_counter(request),
                actor=actor,
            )
            return redirect("web:unit", unit_id=unit_id)
    view = common.FormPage(
        tabs=common.tabs(actor, "web:units"),
        typed={
            name: forms.text_in(request, name)
            for name in ("nama", "jenis", "kotak", "telepon", "whatsapp", "alamat")
        },
        problem=attempt.problem,
        kinds=shown.kind_options(forms.text_in(request, "jenis")),
        name=agency.name,
        back_url=reverse("web:units"),
    )
    return render(request, "web/administration/unit_new.html", {"page": view}, status=attempt.status)


@page("unit.read")
def unit(request: HttpRequest, actor: Actor, unit_id: UUID) -> HttpResponse:
    """Show one unit and who works there."""
    row, people = access.get_unit(unit_id, actor=actor)
    known = places.names_of([row.area])
    today = clock.today(places.zone_of(row.area, known))
    current = [one for one in people if one.valid_to is None or one.valid_to >= today]
    knows_people = may(actor, "person.read", area=row.area)
    if knows_people and people:
        # The unit itself is nobody's identity, who works in it is: that is a read of its own.
        about = sorted({f"person:{one.person_id}" for one in people})
        access.note_read(actor, "person.read", subject=f"unit:{row.id}", about=about)
    view = shown.UnitPage(
        tabs=common.tabs(actor, "web:units"),
        unit=row,
        place=common.place_line(row.area, known),
        kind=shown.kind_label(row.kind),
        kinds=shown.kind_options(row.kind),
        now=tuple(current) if knows_people else (),
        before=tuple(one for one in people if one not in current) if knows_people else (),
        can_manage=may(actor, "unit.manage", area=row.area),
    )
    return render(request, "web/administration/unit.html", {"page": view})


@page("unit.manage", methods=("POST",))
def change_unit(request: HttpRequest, actor: Actor, unit_id: UUID) -> HttpResponse:
    """Write a unit's name, kind and inbox otherwise."""
    with forms.Told(request, gettext("The unit is changed."), access.NoSuchUnit):
        access.change_unit(
            unit_id,
            name=forms.text_in(request, "nama"),
            kind=forms.text_in(request, "jenis"),
            inbox=forms.text_in(request, "kotak"),
            counter=_counter(request),
            actor=actor,
        )
    return redirect("web:unit", unit_id=unit_id)


def _counter(request: HttpRequest) -> access.Counter:
    return access.Counter(*(forms.text_in(request, name) for name in ("telepon", "whatsapp", "alamat")))


def _agency(row: access.AgencyRow, known: common.Known, actor: Actor) -> shown.AgencyCard:
    return shown.AgencyCard(
        row.name,
        row.short_name,
        common.place_line(row.area, known),
        reverse("web:add_unit", args=[row.id]) if may(actor, "unit.manage", area=row.area) else "",
        tuple(
            shown.UnitLine(
                reverse("web:unit", args=[one.id]),
                one.name,
                shown.kind_label(one.kind),
                common.place_line(one.area, known),
                one.inbox,
                one.people,
            )
            for one in row.units
        ),
    )
