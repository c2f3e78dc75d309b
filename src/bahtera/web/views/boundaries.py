"""Official boundaries: sending a file, what it holds, taking it over or back, and every file before it."""

from typing import BinaryIO, Final, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotFound
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import boundaries as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.polling import looked_again

_ACTION: Final = "boundary.manage"


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def boundaries(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what maps are drawn with and every file; take a new one, which the worker reads."""
    attempt = forms.Attempt(request)
    if request.method == "POST":
        with attempt:
            file_id = _send(request, actor)
            areas.read_boundaries_task.enqueue(file_id)
            return redirect("web:boundary_file", file_id=file_id)
    view = shown.page_of(
        places.own_zone(actor),
        typed={name: forms.text_in(request, name) for name in shown.FIELDS},
        problem=attempt.problem,
    )
    return render(request, "web/boundaries.html", {"page": view}, status=attempt.status)


@page(_ACTION)
def boundary_file(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Show one file: its report, how it would be drawn, and what can be decided."""
    view = shown.file_page(areas.boundary_file(file_id), places.own_zone(actor))
    answer = render(request, "web/boundary_file.html", {"page": view})
    return looked_again(request, answer, is_open=view.is_open)


@page(_ACTION, methods=("POST",))
def decide(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Take a file over, which the worker does, or drop it."""
    wanted = forms.text_in(request, "putusan") == "simpan"
    try:
        areas.decide_boundaries(file_id, wanted=wanted, actor_key=actor.key)
    except areas.BoundaryFileMoved as moved:
        # Whoever presses twice is told once: the page says how the file stands.
        if not _stands_so(file_id, wanted=wanted) and not len(messages.get_messages(request)):
            forms.tell(request, moved)
    else:
        if wanted:
            areas.keep_boundaries_task.enqueue(file_id)
        else:
            messages.success(request, gettext("The file is dropped. Maps stay as they were."))
    return redirect("web:boundary_file", file_id=file_id)


@page(_ACTION, methods=("POST",))
def withdraw(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Take a file back that was kept: its boundaries leave the maps."""
    with forms.Told(request, "", NotFound):
        gone = areas.withdraw_boundaries(file_id, actor_key=actor.key)
        said = ngettext(
            "Taken back. {n} area has no boundary now.", "Taken back. {n} areas have no boundary now.", gone
        )
        messages.success(request, said.format(n=gone))
    return redirect("web:boundary_file", file_id=file_id)


def _stands_so(file_id: int, *, wanted: bool) -> bool:
    """Tell whether a file stands already as somebody wants it."""
    state = areas.boundary_file(file_id).state
    asked = (areas.FileState.KEEPING, areas.FileState.KEPT) if wanted else (areas.FileState.DROPPED,)
    return state in asked


def _send(request: HttpRequest, actor: Actor) -> int:
    """Keep the file that was chosen; raises BadBoundaries."""
    found = request.FILES.get("berkas")
    if not isinstance(found, UploadedFile) or found.file is None:
        raise areas.BadBoundaries.no_file()
    notes = areas.FileNotes(*(forms.text_in(request, name) for name in shown.FIELDS))
    return areas.send_boundaries(
        cast("BinaryIO", found.file),
        notes,
        name=found.name or "",
        size=found.size or 0,
        actor_key=actor.key,
    )
