"""Tasks of kader: who visits whom in a village, how far they are; giving, handing over and ending a task."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import assignments as shown
from bahtera.web.presenters import fieldwork, joint, sharing, visits
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_ACTION = "assignment.manage"


@page(_ACTION)
def assignments(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the tasks of a village in an open round, kader by kader and RT by RT."""
    rounds = surveys.open_rounds()
    wanted = request.GET.get("putaran", "")
    chosen = next((row for row in rounds if str(row.id) == wanted), rounds[0] if rounds else None)
    number = whole_number(wanted)
    if number is not None and (chosen is None or chosen.id != number):
        row = surveys.round_for(number, actor=actor)
        text = gettext("{round} is not in the field: tasks are given, and end, with the work there.")
        messages.warning(request, text.format(round=visits.round_title(row)), extra_tags="look")
        return redirect("web:round", row.id)
    codes = _villages(chosen, actor)
    asked = request.GET.get("desa", "")
    if asked and asked not in codes:
        raise access.NotAllowed(_ACTION)
    village = asked or (codes[0] if codes else "")
    known = places.names_of(codes)
    options = (Option(code, places.village_line(code, known), code == village) for code in codes)
    data = _empty() if chosen is None or not village else _filled(chosen, village, actor, request)
    return render(
        request,
        "web/assignments.html",
        {
            "page": shown.AssignmentsPage(
                rounds=tuple(Option(str(r.id), visits.round_title(r), r is chosen) for r in rounds),
                villages=tuple(sorted(options, key=lambda option: option.label)),
                round_id=chosen.id if chosen else None,
                village=village,
                village_name=places.village_line(village, known) if village else "",
                synthetic=visits.is_synthetic(chosen),
                **data,
            )
        },
    )


@page(_ACTION, methods=("POST",))
def give(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Give a task to a kader."""
    village, round_id = forms.text_in(request, "desa"), whole_number(forms.text_in(request, "putaran")) or 0
    access.check_may(actor, _ACTION, area=village)
    kind, _, rest = forms.text_in(request, "apa").partition(":")
    with forms.Attempt(request, gettext("The task is given.")) as attempt:
        family_id = _id(rest) if kind == "keluarga" else None
        rw, _, rt = rest.partition("-") if kind == "bagian" else ("", "", "")
        surveys.assign(
            round_id=round_id,
            village_code=village,
            person_id=forms.needed_id(request, "kader"),
            rw=rw,
            rt=rt,
            family_id=family_id,
            last_day=forms.day_in(request, "sampai"),
            actor=actor,
        )
    return _back(request, round_id, village, attempt.problem)


@page(_ACTION, methods=("POST",))
def hand_over(request: HttpRequest, actor: access.Actor, assignment_id: UUID) -> HttpResponse:
    """Hand a task to another kader."""
    try:
        row = surveys.hand_over_assignment(
            assignment_id, person_id=forms.needed_id(request, "kader"), actor=actor
        )
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return redirect(
            shown.address_of(whole_number(forms.text_in(request, "putaran")), forms.text_in(request, "desa"))
        )
    messages.success(request, gettext("The task is handed over."), extra_tags="good")
    return redirect(shown.address_of(row.round_id, row.village_code))


@page(_ACTION, methods=("POST",))
def end(request: HttpRequest, actor: access.Actor, assignment_id: UUID) -> HttpResponse:
    """End a task."""
    surveys.end_assignment(assignment_id, actor=actor)
    messages.success(request, gettext("The task is ended."), extra_tags="good")
    return redirect(
        shown.address_of(whole_number(forms.text_in(request, "putaran")), forms.text_in(request, "desa"))
    )


def _filled(
    chosen: surveys.RoundRow, village: str, actor: access.Actor, request: HttpRequest
) -> dict[str, Any]:
    found = surveys.village_tasks(chosen.id, village, actor=actor)
    team = access.kaders_of(village)
    names = access.names_behind(one.row.person_id for one in found.tasks)
    address, part = shown.address_of(chosen.id, village), request.GET.get("bagian", "")
    total = sum(one.families for one in found.parts)
    today = clock.today(places.zone_of(village, places.names_of([village])))
    people = {*(one.person_id for one in team), *(one.row.person_id for one in found.tasks)}
    work = surveys.work_of(chosen.id, village, people, today=today, actor=actor)
    wishes = surveys.other_kaders(village, actor=actor)
    heads = {one.family_id: one.head_name for one in found.families}
    people_names = {str(key): name for key, name in names.items()}
    return {
        "bar": shown.bar_of(sum(one.visited for one in found.parts), total),
        "nobodys": found.nobodys.families if found.tasks else 0,
        "moved_in": found.moved_in,
        "cards": shown.cards_of(found, team, people_names, work, today),
        "parts": shown.parts_of(found, address, part),
        "kaders": tuple(Option(str(one.person_id), one.name, chosen=False) for one in team),
        "choices": shown.choices_of(found),
        "families": shown.families_of(found, part) if part else (),
        "part_name": shown.part_name(*part.split("-", 1)) if "-" in part else "",
        "back": address,
        "share_url": f"{reverse('web:share_out')}?{urlencode({'putaran': chosen.id, 'desa': village})}",
        "progress_url": fieldwork.address("fieldwork", chosen.id, village),
        "reasons": sharing.reasons(),
        "vias": sharing.vias(),
        "wish_families": shown.all_families_of(found, part) if part else (),
        "wishes": sharing.wish_lines(wishes, heads, access.names_behind(one.person_id for one in wishes)),
        "joint": tuple(joint.line_of(one) for one in surveys.joint_families(chosen.id, village, actor=actor)),
        "sections": joint.section_options(chosen.form_id),
        "minutes": surveys.latest_minutes(chosen.id, village, actor=actor),
        "zone": places.zone_of(village, places.names_of([village])),
    }


def _empty() -> dict[str, Any]:
    return {
        "bar": None,
        "nobodys": 0,
        "cards": (),
        "parts": (),
        "kaders": (),
        "choices": (),
        "families": (),
        "part_name": "",
        "back": "",
    }


def _villages(chosen: surveys.RoundRow | None, actor: access.Actor) -> list[str]:
    if chosen is None:
        return []
    return surveys.villages_taking_part(chosen, actor=actor, action=_ACTION)


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Refused("web.bad_choice", "Choose one from the list.") from error


def _back(request: HttpRequest, round_id: int, village: str, problem: str) -> HttpResponse:
    if problem:
        messages.error(request, problem, extra_tags="stop")
    return redirect(shown.address_of(round_id, village))
