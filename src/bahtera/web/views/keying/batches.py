"""Batches of sheets: taken in, listed, accounted for sheet by sheet, closed."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.keying import api as keying
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import keying as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_ACTION = "submission.key"
_MOST_TYPED = 8000


@page(_ACTION)
def batches(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the batches of the reader's areas, newest first, and take in a new one."""
    return _list(request, actor, "", 200)


@page(_ACTION, methods=("POST",))
def open_batch(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Take in the sheets that a kader hands in."""
    village = forms.text_in(request, "desa")
    access.check_may(actor, _ACTION, area=village)
    batch_id: UUID | None = None
    with forms.Attempt(request, gettext("The batch is taken in.")) as attempt:
        batch_id = keying.open_batch(
            round_id=whole_number(forms.text_in(request, "putaran")) or 0,
            village_code=village,
            person_id=forms.needed_id(request, "kader"),
            received_on=forms.needed_day(request, "tanggal"),
            counted=whole_number(forms.text_in(request, "jumlah")) or 0,
            serials=_serials(request),
            actor=actor,
        )
    if batch_id is not None:
        return redirect("web:keying_batch", batch_id=batch_id)
    return _list(request, actor, attempt.problem, attempt.status)


@page(_ACTION)
def batch(request: HttpRequest, actor: access.Actor, batch_id: UUID) -> HttpResponse:
    """Show one batch with its sheets."""
    found = keying.get_batch(batch_id, actor=actor)
    known = places.names_of([found.row.village_code])
    decides = access.may(actor, "keying.decide", area=found.row.village_code)
    view = shown.batch_page(
        found,
        places.village_line(found.row.village_code, known),
        places.zone_of(found.row.village_code, known),
        may_decide=decides,
        reads=access.may(actor, "submission.read", area=found.row.village_code),
    )
    return render(request, "web/keying/batch.html", {"page": view})


@page(_ACTION, methods=("POST",))
def add_sheets(request: HttpRequest, actor: access.Actor, batch_id: UUID) -> HttpResponse:
    """List more sheets of a batch."""
    with forms.Told(request, "", NotFound):
        keying.list_sheets(batch_id, _serials(request), actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


@page(_ACTION, methods=("POST",))
def recount(request: HttpRequest, actor: access.Actor, batch_id: UUID) -> HttpResponse:
    """Put the number of sheets of a batch right."""
    with forms.Told(request, gettext("The count is put right."), NotFound):
        keying.recount(batch_id, whole_number(forms.text_in(request, "jumlah")) or 0, actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


@page(_ACTION, methods=("POST",))
def close(request: HttpRequest, actor: access.Actor, batch_id: UUID) -> HttpResponse:
    """Close a batch."""
    with forms.Told(request, gettext("The batch is closed."), NotFound):
        keying.close_batch(batch_id, actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


@page(_ACTION, methods=("POST",))
def leave_out(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Say that a sheet is missing or void, or take it back."""
    batch_id = keying.batch_of(sheet_id, actor=actor)
    with forms.Told(request, "", NotFound):
        wanted = forms.text_in(request, "keadaan")
        stage = next((one for one in keying.Stage if one.value == wanted), None)
        if stage is None:
            raise Refused("web.bad_choice", "Choose one from the list.")
        keying.leave_out(sheet_id, stage, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


@page(_ACTION, methods=("POST",))
def let_go(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Throw away what somebody began to type of a sheet."""
    batch_id = keying.batch_of(sheet_id, actor=actor)
    with forms.Told(request, gettext("The sheet is free to be typed."), NotFound):
        keying.let_go(sheet_id, actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


@page(_ACTION, methods=("POST",))
def attach_scan(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Keep the scan of a typed sheet with its visit."""
    batch_id = keying.batch_of(sheet_id, actor=actor)
    found = keying.get_batch(batch_id, actor=actor)
    visit = next(one.submission_id for one in found.sheets if one.id == sheet_id)
    with forms.Told(request, gettext("The scan is kept with the visit."), NotFound):
        file = request.FILES.get("pindaian")
        if visit is None or not isinstance(file, UploadedFile) or file.file is None:
            raise Refused("web.no_scan", "Choose the file with the scan.")
        surveys.attach_scan(visit, file.file, actor=actor)
    return redirect("web:keying_batch", batch_id=batch_id)


def _list(request: HttpRequest, actor: access.Actor, problem: str, status: int) -> HttpResponse:
    found = keying.list_batches(actor=actor, cursor=request.GET.get("kursor") or None)
    rounds = surveys.open_rounds()
    asked = request.POST or request.GET
    villages = _villages(rounds, actor)
    village = asked.get("desa", "") if asked.get("desa", "") in villages else next(iter(villages), "")
    known = places.names_of([*villages, *(one.village_code for one in found.items)])
    view = shown.BatchesPage(
        rows=tuple(
            shown.batch_line(one, places.village_line(one.village_code, known)) for one in found.items
        ),
        more_url=f"?kursor={found.next_cursor}" if found.next_cursor else "",
        rounds=tuple(
            Option(str(one.id), visits.round_title(one), str(one.id) == asked.get("putaran"))
            for one in rounds
            if village and access.covers(one.area_code, village)
        ),
        villages=tuple(Option(code, places.village_line(code, known), code == village) for code in villages),
        village=village,
        kaders=tuple(
            Option(str(one.person_id), one.name, str(one.person_id) == asked.get("kader"))
            for one in (access.kaders_of(village) if village else ())
        ),
        typed=shown.Typed(
            day=str(request.POST.get("tanggal", "")),
            counted=str(request.POST.get("jumlah", "")),
            serials=str(request.POST.get("nomor", ""))[:_MOST_TYPED],
        ),
        problem=problem,
        comparing=reverse("web:comparisons") if access.may(actor, "keying.decide") else "",
        most=keying.MOST_SHEETS,
    )
    return render(request, "web/keying/batches.html", {"page": view}, status=status)


def _villages(rounds: list[surveys.RoundRow], actor: access.Actor) -> list[str]:
    """Return the villages of the reader's areas that take part in an open round."""
    taking = (surveys.villages_taking_part(row, actor=actor, action=_ACTION) for row in rounds)
    return sorted({code for codes in taking for code in codes})


def _serials(request: HttpRequest) -> list[str]:
    typed: Any = request.POST.get("nomor", "")
    return keying.serials_in(str(typed)[:_MOST_TYPED])
