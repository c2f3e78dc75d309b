"""Telling what happened to a family: one plain form for each event, answered and recorded at once."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.web import places, wording
from bahtera.web.door import concerns, page
from bahtera.web.presenters import register as shown
from bahtera.web.presenters import register_words as words
from bahtera.web.presenters.parts import Option, options_of
from bahtera.web.presenters.register_form import (
    SHAPES,
    EventForm,
    Shape,
    people_options,
    relation_options,
)
from bahtera.web.views.administration import forms

_CHOSEN = (
    "tanggal",
    "ketelitian",
    "hubungan",
    "ke",
    "kepala",
    "kepala_baru",
    "jenis",
    "lain",
    "usulan",
)


@page("family.keep", methods=("GET", "HEAD", "POST"))
def tell(request: HttpRequest, actor: Actor, family_id: UUID, name: str) -> HttpResponse:
    """Show the form of the event that is called so, and record what it tells."""
    kind, shape = name, SHAPES.get(name)
    if shape is None:
        raise Http404
    village = families.check_family(family_id, actor, "family.keep")
    concerns(request, f"family:{family_id}")
    if request.method != "POST":
        shown_form = _form(request, actor, family_id, village=village, kind=kind)
        return render(request, "web/families/event.html", {"page": shown_form})
    gone = (families.UnknownFamily, families.UnknownMember)
    with forms.Told(request, gettext("Recorded."), *gone) as attempt:
        _record(request, actor, families.Kind(kind), family_id, shape)
    if not attempt.problem:
        return redirect("web:family", family_id=family_id)
    return redirect(f"{reverse('web:tell_event', args=[family_id, kind])}?{_chosen(request)}")


def _chosen(request: HttpRequest) -> str:
    """Return what was chosen, for the form shown again; what was typed of people stands in no address."""
    wanted = QueryDict(mutable=True)
    for name in (*_CHOSEN, "siapa", "orang"):
        wanted.setlist(name, [str(one)[:40] for one in request.POST.getlist(name)[:60] if one])
    return wanted.urlencode()


def _record(request: HttpRequest, actor: Actor, kind: families.Kind, family_id: UUID, shape: Shape) -> None:
    told, seen = _told(request, kind, family_id, shape), forms.text_in(request, "revisi")
    proposal = forms.id_in(request, "usulan")
    if proposal is not None:
        families.confirm_missing(proposal, told, actor=actor, seen=seen)
    else:
        families.record_event(told, actor=actor, seen=seen)


def _told(request: HttpRequest, kind: families.Kind, family_id: UUID, shape: Shape) -> families.Told:
    month = forms.text_in(request, "ketelitian") == "bulan"
    chosen = forms.ids_in(request, "siapa")
    name = forms.text_in(request, "nama")
    newcomer = _newcomer(request, kind, name) if shape.newcomer and name else None
    others = forms.ids_in(request, "orang") if shape.other == "from" else ()
    where = forms.text_in(request, "ke")
    relation = forms.text_in(request, "hubungan")
    to_other = shape.other == "to" or (shape.where and where == "lain")
    return families.Told(
        kind=kind,
        family_id=family_id,
        on=forms.needed_day(request, "tanggal"),
        precision=families.Precision.MONTH if month else families.Precision.DAY,
        member_ids=chosen if shape.persons and kind is not families.Kind.HEAD else others,
        newcomer=newcomer,
        newcomer_relation=relation,
        to_family=forms.needed_id(request, "lain") if to_other else None,
        starts_family=shape.own or (shape.where and where == "sendiri"),
        head=chosen[0] if kind is families.Kind.HEAD and chosen else forms.id_in(request, "kepala"),
        new_head=forms.id_in(request, "kepala_baru") or (chosen[0] if len(chosen) == 1 else None),
        relations={one: relation for one in others if relation},
        sharing=_sharing(request) if shape.sharing else None,
        twin=forms.id_in(request, "kembar") if shape.sharing else None,
        note=forms.text_in(request, "catatan"),
    )


def _newcomer(request: HttpRequest, kind: families.Kind, name: str) -> families.Newcomer:
    born = (
        forms.needed_day(request, "tanggal")
        if kind is families.Kind.BIRTH
        else forms.day_in(request, "lahir")
    )
    sex = forms.text_in(request, "jenis_kelamin")
    return families.Newcomer(name, sex if sex in {"l", "p"} else "", born)


def _sharing(request: HttpRequest) -> families.Sharing | None:
    text = forms.text_in(request, "jenis")
    return families.Sharing(text) if text in set(families.Sharing) else None


def _form(request: HttpRequest, actor: Actor, family_id: UUID, *, village: str, kind: str) -> EventForm:
    family, shape = families.get_family(family_id), SHAPES[kind]
    asked = request.GET
    chosen = frozenset(str(one) for one in asked.getlist("siapa"))
    other = str(asked.get("lain", ""))
    here = families.families_in(village, actor=actor) if shape.other or shape.where else []
    typed = {name: str(asked.get(name, ""))[:40] for name in _CHOSEN}
    return EventForm(
        kind=kind,
        title=wording.say(words.KINDS, kind),
        family=shown.title_of(family.head_name),
        family_url=shown.url_of(family_id),
        shape=shape,
        people=people_options(family.members, chosen),
        others=shown.options_of(here, family_id, other),
        other_people=_people_of(other, actor, frozenset(str(one) for one in asked.getlist("orang"))),
        relations=relation_options(kind, typed["hubungan"] or shape.relation),
        sharings=options_of(words.SHARINGS, typed["jenis"]),
        revision=families.revision_of(family_id),
        proposal=str(asked.get("usulan", ""))[:36],
        today=places.today_in(village),
        typed=typed,
    )


def _people_of(family_id: str, actor: Actor, chosen: frozenset[str]) -> tuple[Option, ...]:
    """Return the people of another family that was chosen, as far as it is the reader's to see."""
    try:
        found = UUID(family_id)
        families.check_family(found, actor, "family.keep")
    except (ValueError, families.UnknownFamily):
        return ()
    return people_options(families.get_family(found).members, chosen)
