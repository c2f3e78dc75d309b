"""Tasks shared evenly after a look at the proposal, several handed over with minutes, wishes for another kader."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.samples import api as samples
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import assignments as tasks
from bahtera.web.presenters import sharing as shown
from bahtera.web.presenters import visits
from bahtera.web.views.administration import forms

_ACTION = "assignment.manage"
_MOST = "paling_"
_BAD_CHOICE = "Choose one from the list."


@page(_ACTION)
def share_out(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show an even share of a village's families; nothing is given yet."""
    round_id, village = whole_number(request.GET.get("putaran", "")) or 0, request.GET.get("desa", "")
    try:
        plan = surveys.propose_shares(round_id, village, most={}, actor=actor, only=_drawn(round_id, village))
    except surveys.InvalidAssignment as problem:
        forms.tell(request, problem)
        return redirect("web:assignments")
    return _shown(request, plan)


@page(_ACTION, methods=("POST",))
def give_shares(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Propose again with what was typed, or give what was proposed."""
    round_id, village = whole_number(forms.text_in(request, "putaran")) or 0, forms.text_in(request, "desa")
    access.check_may(actor, _ACTION, area=village)
    anew = forms.text_in(request, "ulang") == "ya"
    problem, status, drawn = "", 200, _drawn(round_id, village)
    most: dict[UUID, int] = {}
    try:
        most = _limits(request)
        if forms.text_in(request, "langkah") == "beri":
            count = surveys.give_shares(
                round_id,
                village,
                most=most,
                digest=forms.text_in(request, "sidik"),
                actor=actor,
                anew=anew,
                only=drawn,
            )
            messages.success(request, _given(count), extra_tags="good")
            return redirect(tasks.address_of(round_id, village))
    except NotFound:
        raise
    except Refused as refused:
        problem, status = forms.in_words(refused), 409 if isinstance(refused, surveys.StaleShares) else 400
    try:
        plan = surveys.propose_shares(round_id, village, most=most, actor=actor, anew=anew, only=drawn)
    except surveys.InvalidAssignment as refused:
        forms.tell(request, refused)
        return redirect("web:assignments")
    return _shown(request, plan, problem, status)


@page(_ACTION, methods=("POST",))
def hand_over_several(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Hand several tasks of one kader over, and show the minutes."""
    try:
        ids = [UUID(one) for one in request.POST.getlist("tugas")]
        minutes = surveys.hand_over_tasks(
            ids,
            person_id=forms.needed_id(request, "kader"),
            reason=surveys.HandOverReason(forms.text_in(request, "alasan")),
            actor=actor,
        )
    except ValueError as error:
        raise Refused("web.bad_choice", _BAD_CHOICE) from error
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return _back(request)
    messages.success(request, gettext("The tasks are handed over."), extra_tags="good")
    return redirect("web:task_minutes", minutes)


@page(_ACTION)
def task_minutes(request: HttpRequest, actor: access.Actor, minutes_id: UUID) -> HttpResponse:
    """Show the minutes of a hand-over, to print and sign."""
    found = surveys.task_minutes(minutes_id, actor=actor)
    known, heads = places.names_of([found.village_code]), _heads(found.village_code)
    concerns(request, *(f"family:{one.family_id}" for one in found.tasks if one.family_id))
    view = shown.MinutesPage(
        number=str(found.id)[-12:],
        village_name=places.village_line(found.village_code, known),
        round_name=visits.round_title(surveys.get_round(found.round_id)),
        giver=found.giver,
        taker=found.taker,
        by=found.by,
        reason=gettext(shown.REASONS[found.reason.value]),
        at=found.at,
        zone=places.zone_of(found.village_code, known),
        lines=tuple((shown.task_words(one, heads), one.last_day) for one in found.tasks),
        back=tasks.address_of(found.round_id, found.village_code),
    )
    return render(request, "web/rounds/task_minutes.html", {"page": view})


@page(_ACTION, methods=("POST",))
def note_wish(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Write down that a family wants another kader, without a reason, and move its task."""
    village = forms.text_in(request, "desa")
    access.check_may(actor, _ACTION, area=village)
    with forms.Told(
        request, gettext("The family has another kader now. The one before is told only that the task moved.")
    ):
        surveys.note_other_kader(
            village_code=village,
            family_id=forms.needed_id(request, "keluarga"),
            not_person_id=forms.needed_id(request, "bukan"),
            to_person_id=forms.id_in(request, "kader"),
            asked_via=_via(request),
            actor=actor,
        )
    return _back(request)


@page(_ACTION, methods=("POST",))
def end_wish(request: HttpRequest, actor: access.Actor, wish_id: UUID) -> HttpResponse:
    """End such an entry because the family says so."""
    surveys.end_other_kader(wish_id, actor=actor)
    messages.success(request, gettext("The entry is ended."), extra_tags="good")
    return _back(request)


def _via(request: HttpRequest) -> surveys.AskedVia:
    try:
        return surveys.AskedVia(forms.text_in(request, "lewat"))
    except ValueError as error:
        raise Refused("web.bad_choice", _BAD_CHOICE) from error


def _shown(
    request: HttpRequest, plan: surveys.SharePlan, problem: str = "", status: int = 200
) -> HttpResponse:
    row = surveys.get_round(plan.round_id)
    view = shown.SharePage(
        round_id=plan.round_id,
        round_name=visits.round_title(row),
        village=plan.village_code,
        village_name=places.village_line(plan.village_code, places.names_of([plan.village_code])),
        synthetic=visits.is_synthetic(row),
        anew=plan.anew,
        first_day=plan.first_day,
        last_day=plan.last_day,
        waiting=plan.waiting,
        shared=plan.shared,
        no_room=plan.no_room,
        nobody_fit=plan.nobody_fit,
        ends=plan.ends,
        lines=shown.share_lines(plan, _heads(plan.village_code)),
        divided=shown.divided(plan),
        digest=plan.digest,
        problem=problem,
        back=tasks.address_of(plan.round_id, plan.village_code),
    )
    return render(request, "web/rounds/share.html", {"page": view}, status=status)


def _heads(village: str) -> Mapping[UUID, str]:
    return {one.family_id: one.head_name for one in families.places_in([village])}


def _limits(request: HttpRequest) -> dict[UUID, int]:
    """Return how many families each kader can take at most, where somebody typed it."""
    found = {}
    for name in request.POST:
        text = forms.text_in(request, name) if name.startswith(_MOST) else ""
        if text:
            number = whole_number(text)
            if number is None:
                raise Refused("web.no_number", "“{text}” is no whole number.", text=text[:20])
            found[_person(name.removeprefix(_MOST))] = number
    return found


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused("web.bad_choice", _BAD_CHOICE) from error


def _drawn(round_id: int, village: str) -> frozenset[UUID] | None:
    """Return the families of a village that were drawn and are in use; None where the round has no sample."""
    design = samples.design_of(round_id)
    if design is None:
        return None
    return frozenset(
        one.family_id
        for one in design.families
        if one.village_code == village and one.in_use and one.family_id is not None
    )


def _given(count: int) -> str:
    return gettext("{count} tasks are given.").format(count=count)


def _back(request: HttpRequest) -> HttpResponse:
    round_id = whole_number(forms.text_in(request, "putaran"))
    return redirect(tasks.address_of(round_id, forms.text_in(request, "desa")))
