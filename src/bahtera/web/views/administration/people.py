"""People: the list, somebody new, and one person with what they hold."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.access.api import Actor, may
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.surveys import api as surveys
from bahtera.web import places, searching, wording
from bahtera.web.door import page
from bahtera.web.presenters import administration as common
from bahtera.web.presenters import people as shown
from bahtera.web.presenters import phones
from bahtera.web.presenters import roles as of_roles
from bahtera.web.presenters import units as of_units
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_SIZE = 40
_MOST_FOUND = 12


@page("person.read", methods=("GET", "HEAD", "POST"))
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the people of the reader's areas by name, a page at a time; a search is sent by POST."""
    if request.method == "POST":
        return searching.lead_on(request, actor, reverse("web:people"), ("q", "peran", "keluar"))
    asked = searching.opened(request.GET, actor)
    role = asked.get("peran", "") if asked.get("peran") in access.ROLES else ""
    left = asked.get("keluar") == "ya"
    found = access.list_people(
        actor=actor,
        text=asked.get("q", ""),
        role=role,
        left=left,
        cursor=asked.get("kursor") or None,
        size=_SIZE,
    )
    known = places.names_of(
        code for row in found.items for code in (row.area, *(area for _, area in row.roles))
    )
    more = searching.more(request.GET, actor, found.next_cursor)
    view = shown.PeoplePage(
        tabs=common.tabs(actor, "web:people"),
        rows=tuple(shown.person_line(row, known) for row in found.items),
        text=asked.get("q", ""),
        roles=of_roles.role_options(access.ROLES, role),
        left=left,
        filtered=bool(role or left or asked.get("q")),
        more_url=f"{reverse('web:people')}{more}" if more else "",
    )
    return render(request, "web/administration/people.html", {"page": view})


