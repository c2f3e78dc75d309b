"""The metadata of a round: a page to see and complete them, and the same as files."""

from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from bahtera.access.api import Actor
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import metadata as shown

_ACTION: Final = "round.read"
_KINDS: Final = {
    "xlsx": ("metadata-{}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("metadata-{}.json", "application/json"),
    "csv": ("kamus-data-{}.csv", "text/csv; charset=utf-8"),
    "xml": ("ddi-{}.xml", "application/xml"),
    "sdmx": ("sdmx-{}.csv", "text/csv; charset=utf-8"),
}


@page(_ACTION)
def metadata(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Show what is filled and what somebody must still write."""
    row = surveys.round_for(round_id, actor=actor)
    # Before the entries: what is written in between must not pass for seen.
    revision = surveys.description_revision(round_id)
    view = shown.page_of(row, publishing.study_of(round_id), revision, actor)
    return render(request, "web/rounds/metadata.html", {"page": view})


@page("round.manage", methods=("POST",))
def write_metadata(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Write the entries that only a person knows."""
    surveys.round_for(round_id, actor=actor)
    entries = {name: request.POST[name] for name in publishing.asked_entries() if name in request.POST}
    revision = whole_number(request.POST.get("revisi", ""))
    surveys.describe_round(round_id, entries, actor=actor, revision=revision)
    return redirect("web:metadata", round_id)


@page(_ACTION)
def metadata_file(
    request: HttpRequest,  # noqa: ARG001 - a view takes it
    actor: Actor,
    round_id: int,
    file_format: publishing.MetadataFormat,
) -> StreamingHttpResponse:
    """Hand one of the files over."""
    surveys.round_for(round_id, actor=actor)
    body = publishing.export_metadata(round_id, actor=actor, format=file_format)
    name, kind = _KINDS[file_format]
    answer = StreamingHttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.format(round_id)}"'
    return answer
