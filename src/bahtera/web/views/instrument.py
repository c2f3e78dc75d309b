"""What a round's index is worth as a measure: a page whose address holds which index and which data version."""

from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters import instrument as shown
from bahtera.web.presenters import rounds
from bahtera.web.views.exports import KINDS

_ACTION: Final = "estimates.read"


@page(_ACTION)
def index_quality(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Show the index's ranks, items and families that lack much; what cannot be shown is said beside the choices."""
    row = surveys.round_for(round_id, actor=actor, action=_ACTION)
    choices = found = None
    refusal = ""
    try:
        opened = analysis.open_round(round_id, actor=actor, version=_version(request))
        choices = opened.choices
        found = analysis.instrument(opened, request.GET.get("ukuran", ""))
    except (NotFound, NotPermitted):
        raise
    except Refused as refused:
        refusal = wording.refusal(refused)
    context = {
        "page": shown.page_of(choices, found, refusal=refusal, zone=places.own_zone(actor)),
        "head": rounds.head_of(row, actor, "index_quality"),
    }
    return render(request, "web/rounds/index_quality.html", context)


@page(_ACTION)
def index_quality_file(
    request: HttpRequest, actor: Actor, round_id: int, file_format: str
) -> StreamingHttpResponse:
    """Hand the places and how sure they are over as a file."""
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    opened = analysis.open_round(round_id, actor=actor, version=_version(request))
    body = publishing.export_index_quality(
        opened,
        request.GET.get("ukuran", ""),
        actor=actor,
        format="csv" if file_format == "csv" else "xlsx",
    )
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="mutu-indeks-{round_id}.{file_format}"'
    return answer


def _version(request: HttpRequest) -> int | None:
    asked = request.GET.get("versi", "")
    version = whole_number(asked) if asked else None
    if asked and version is None:
        raise analysis.UnknownChoice(asked)
    return version
