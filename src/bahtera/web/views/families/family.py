"""One family: who is in it, what happened, with whom it shares a house, where it moves, its KKI."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import register as shown
from bahtera.web.views.administration import forms

_GONE = (families.UnknownFamily, families.UnknownMember)


@page("family.read")
def family(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    """Show a family with everything that happened to it."""
    village = families.check_family(family_id, actor)
    found = families.get_family(family_id)
    concerns(request, f"family:{family_id}", *(f"member:{one.id}" for one in found.members))
    shown_page = shown.family_page(found, village, actor, places.today_in(village))
    return render(request, "web/families/family.html", {"page": shown_page})


@page("family.keep", methods=("POST",))
def take_back(request: HttpRequest, actor: Actor, family_id: UUID, event_id: UUID) -> HttpResponse:
    """Take an event back by a counter-event."""
    families.check_family(family_id, actor, "family.keep")
    with forms.Told(request, gettext("The event is taken back; what was before holds again."), *_GONE):
        families.take_event_back(event_id, actor=actor, note=forms.text_in(request, "sebab"))
    return redirect("web:family", family_id=family_id)


@page("family.keep", methods=("POST",))
def move(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    """Record that the whole family moved; name it to the new village only when it agreed."""
    families.check_family(family_id, actor, "family.keep")
    agreed = forms.text_in(request, "setuju") == "ya"
    done = (
        gettext("Recorded. The new village decides.")
        if agreed
        else gettext("Recorded as moved, without where to.")
    )
    with forms.Told(request, done, *_GONE):
        families.move_out(
            family_id,
            on=forms.needed_day(request, "tanggal"),
            actor=actor,
            seen=forms.text_in(request, "revisi"),
            precision=families.Precision.MONTH
            if forms.text_in(request, "ketelitian") == "bulan"
            else families.Precision.DAY,
            consent=_consent(request) if agreed else None,
            note=forms.text_in(request, "catatan"),
        )
    return redirect("web:family", family_id=family_id)


@page("family.keep", methods=("POST",))
def withdraw_move(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    """Take the family's name back from the village that has not answered."""
    with forms.Told(request, gettext("The other village sees the family's name no more."), *_GONE):
        families.withdraw_move(family_id, actor=actor)
    return redirect("web:family", family_id=family_id)


@page("family.keep", methods=("POST",))
def house(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    """Put the family into another one's house, or out of it."""
    village = families.check_family(family_id, actor, "family.keep")
    with forms.Told(request, gettext("Recorded."), *_GONE):
        other = forms.id_in(request, "lain")
        if other is None:
            families.leave_house(family_id, on=places.today_in(village), actor=actor)
        else:
            families.share_house(family_id, with_family=other, on=places.today_in(village), actor=actor)
    return redirect("web:family", family_id=family_id)


@page("family.keep", methods=("POST",))
def kki(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    """Keep the BKKBN's code of the family."""
    with forms.Told(request, gettext("The KKI is kept."), *_GONE):
        families.set_kki(family_id, forms.text_in(request, "kki"), actor=actor)
    return redirect("web:family", family_id=family_id)


@page("family.keep", methods=("POST",))
def answer(request: HttpRequest, actor: Actor, family_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Say what a visit left open: that nothing happened, how somebody came, or lead on to the form why they left."""
    families.check_family(family_id, actor, "family.keep")
    kind = forms.text_in(request, "apa")
    if kind in {one.value for one in families.Kind} and forms.text_in(request, "siapa"):
        wanted = {"siapa": forms.text_in(request, "siapa"), "usulan": str(proposal_id)}
        return redirect(f"{reverse('web:tell_event', args=[family_id, kind])}?{urlencode(wanted)}")
    with forms.Told(request, gettext("Recorded."), *_GONE):
        if kind == "tidak":
            families.dismiss_proposal(proposal_id, actor=actor)
        elif kind in {one.value for one in families.ARRIVALS}:
            families.explain_arrival(
                proposal_id, kind=families.Kind(kind), on=forms.needed_day(request, "tanggal"), actor=actor
            )
        else:
            raise families.FamilyRefused("web.bad_choice", "Choose one from the list.")
    return redirect("web:family", family_id=family_id)


def _consent(request: HttpRequest) -> families.MoveConsent:
    manner = forms.text_in(request, "cara")
    code = areas.code_in(forms.text_in(request, "desa").partition("·")[0].strip())
    if code is None or not areas.exists(code):
        raise families.FamilyRefused(
            "families.where_to", "Write the code of the village the family moves to."
        )
    if manner not in set(families.Manner):
        raise families.FamilyRefused("web.bad_choice", "Choose one from the list.")
    return families.MoveConsent(
        to_village=code,
        member_id=forms.needed_id(request, "oleh"),
        manner=families.Manner(manner),
        witness=forms.text_in(request, "saksi"),
    )
