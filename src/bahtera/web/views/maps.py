"""Maps: one figure of the areas inside an area, at an address that holds every choice, and the same as files."""

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from bahtera.access.api import Actor, check_may, reach
from bahtera.areas import api as area_api
from bahtera.foundation.errors import NotFound
from bahtera.publishing import api as publishing
from bahtera.web.door import page
from bahtera.web.presenters import live_map
from bahtera.web.presenters.mapping.asked import Asked, NoMap, ask, measured_province, title_of
from bahtera.web.presenters.mapping.laid import file_of
from bahtera.web.presenters.mapping.page import map_page
from bahtera.web.views.exports import KINDS

_ACTION: Final = "results.read"


@page(_ACTION)
def area_map(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a map, its legend and the same as a table."""
    asked = _asked(request, actor)
    return render(request, "web/map.html", {"page": map_page(asked, actor)})


@page(_ACTION)
def map_file(request: HttpRequest, actor: Actor, file_format: str) -> HttpResponseBase:
    """Hand the map over as a picture, or its figures as a table."""
    asked = _asked(request, actor)
    name = f"peta-{asked.area.code.replace('.', '')}-{asked.round.year}.{file_format}"
    answer: HttpResponseBase
    if file_format == "svg":
        answer = HttpResponse(file_of(asked), content_type="image/svg+xml; charset=utf-8")
    elif file_format == "geojson":
        answer = HttpResponse(live_map.geojson_of(asked), content_type="application/geo+json")
    elif file_format in ("csv", "xlsx"):
        body = _table(asked, actor, "csv" if file_format == "csv" else "xlsx")
        answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    else:
        raise publishing.UnknownTableFormat(file_format)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(asked: Asked, actor: Actor, kind: publishing.TableFormat) -> Iterator[bytes]:
    """Return the figures of a map as a file: of a sample its estimates with their errors."""
    if asked.sampled is not None:
        return publishing.export_estimates(
            asked.sampled.opened, asked.sampled.question, actor=actor, format=kind
        )
    return publishing.export_map(asked.found, title_of(asked), asked.area.code, actor=actor, format=kind)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    """Return what an address asks for; without an area the reader's own, and of the country its only measured part."""
    code = request.GET.get("wilayah", "") or _own(actor)
    area = area_api.get(code)
    check_may(actor, _ACTION, area=area.code)
    return ask(request.GET.dict(), area, actor)


def _own(actor: Actor) -> str:
    scopes = reach(actor, _ACTION)
    if "" in scopes:
        found = measured_province()
        if not found:
            raise NoMap
        return found
    if not scopes:
        raise NotFound("web.no_area", "This address does not say of which area.")
    return scopes[0]
