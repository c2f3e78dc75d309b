"""Questionnaires: what is published, and publishing a version from a workbook."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation.errors import Refused
from bahtera.questionnaires import api as questionnaires_api
from bahtera.web.door import page
from bahtera.web.presenters.lists import FormLine, FormsPage, ProblemLine

_MOST_BYTES = 10 * 1024 * 1024


@page("questionnaire.read", methods=("GET", "HEAD", "POST"))
def questionnaires(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the published versions; publish an uploaded workbook, or say cell by cell what is wrong."""
    if request.method != "POST":
        return render(request, "web/questionnaires.html", {"page": _page(actor)})
    upload = request.FILES.get("berkas")
    name = (upload.name or "") if isinstance(upload, UploadedFile) else ""
    problems = _publish(upload, actor)
    if not problems:
        messages.success(
            request, gettext("Published. Phones fetch it at their next connection."), extra_tags="good"
        )
        return redirect("web:questionnaires")
    return render(request, "web/questionnaires.html", {"page": _page(actor, problems, name)}, status=400)


def _publish(upload: object, actor: Actor) -> tuple[ProblemLine, ...]:
    check_may(actor, "questionnaire.publish")
    if not isinstance(upload, UploadedFile) or not upload.size:
        return (_whole_file(gettext("Choose a workbook first.")),)
    if upload.size > _MOST_BYTES:
        return (_whole_file(gettext("The file is larger than 10 MB.")),)
    try:
        questionnaires_api.publish(upload.read(), actor_key=actor.key)
    except questionnaires_api.InvalidForm as invalid:
        return tuple(_problem(row) for row in invalid.problems)
    except Refused as refused:
        return (_whole_file(gettext(refused.message).format(**refused.details)),)
    return ()


def _whole_file(message: str) -> ProblemLine:
    return ProblemLine(sheet="–", row="–", column="–", message=message)


def _problem(row: questionnaires_api.Problem) -> ProblemLine:
    return ProblemLine(
        sheet=row.sheet or "–",
        row=str(row.row) if row.row else "–",
        column=str(row.column or "–"),
        message=row.message,
    )


def _page(actor: Actor, problems: tuple[ProblemLine, ...] = (), file_name: str = "") -> FormsPage:
    current = questionnaires_api.current_forms()
    newest = {(form.form_id, form.version) for form in current}
    form_ids = dict.fromkeys(form.form_id for form in current)
    versions = [row for form_id in form_ids for row in questionnaires_api.list_versions(form_id)]
    return FormsPage(
        forms=tuple(_line(row, in_use=(row.form_id, row.version) in newest) for row in versions),
        can_publish=may(actor, "questionnaire.publish"),
        problems=problems,
        file_name=file_name,
    )


def _line(row: questionnaires_api.FormVersion, *, in_use: bool) -> FormLine:
    return FormLine(
        title=row.title,
        form_id=row.form_id,
        version=row.version,
        published_at=row.published_at,
        current=in_use,
        indices=tuple(f"{index_id} {index_hash[:8]}" for index_id, index_hash in row.indices),
        fingerprint=row.source_sha256,
    )