@page("person.keep", methods=("GET", "HEAD", "POST"))
def add_person(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add somebody; a first password is shown once."""
    attempt = forms.Attempt(request)
    if request.method == "POST":
        with attempt:
            added = access.add_person(
                forms.text_in(request, "nama"),
                area=forms.area_in(request, "wilayah", actor, "person.keep"),
                username=forms.text_in(request, "akun"),
                actor=actor,
            )
            return _welcome(request, actor, added)
    view = common.FormPage(
        tabs=common.tabs(actor, "web:people"),
        typed={name: forms.text_in(request, name) for name in ("nama", "wilayah", "akun")},
        problem=attempt.problem,
        areas=common.area_options(actor, "person.keep"),
    )
    return render(request, "web/administration/person_new.html", {"page": view}, status=attempt.status)


@page("person.read", methods=("GET", "HEAD", "POST"))
def person(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Show one person: roles with their decrees, places, kin and cards; kin are searched by POST."""
    if request.method == "POST":
        here = reverse("web:person", args=[access.get_person(person_id, actor=actor).row.id])
        return searching.lead_on(request, actor, here, ("cari",), place="#kerabat")
    return render(request, "web/administration/person.html", {"page": _person(request, actor, person_id)})


@page("person.keep", methods=("POST",))
def rename_person(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Write somebody's name otherwise."""
    access.rename_person(person_id, name=forms.text_in(request, "nama"), actor=actor)
    messages.success(request, gettext("The name is changed."), extra_tags="good")
    return redirect("web:person", person_id=person_id)


@page("person.keep", methods=("POST",))
def give_account(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Give somebody an account; its first password is shown once."""
    with forms.Told(request, "", access.NoSuchPerson):
        added = access.give_account(person_id, username=forms.text_in(request, "akun"), actor=actor)
        return _welcome(request, actor, added)
    return redirect("web:person", person_id=person_id)


@page("person.keep", methods=("POST",))
def let_leave(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Close everything of somebody who leaves."""
    with forms.Told(request, gettext("Account, cards and phones are closed."), access.NoSuchPerson):
        access.let_leave(person_id, actor=actor)
    return redirect("web:person", person_id=person_id)


@page("unit.manage", methods=("POST",))
def place_person(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Give somebody a place in a unit."""
    access.get_person(person_id, actor=actor)  # who may not know the person learns nothing from the form
    with forms.Told(request, gettext("The place in the unit is written down."), access.NoSuchPerson):
        access.place_person(
            person_id,
            unit_id=forms.needed_id(request, "unit"),
            title=forms.text_in(request, "jabatan"),
            valid_from=forms.needed_day(request, "mulai"),
            actor=actor,
        )
    return redirect("web:person", person_id=person_id)


@page("unit.manage", methods=("POST",))
def end_place(request: HttpRequest, actor: Actor, person_id: UUID, place_id: int) -> HttpResponse:
    """End somebody's place in a unit today."""
    access.end_place(place_id, person_id=person_id, actor=actor)
    messages.success(request, gettext("The place in the unit ends today."), extra_tags="good")
    return redirect("web:person", person_id=person_id)


@page("token.manage", methods=("POST",))
def declare_kin(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Write down that a family is somebody's own household or a relative's."""
    detail = access.get_person(person_id, actor=actor)
    done = gettext("This family will be visited by another kader.")
    with forms.Told(request, done, access.NoSuchPerson):
        family_id = forms.needed_id(request, "keluarga")
        _check_readable(family_id, detail, actor)
        access.declare_kin(
            person_id, family_id=family_id, relation=forms.text_in(request, "hubungan"), actor=actor
        )
    return redirect("web:person", person_id=person_id)


@page("token.manage", methods=("POST",))
def strike_kin(request: HttpRequest, actor: Actor, person_id: UUID, kin_id: int) -> HttpResponse:
    """Strike a family off somebody's kin."""
    access.strike_kin(kin_id, person_id=person_id, actor=actor)
    messages.success(request, gettext("The family is struck off the list."), extra_tags="good")
    return redirect("web:person", person_id=person_id)


def _check_readable(family_id: UUID, detail: access.PersonDetail, actor: Actor) -> None:
    """Raise NoSuchFamily unless the family lives where the actor may read families."""
    try:
        village = families.get_family(family_id).village_code
    except families.UnknownFamily as error:
        raise access.NoSuchFamily from error
    if not may(actor, "submission.read", area=village) and family_id not in {
        one.family_id for one in detail.kin
    }:
        raise access.NoSuchFamily


def _welcome(request: HttpRequest, actor: Actor, added: access.AddedPerson) -> HttpResponse:
    if not added.password:
        messages.success(request, gettext("The person is added. Now give a role."), extra_tags="good")
        return redirect("web:person", person_id=added.id)
    context = {"added": added, "tabs": common.tabs(actor, "web:people")}
    return render(request, "web/administration/person_added.html", context)


def _person(request: HttpRequest, actor: Actor, person_id: UUID) -> shown.PersonPage:
    detail = access.get_person(person_id, actor=actor)
    row = detail.row
    codes = [
        row.area,
        *(one.area for one in detail.grants),
        *(a for card in detail.cards for a in card.areas),
    ]
    known = places.names_of(codes)
    lines = [(of_roles.role_line(one, known, actor), one.state) for one in detail.grants]
    can_declare = may(actor, "token.manage", area=row.area) and row.is_active
    text = searching.opened(request.GET, actor).get("cari", "")[:80]
    return shown.PersonPage(
        tabs=common.tabs(actor, "web:people"),
        id=str(row.id),
        name=row.name,
        place=common.place_line(row.area, known),
        username=detail.username,
        sign_in_url=_sign_in_url(person_id, actor),
        is_active=row.is_active,
        left_at=detail.left_at,
        zone=places.zone_of(row.area, known),
        roles=tuple(line for line, state in lines if state in {"held", "coming"}),
        past=tuple(line for line, state in lines if state not in {"held", "coming"}),
        places=detail.places,
        kin=tuple(_kin_line(one, actor) for one in detail.kin),
        kin_found=_found_kin(detail, text, actor) if can_declare else (),
        kin_text=text,
        relations=tuple(Option(one, wording.say(wording.KIN, one), chosen=False) for one in access.RELATIONS),
        cards=tuple(_card(one, known) for one in detail.cards),
        phones=phones.of_person(row.id, actor),
        units=of_units.unit_options(access.units_to_choose(actor)) if may(actor, "unit.manage") else (),
        today=clock.today(places.zone_of(row.area, known)),
        can_keep=detail.can_keep and row.is_active,
        can_grant=bool(detail.roles_to_give),
        can_place=may(actor, "unit.manage") and row.is_active,
        can_declare=can_declare,
        can_search_kin=can_declare and may(actor, "submission.read"),
        knows_kin=may(actor, "token.manage", area=row.area),
    )


def _sign_in_url(person_id: UUID, actor: Actor) -> str:
    account = access.account_managed(person_id, actor)
    return reverse("web:sign_in_of", args=[account]) if account is not None else ""


def _found_kin(detail: access.PersonDetail, text: str, actor: Actor) -> tuple[Option, ...]:
    """Search families where the person is a kader, or at home."""
    if not text or not may(actor, "submission.read"):
        return ()
    wanted = {area for role, area in detail.row.roles if role == "kader"} or {detail.row.area}
    found = {
        one.family_id: one
        for area in sorted(wanted)
        if area
        for one in surveys.find_families(text, area=area, actor=actor)
    }
    known = places.names_of(one.village_code for one in found.values())
    return tuple(
        Option(
            str(one.family_id), f"{one.label} · {places.village_line(one.village_code, known)}", chosen=False
        )
        for one in list(found.values())[:_MOST_FOUND]
    )


def _kin_line(row: access.KinRow, actor: Actor) -> shown.KinLine:
    """Name a family only to who may read it; others know that there is one."""
    name = gettext("A family")
    try:
        family = families.get_family(row.family_id)
    except families.UnknownFamily:
        family = None
    if family is not None and may(actor, "submission.read", area=family.village_code):
        name = family.head_name or name
    return shown.KinLine(row.id, name, wording.say(wording.KIN, row.relation))


def _card(row: access.TokenRow, known: common.Known) -> shown.CardLine:
    names = "; ".join(places.village_line(code, known) for code in row.areas)
    zone = places.zone_of(row.areas[0] if row.areas else "", known)
    return shown.CardLine(names, row.issued_at, row.revoked_at, zone)
