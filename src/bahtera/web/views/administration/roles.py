"""Roles: given on one page, handed over and ended on another, with minutes to print."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import administration as common
from bahtera.web.presenters import decrees as of_decrees
from bahtera.web.presenters import roles as shown
from bahtera.web.presenters import units as of_units
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_FIELDS = ("peran", "wilayah", "unit", "sk", "mulai", "sampai")
_TAKER = "penerima:"


@page("role.grant", methods=("GET", "HEAD", "POST"))
def grant_role(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Give somebody a role."""
    detail = access.get_person(person_id, actor=actor)
    attempt = forms.Attempt(request, gettext("The role is given."), access.NoSuchPerson)
    if request.method == "POST":
        with attempt:
            _grant(request, actor, person_id)
            return redirect("web:person", person_id=person_id)
    typed = {name: forms.text_in(request, name) for name in _FIELDS}
    if request.method != "POST":
        home = places.names_of([detail.row.area])
        typed["mulai"] = clock.today(places.zone_of(detail.row.area, home)).isoformat()
        if detail.row.area:
            typed["wilayah"] = f"{detail.row.area} · {common.place_line(detail.row.area, home)}"
    view = common.FormPage(
        tabs=common.tabs(actor, "web:people"),
        typed=typed,
        problem=attempt.problem,
        areas=common.area_options(actor, "role.grant"),
        roles=shown.role_options(detail.roles_to_give, typed["peran"]),
        units=of_units.unit_options(access.units_to_choose(actor, person_id=person_id), typed["unit"]),
        decrees=of_decrees.decree_options(access.decrees_to_choose(actor), typed["sk"]),
        name=detail.row.name,
        back_url=reverse("web:person", args=[person_id]),
    )
    return render(request, "web/administration/role_new.html", {"page": view}, status=attempt.status)


def _grant(request: HttpRequest, actor: Actor, person_id: UUID) -> None:
    access.grant_role(
        person_id,
        role=forms.text_in(request, "peran"),
        area=forms.area_in(request, "wilayah", actor, "role.grant"),
        valid_from=forms.needed_day(request, "mulai"),
        valid_to=forms.day_in(request, "sampai"),
        unit_id=forms.id_in(request, "unit"),
        decree_id=forms.id_in(request, "sk"),
        actor=actor,
    )


@page("role.end", methods=("GET", "HEAD", "POST"))
def end_role(request: HttpRequest, actor: Actor, grant_id: UUID) -> HttpResponse:
    """Show what is open under a role, and end it once somebody takes each thing."""
    attempt = forms.Attempt(request, gettext("The role has ended."), access.NoSuchRole)
    if request.method == "POST":
        with attempt:
            return redirect("web:minutes", minutes_id=_end(request, actor, grant_id))
    view = _end_page(request, actor, grant_id, attempt.problem)
    return render(request, "web/administration/role_end.html", {"page": view}, status=attempt.status)


@page("role.end")
def minutes(request: HttpRequest, actor: Actor, minutes_id: UUID) -> HttpResponse:
    """Show the minutes of a hand-over, to be printed and signed."""
    found = access.get_minutes(minutes_id, actor=actor)
    known = places.names_of([found.grant.area, *(one.area for one in found.items)])
    view = shown.MinutesPage(
        tabs=common.tabs(actor, "web:people"),
        person=found.grant.person_name,
        back_url=reverse("web:person", args=[found.grant.person_id]),
        role=shown.role_line(found.grant, known, actor),
        at=found.at,
        zone=places.zone_of(found.grant.area, known),
        closed_by=found.closed_by,
        forced=found.forced,
        lines=tuple(
            shown.MinutesLine(
                shown.work_title(one.kind, one.label, one.count),
                common.place_line(one.area, known),
                one.count,
                one.taker,
            )
            for one in found.items
        ),
        takers=tuple(dict.fromkeys(one.taker for one in found.items if one.taker)),
        number=str(found.id)[-12:],
    )
    return render(request, "web/administration/minutes.html", {"page": view})


def _end(request: HttpRequest, actor: Actor, grant_id: UUID) -> UUID:
    reason = forms.text_in(request, "alasan")
    if request.POST.get("cara") == "darurat":
        return access.force_end_role(grant_id, actor=actor, reason=reason)
    takers = {
        name.removeprefix(_TAKER): chosen
        for name in request.POST
        if name.startswith(_TAKER) and (chosen := forms.id_in(request, name)) is not None
    }
    return access.end_role(
        grant_id, actor=actor, reason=reason, taker_id=forms.id_in(request, "semua"), takers=takers
    )


def _end_page(request: HttpRequest, actor: Actor, grant_id: UUID, problem: str) -> shown.EndPage:
    grant = access.get_grant(grant_id, actor=actor)
    work, takers = access.open_work_of(grant_id, actor=actor) if grant.state != "ended" else ((), ())
    known = places.names_of([grant.area, *(one.area for one in work), *(a for t in takers for a in t.areas)])
    for_all = request.POST.get("semua", "")
    return shown.EndPage(
        tabs=common.tabs(actor, "web:people"),
        person=grant.person_name,
        back_url=reverse("web:person", args=[grant.person_id]),
        role=shown.role_line(grant, known, actor),
        work=tuple(_work_line(one, takers, known, request) for one in work),
        takers=tuple(_taker(one, known, for_all) for one in takers),
        reason=forms.text_in(request, "alasan"),
        problem=problem,
        is_kader=grant.role == "kader",
    )


def _work_line(
    item: access.OpenWork, takers: tuple[access.Taker, ...], known: common.Known, request: HttpRequest
) -> shown.WorkLine:
    chosen = request.POST.get(f"{_TAKER}{item.key}", "")
    able = [
        one
        for one in takers
        if item.family_id not in one.kin and any(access.covers(area, item.area) for area in one.areas)
    ]
    return shown.WorkLine(
        item.key,
        shown.work_title(item.kind, item.label, item.count),
        common.place_line(item.area, known),
        tuple(_taker(one, known, chosen) for one in able),
    )


def _taker(row: access.Taker, known: common.Known, chosen: str) -> Option:
    where = ", ".join(
        places.full_name(known[area]) if area in known else common.COUNTRY for area in row.areas
    )
    return Option(str(row.person_id), f"{row.name} · {where}", str(row.person_id) == chosen)
