"""Forms on paper: printing them for a village, its RT or some families, and the list of what was given out."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import paper as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_ACTION: Final = "paper.print"
_MEMBERS: Final = (4, 8, 12)


@page(_ACTION)
def paper(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show what can be printed for a village in an open round, and what was."""
    rounds = surveys.open_rounds()
    wanted = request.GET.get("putaran", "")
    chosen = next((row for row in rounds if str(row.id) == wanted), rounds[0] if rounds else None)
    codes = [] if chosen is None else _villages(chosen, actor)
    asked = request.GET.get("desa", "")
    if asked and asked not in codes:
        raise access.NotAllowed(_ACTION)
    village = asked or (codes[0] if codes else "")
    known = places.names_of(codes)
    options = (Option(code, places.village_line(code, known), code == village) for code in codes)
    data = _filled(chosen, village, actor, request) if chosen is not None and village else {}
    found = shown.PaperPage(
        rounds=tuple(Option(str(row.id), visits.round_title(row), row is chosen) for row in rounds),
        villages=tuple(sorted(options, key=lambda option: option.label)),
        round_id=chosen.id if chosen else None,
        village=village,
        village_name=places.village_line(village, known) if village else "",
        synthetic=visits.is_synthetic(chosen),
        zone=places.zone_of(village, known),
        **data,
    )
    return render(request, "web/paper.html", {"page": found})


@page(_ACTION, methods=("POST",))
def give_out(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Give out forms and ask the worker for their files."""
    village, round_id = forms.text_in(request, "desa"), whole_number(forms.text_in(request, "putaran")) or 0
    access.check_may(actor, _ACTION, area=village)
    with forms.Attempt(request) as attempt:
        batches = _given(request, actor, round_id, village)
        for batch in batches:
            publishing.print_task.enqueue(str(batch.id))
        told = gettext("{count} forms have their numbers. The file is being made.")
        messages.success(request, told.format(count=sum(one.forms for one in batches)), extra_tags="good")
    return _back(request, round_id, village, attempt.problem)


@page(_ACTION, methods=("POST",))
def cancel(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Say that a form no longer counts."""
    village, round_id = forms.text_in(request, "desa"), whole_number(forms.text_in(request, "putaran")) or 0
    with forms.Attempt(request, gettext("The form is cancelled.")) as attempt:
        serial = forms.text_in(request, "nomor")
        surveys.cancel_paper(serial, why=forms.text_in(request, "sebab"), actor=actor)
    return _back(request, round_id, village, attempt.problem)


@page(_ACTION, methods=("POST",))
def again(_request: HttpRequest, actor: access.Actor, printing_id: UUID) -> HttpResponse:
    """Ask for the file of a printing once more."""
    batch = surveys.paper_again(printing_id, actor=actor)
    publishing.print_task.enqueue(str(batch.id))
    return redirect(shown.address_of(batch.round_id, batch.village_code))


@page(_ACTION)
def file(request: HttpRequest, actor: access.Actor, printing_id: UUID) -> FileResponse:
    """Stream the file of a printing; who reads it has read of all families on it."""
    batch = surveys.paper_batch(printing_id, actor=actor)
    concerns(
        request, *(f"family:{one.family_id}" for one in surveys.paper_forms_of(printing_id) if one.family_id)
    )
    name = f"formulir-{batch.village_code.replace('.', '')}-{batch.printed_at:%Y%m%d}-{str(printing_id)[-4:]}.pdf"
    answer = FileResponse(
        surveys.open_paper(printing_id, actor=actor),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _given(
    request: HttpRequest, actor: access.Actor, round_id: int, village: str
) -> list[surveys.PaperBatchRow]:
    kader = forms.text_in(request, "kader")
    person_id = forms.needed_id(request, "kader") if kader else None
    shared: dict[str, Any] = {
        "round_id": round_id,
        "village_code": village,
        "language": forms.text_in(request, "bahasa"),
        "spare": whole_number(forms.text_in(request, "tambahan")) or 0,
        "person_id": person_id,
        "actor": actor,
    }
    whom = forms.text_in(request, "untuk")
    if whom == shown.BLANK:
        count = whole_number(forms.text_in(request, "banyak")) or 0
        members = whole_number(forms.text_in(request, "anggota")) or _MEMBERS[0]
        return surveys.print_blank(
            count=count, members=members if members in _MEMBERS else _MEMBERS[0], **shared
        )
    if whom == shown.CHOSEN:
        wanted = [_id(one) for one in request.POST.getlist("keluarga")[: surveys.MOST_FORMS + 1]]
        return surveys.print_prefilled(family_ids=wanted, **shared)
    rw, dash, rt = whom.removeprefix(shown.PART).partition("-")
    part = (rw, rt) if dash else None
    if part is None and whom != shown.WHOLE:
        raise Refused("web.bad_choice", "Choose one from the list.")
    lines = surveys.families_to_print(round_id, village, actor=actor, part=part, person_id=person_id)
    return surveys.print_prefilled(family_ids=[one.family_id for one in lines], **shared)


def _filled(
    chosen: surveys.RoundRow, village: str, actor: access.Actor, request: HttpRequest
) -> dict[str, Any]:
    lines = surveys.families_to_print(chosen.id, village, actor=actor)
    rows = surveys.list_paper_batches(chosen.id, village, actor=actor)
    sheets = surveys.handed_out(chosen.id, village, actor=actor)
    people = {row.person_id for row in rows if row.person_id} | {
        one.person_id for one in sheets if one.person_id
    }
    names = access.names_behind(people)
    heads = {one.family_id: one.head_name for one in lines}
    address, part = shown.address_of(chosen.id, village), request.GET.get("bagian", "")
    ticked = shown.families_of(lines, part)
    named = {str(one.family_id) for one in sheets if one.family_id} | {one.id for one in ticked}
    concerns(request, *(f"family:{one}" for one in sorted(named)))
    form = next((one for one in questionnaires.current_forms() if one.form_id == chosen.form_id), None)
    first: dict[UUID, int] = {}
    for one in sheets:
        first.setdefault(one.batch_id, one.place)
    return {
        "whom": shown.whom_options(lines),
        "languages": tuple(
            Option(one, shown.language_name(one), chosen=False)
            for one in (questionnaires.languages(form) if form else ())
        ),
        "kaders": tuple(
            Option(str(one.person_id), one.name, chosen=False) for one in access.kaders_of(village)
        ),
        "parts": shown.part_links(lines, address, part),
        "families": ticked,
        "part": part,
        "back": address,
        "printings": shown.printings_of(rows, names, first),
        "sheets": shown.sheets_of(sheets, heads, names),
        "cancelled": sum(one.cancelled_at is not None for one in sheets),
        "reasons": tuple(Option(key, gettext(label), chosen=False) for key, label in shown.WHY.items()),
        "poll_url": address if any(row.stage == surveys.PaperStage.WAITING.value for row in rows) else "",
    }


def _villages(chosen: surveys.RoundRow, actor: access.Actor) -> list[str]:
    return surveys.villages_taking_part(chosen, actor=actor, action="assignment.manage")


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Refused("web.bad_choice", "Choose one from the list.") from error


def _back(request: HttpRequest, round_id: int, village: str, problem: str) -> HttpResponse:
    if problem:
        messages.error(request, problem, extra_tags="stop")
    return redirect(shown.address_of(round_id, village))
