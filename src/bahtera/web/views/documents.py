"""The register of documents: issue one, follow its making, take it, attach the signed scan; what the QR code tells."""

import io
from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor, check_may, may, note_refused, reach
from bahtera.areas import api as areas
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.web.door import open_to_all, page
from bahtera.web.presenters import documents as shown
from bahtera.web.views.administration import forms
from bahtera.web.views.polling import looked_again

_Chosen = TypeVar("_Chosen", Kind, State)
_READ: Final = "document.read"
_FILTERS: Final = ("jenis", "wilayah", "putaran", "keadaan")
_TYPES: Final = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
    "png": "image/png",
}


@page(_READ)
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the documents in the reader's areas, with the form to issue one and the monthly schedule."""
    return _register(request, actor)


def _register(request: HttpRequest, actor: Actor, problem: str = "", status: int = 200) -> HttpResponse:
    """Return the list; after a refusal the form stands as it was sent, with the ``problem`` in words."""
    sent = {name: forms.text_in(request, name)[:80] if problem else "" for name in _FILTERS}
    asked = {name: request.GET.get(name, "").strip()[:80] for name in _FILTERS}
    area = areas.code_in(asked["wilayah"].partition(" ")[0]) or ""
    found = documents.documents(
        documents.Wanted(
            kind=_one_of(Kind, asked["jenis"]),
            area=area,
            round_id=whole_number(asked["putaran"]),
            state=_one_of(State, asked["keadaan"]),
        ),
        actor=actor,
        cursor=request.GET.get("sesudah") or None,
    )
    reached, own = _reached(actor, "document.issue")
    monthly, monthly_own = _reached(actor, "document.schedule")
    entries = documents.schedules(actor=actor)
    ends = {one.area_code: may(actor, "document.schedule", area=one.area_code) for one in entries}
    lines = shown.lines_of(found.items)
    view = shown.Register(
        lines=lines,
        tells_apart=shown.tell_apart(found.items),
        more_url=shown.more_address(
            {name: value for name, value in asked.items() if value}, found.next_cursor
        ),
        filtered=any(asked.values()),
        kinds=shown.kind_options(asked["jenis"]),
        new_kinds=shown.new_kind_options(sent["jenis"] or asked["jenis"], area or own, reached),
        new_area=sent["wilayah"] or asked["wilayah"] or own,
        new_areas=shown.new_area_options(area, reached),
        new_round=sent["putaran"],
        problem=problem,
        states=shown.state_options(asked["keadaan"]),
        rounds=shown.round_options(asked["putaran"]),
        area=asked["wilayah"],
        can_issue=may(actor, "document.issue"),
        can_schedule=may(actor, "document.schedule"),
        monthly_kinds=shown.new_kind_options("", area or monthly_own, monthly),
        monthly_area=asked["wilayah"] or monthly_own,
        monthly_areas=shown.new_area_options(area, monthly),
        schedules=shown.schedule_lines(entries, ends),
        last_day=documents.LAST_DAY,
        synthetic=any("sintetis" in line.round_name.casefold() for line in lines),
    )
    return render(request, "web/documents.html", {"page": view}, status=status)


def _reached(actor: Actor, action: str) -> tuple[list[str], str]:
    """Return the areas in which the actor may do something, and the one to begin with, "" where there are several."""
    # A grant may rest on what is no code: it reaches nothing.
    reached = [code for code in reach(actor, action) if not code or areas.is_code(code)]
    scopes = [code for code in reached if areas.code_in(code) == code]
    return reached, scopes[0] if len(scopes) == 1 else ""  # who answers for one area needs not type it


@page("document.issue", methods=("POST",))
def issue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Issue a document: a small one at once, a large one by the worker."""
    attempt, status = forms.Attempt(request, "", NotFound), 400
    try:
        with attempt:
            return _ordered(request, actor)
    except NotPermitted as refused:  # written down as at the door, told where it was asked
        note_refused(actor, "document.issue", refused, subject="door:web.issue")
        attempt.keep(refused)
        status = 403
    return _register(request, actor, attempt.problem, status)


def _ordered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Order the document of the form, have it made and lead to it."""
    kind = _chosen_kind(request)
    row = documents.order_document(
        kind,
        round_id=whole_number(forms.text_in(request, "putaran")) or 0,
        area=forms.area_in(request, "wilayah", actor, "document.issue"),
        index_id=forms.text_in(request, "indeks"),
        actor=actor,
    )
    _have_made(row)
    return redirect("web:document", row.id)


