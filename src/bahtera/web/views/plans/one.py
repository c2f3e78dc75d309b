"""One plan: read, moved, told of, shown by evidence, taken on."""

import io
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.families import api as families
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters.plans import lists as listed
from bahtera.web.presenters.plans import one as shown
from bahtera.web.views.administration import forms

_TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@page("plan.read")
def plan(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Show a plan with its history, and what the reader may do with it."""
    found = actions.get_plan(plan_id, actor=actor)
    if found.person_id is not None:
        access.note_read(actor, "plan.give", subject=f"plan:{plan_id}", about=[f"person:{found.person_id}"])
    view = shown.one_plan(found, actor, listed.tabs("web:plan"))
    return render(request, "web/plans/one.html", {"page": view})


@page("plan.read", methods=("POST",))
def move_plan(request: HttpRequest, actor: access.Actor, plan_id: UUID, name: str) -> HttpResponse:
    """Move a plan to another state, or its deadline."""
    if name not in set(actions.Move):
        raise NotFound("web.no_move", "There is no such step.")
    with forms.Told(request, gettext("Done. The step stands in the history."), NotFound):
        actions.move_plan(
            plan_id,
            actions.Move(name),
            actor=actor,
            revision=whole_number(forms.text_in(request, "revisi")),
            reason=forms.text_in(request, "sebab"),
            deadline=forms.day_in(request, "tenggat"),
        )
    return redirect("web:plan", plan_id)


@page("plan.work", methods=("POST",))
def tell_progress(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Tell how far a plan is."""
    actions.get_plan(plan_id, actor=actor)
    with forms.Told(request, gettext("Progress is kept."), NotFound):
        actions.tell_progress(
            plan_id,
            on=forms.needed_day(request, "tanggal"),
            percent=_number(request, "persen"),
            reached=_number(request, "keluarga"),
            note=forms.text_in(request, "catatan"),
            actor=actor,
        )
    return redirect("web:plan", plan_id)


@page("plan.evidence", methods=("POST",))
def add_evidence(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Keep a file that shows what was done."""
    actions.get_plan(plan_id, actor=actor)
    found = request.FILES.get("berkas")
    file: UploadedFile[Any] | None = found if isinstance(found, UploadedFile) else None
    with forms.Told(request, gettext("The file is kept, sealed."), NotFound):
        if file is None or file.file is None:
            raise Refused("web.no_file", "Choose the file.")
        actions.add_evidence(
            plan_id,
            file=file.file,
            file_name=file.name or "",
            about=forms.text_in(request, "tentang"),
            nameless=bool(request.POST.get("tanpa_nama")),
            actor=actor,
        )
    return redirect("web:plan", plan_id)


@page("plan.evidence")
def plan_evidence(_request: HttpRequest, actor: access.Actor, evidence_id: UUID) -> FileResponse:
    """Hand out a file of evidence."""
    data, name, kind = actions.open_evidence(evidence_id, actor=actor)
    answer = FileResponse(
        io.BytesIO(data), as_attachment=kind == "pdf", filename=name, content_type=_TYPES[kind]
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page("plan.evidence", methods=("POST",))
def withdraw_evidence(request: HttpRequest, actor: access.Actor, evidence_id: UUID) -> HttpResponse:
    """Take a file back."""
    plan_id = forms.needed_id(request, "rencana")
    with forms.Told(request, gettext("The file is taken back and erased."), NotFound):
        actions.withdraw_evidence(evidence_id, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:plan", plan_id)


@page("plan.work", methods=("POST",))
def take_plan(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Take a plan on as the one who answers for it."""
    with forms.Told(request, gettext("You answer for this plan now."), NotFound):
        actions.take_plan(plan_id, actor=actor)
    return redirect("web:plan", plan_id)


@page("plan.give", methods=("GET", "HEAD", "POST"))
def give_plan(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Show who works in the unit of a plan, and give it to one of them."""
    found = actions.get_plan(plan_id, actor=actor)
    access.check_may(actor, "plan.give", area=found.row.village_code)
    if request.method == "POST":
        with forms.Told(request, gettext("The plan is given."), NotFound):
            actions.give_plan(plan_id, forms.needed_id(request, "orang"), actor=actor)
        return redirect("web:plan", plan_id)
    unit_id = found.row.unit_id
    people = access.people_of_unit(unit_id, actor) if unit_id else ()
    concerns(request, *(f"person:{one}" for one, _name in people))
    view = {"row": found.row, "people": people, "chosen": found.person_id}
    return render(request, "web/plans/give.html", view)


@page("plan.families", methods=("GET", "HEAD", "POST"))
def plan_families(request: HttpRequest, actor: access.Actor, plan_id: UUID) -> HttpResponse:
    """Show the families of a plan's village, and name those it is meant for."""
    named = actions.named_families(plan_id, actor=actor)
    row = actions.get_plan(plan_id, actor=actor).row
    if request.method == "POST":
        with forms.Told(request, gettext("The families are named."), NotFound):
            actions.name_families(plan_id, forms.ids_in(request, "keluarga"), actor=actor)
        return redirect("web:plan", plan_id)
    rows = families.families_in(row.village_code, actor=actor)
    concerns(request, *(f"family:{one.family_id}" for one in rows))
    view = {
        "row": row,
        "village": places.village_line(row.village_code, places.names_of([row.village_code])),
        "families": [(one, one.family_id in named) for one in rows],
        "named": len(named),
    }
    return render(request, "web/plans/families.html", view)


def _number(request: HttpRequest, name: str) -> int | None:
    text = forms.text_in(request, name)
    if not text:
        return None
    found = whole_number(text)
    if found is None:
        raise Refused("web.no_number", "“{text}” is no whole number.", text=text[:40])
    return found
