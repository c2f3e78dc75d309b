"""Questionnaires: what is published, and publishing a version from a workbook."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from bahtera.access.api import Actor, check_may, may
from bahtera.questionnaires import api as questionnaires_api
from bahtera.web import places, publishing
from bahtera.web.door import page
from bahtera.web.presenters.lists import FormLine, FormsPage, PublishingPage
from bahtera.web.presenters.versions import changes_page
from bahtera.web.publishing import Stage

_MOST_BYTES = 10 * 1024 * 1024
_LONGEST_NAME = 120
_MOVING = (Stage.WAITING, Stage.RUNNING)


@page("questionnaire.read", methods=("GET", "HEAD", "POST"))
def questionnaires(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the published versions; hand an uploaded workbook to the worker and lead to how far it is."""
    if request.method != "POST":
        return render(request, "web/questionnaires.html", {"page": _page(actor)})
    check_may(actor, "questionnaire.publish")
    upload = request.FILES.get("berkas")
    problem = _unfit(upload)
    if problem or not isinstance(upload, UploadedFile):
        return render(request, "web/questionnaires.html", {"page": _page(actor, problem)}, status=400)
    started = publishing.start(upload, actor)
    name = (upload.name or "")[:_LONGEST_NAME]
    if started.stage in _MOVING:
        return redirect(_address(started.id, name))
    return _show(request, started, name)


@page("questionnaire.publish")
def publication(request: HttpRequest, actor: Actor, task_id: UUID) -> HttpResponse:
    """Show how far a publishing is; 204 for a page that asks again and would see the same."""
    found = publishing.find(str(task_id), actor)
    if "HX-Request" in request.headers and request.GET.get("tadi") == _mark(found):
        return HttpResponse(status=204)
    return _show(request, found, request.GET.get("berkas", "")[:_LONGEST_NAME])


@page("questionnaire.read")
def changes(request: HttpRequest, actor: Actor, form_id: str) -> HttpResponse:
    """Show what changed between two versions of a questionnaire; the newest two, unless others are chosen."""
    versions = questionnaires_api.list_versions(form_id)
    if not versions:
        raise questionnaires_api.UnknownForm(form_id)
    newer = _chosen(request, "ke", versions) or versions[0]
    older = _chosen(request, "dari", versions) or _before(newer, versions)
    if versions.index(older) < versions.index(newer):
        older, newer = newer, older
    shown = changes_page(versions, older, newer, zone=places.own_zone(actor))
    return render(request, "web/changes.html", {"page": shown})


def _chosen(
    request: HttpRequest, name: str, versions: list[questionnaires_api.FormVersion]
) -> questionnaires_api.FormVersion | None:
    wanted = request.GET.get(name, "")
    found = next((form for form in versions if form.version == wanted), None)
    if wanted and found is None:
        raise questionnaires_api.UnknownForm(versions[0].form_id, wanted)
    return found


def _before(
    form: questionnaires_api.FormVersion, versions: list[questionnaires_api.FormVersion]
) -> questionnaires_api.FormVersion:
    """Return the version published before this one, or itself when it is the first."""
    return versions[min(versions.index(form) + 1, len(versions) - 1)]


def _unfit(upload: object) -> str:
    """Say why an upload cannot even be handed over; empty when it can."""
    if not isinstance(upload, UploadedFile) or not upload.size:
        return gettext("Choose a workbook first.")
    if upload.size > _MOST_BYTES:
        return gettext("The file is larger than 10 MB.")
    return ""


def _address(task_id: str, name: str, **more: str) -> str:
    return f"{reverse('web:publication', args=[task_id])}?{urlencode({'berkas': name, **more})}"


def _mark(found: publishing.Publishing) -> str:
    return f"{found.stage.value}{'-late' if found.late else ''}"


def _show(request: HttpRequest, found: publishing.Publishing, name: str) -> HttpResponse:
    moving = found.stage in _MOVING
    shown = PublishingPage(
        file_name=name or gettext("the workbook"),
        stage=found.stage.value,
        late=found.late,
        again_url=_address(found.id, name) if moving else "",
        poll_url=_address(found.id, name, tadi=_mark(found)) if moving else "",
        version=found.version,
        form_id=found.form_id,
        problems=found.troubles,
        missing_files=_missing(found),
        files_url=files_address(found.form_id, found.version) if found.form_id else "",
    )
    return render(request, "web/publishing.html", {"page": shown})


def _missing(found: publishing.Publishing) -> tuple[str, ...]:
    """Return the recordings and pictures that a version just published names and does not have."""
    form = questionnaires_api.get_form(found.form_id, found.version) if found.form_id else None
    files = questionnaires_api.shown_files(form) if form else ()
    return tuple(one.name for one in files if not one.sha256)


def files_address(form_id: str, version: str) -> str:
    """Return where the recordings and pictures of a version are looked after."""
    return f"{reverse('web:form_files', args=[form_id])}?{urlencode({'versi': version})}"


def _page(actor: Actor, problem: str = "") -> FormsPage:
    current = questionnaires_api.current_forms()
    newest = {(form.form_id, form.version) for form in current}
    form_ids = dict.fromkeys(form.form_id for form in current)
    versions = [row for form_id in form_ids for row in questionnaires_api.list_versions(form_id)]
    return FormsPage(
        forms=tuple(
            _line(row, in_use=(row.form_id, row.version) in newest, before=older)
            for row, older in zip(versions, [*versions[1:], None], strict=False)
        ),
        can_publish=may(actor, "questionnaire.publish"),
        problem=problem,
        zone=places.own_zone(actor),
    )


def _line(
    row: questionnaires_api.FormVersion, *, in_use: bool, before: questionnaires_api.FormVersion | None
) -> FormLine:
    older = before.version if before is not None and before.form_id == row.form_id else ""
    address = reverse("web:form_changes", args=[row.form_id])
    files = questionnaires_api.shown_files(row)
    return FormLine(
        files_url=files_address(row.form_id, row.version) if files else "",
        files_named=len(files),
        files_missing=sum(not one.sha256 for one in files),
        title=row.title,
        form_id=row.form_id,
        version=row.version,
        published_at=row.published_at,
        current=in_use,
        older=older,
        changes_url=f"{address}?{urlencode({'dari': older, 'ke': row.version})}" if older else "",
        indices=tuple(index_id for index_id, _ in row.indices),
        fingerprints=(
            (gettext("workbook"), row.source_sha256),
            *((index_id, index_hash) for index_id, index_hash in row.indices),
        ),
    )