@page(_READ)
def document(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Show one document: how far its making is, its files, what it rests on, its signed copy."""
    row = documents.document(document_id, actor=actor)
    view = shown.one(
        row,
        publishing.address_of(row.token),
        newer_round=_newer_round(row),
        can_issue=may(actor, "document.issue", area=row.area_code),
        can_sign=may(actor, "document.sign", area=row.area_code),
    )
    answer = render(request, "web/document.html", {"page": view})
    return looked_again(request, answer, is_open=view.is_making)


def _newer_round(row: documents.DocumentRow) -> bool:
    """Tell whether a later round has a document of this kind and area, as its code tells everybody."""
    told = documents.public_document(row.token) if row.state is State.ISSUED else None
    return told is not None and told.newer_round


@page("document.issue", methods=("POST",))
def again(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Have a document made again that failed."""
    with forms.Told(request, "", NotFound):
        _have_made(documents.order_again(document_id, actor=actor))
    return redirect("web:document", document_id)


@page("document.issue", methods=("POST",))
def withdraw(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Withdraw a document with a reason."""
    with forms.Told(request, gettext("Withdrawn. Whoever scans its code sees that."), NotFound):
        documents.withdraw(document_id, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:document", document_id)


@page("document.sign", methods=("POST",))
def attach(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Attach the scan of the signed paper."""
    check_may(actor, "document.sign", area=documents.document(document_id, actor=actor).area_code)
    with forms.Told(request, gettext("The signed copy is kept with the document."), NotFound):
        found = request.FILES.get("pindaian")
        file: UploadedFile[Any] | None = found if isinstance(found, UploadedFile) else None
        if file is None or file.file is None:
            raise Refused("web.no_scan", "Choose the file with the scan.")
        documents.attach_signed(
            document_id, file=io.BytesIO(file.read(documents.LARGEST_SCAN + 1)), actor=actor
        )
    return redirect("web:document", document_id)


@page(_READ, traced=False)
def file(_request: HttpRequest, actor: Actor, document_id: UUID) -> FileResponse:
    """Hand over the document itself."""
    return _handed(document_id, actor, "file")


@page(_READ, traced=False)
def twin(_request: HttpRequest, actor: Actor, document_id: UUID) -> FileResponse:
    """Hand over its tables or its plain text."""
    return _handed(document_id, actor, "twin")


@page(_READ, traced=False)
def signed(_request: HttpRequest, actor: Actor, document_id: UUID) -> FileResponse:
    """Hand over the newest scan of the signed paper."""
    return _handed(document_id, actor, "signed")


@page("document.schedule", methods=("POST",))
def schedule(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a kind of document on the monthly schedule."""
    with forms.Told(request, gettext("On the schedule. The first comes on that day.")):
        documents.add_schedule(
            _chosen_kind(request),
            area=forms.area_in(request, "wilayah", actor, "document.schedule"),
            day=whole_number(forms.text_in(request, "hari")) or 0,
            actor=actor,
        )
    return redirect("web:documents")


@page("document.schedule", methods=("POST",))
def end_schedule(request: HttpRequest, actor: Actor, schedule_id: UUID) -> HttpResponse:
    """Take an entry off the monthly schedule."""
    documents.end_schedule(schedule_id, actor=actor)
    messages.success(request, gettext("Taken off the schedule."), extra_tags="good")
    return redirect("web:documents")


@open_to_all()
def public(request: HttpRequest, token: str) -> HttpResponse:
    """Tell whoever has the paper whether it is the newest: kind, area, number, day, hash, and nothing else."""
    try:
        view = shown.public_page(documents.public_document(token))
    except documents.UnknownDocument:
        return _never_cached(render(request, "web/document_public.html", {"page": None}, status=404))
    return _never_cached(render(request, "web/document_public.html", {"page": view}))


def _never_cached(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _have_made(row: documents.DocumentRow) -> None:
    if row.kind in documents.LARGE:
        publishing.document_task.enqueue(str(row.id))
    else:
        publishing.make_document(row.id)


def _chosen_kind(request: HttpRequest) -> Kind:
    kind = _one_of(Kind, forms.text_in(request, "jenis"))
    if kind is None:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return kind


def _one_of(kinds: type[_Chosen], text: str) -> _Chosen | None:
    return next((one for one in kinds if one.value == text), None)


def _handed(document_id: UUID, actor: Actor, which: str) -> FileResponse:
    name, stored = publishing.export_document(document_id, actor=actor, which=which)
    kind = _TYPES[name.rpartition(".")[2]]
    answer = FileResponse(stored, as_attachment=True, filename=name, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
