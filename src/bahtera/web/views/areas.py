"""Areas: the search, and the page of one area with its results."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bahtera.access.api import Actor, check_may, reach
from bahtera.areas import api as area_api
from bahtera.web import places, wording
from bahtera.web.door import page
from bahtera.web.presenters.area_page import area_page
from bahtera.web.presenters.lists import AreaLine, AreasPage

_MOST_FOUND = 40


@page("results.read")
def areas(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the search for an area; without a text, the reader's own areas."""
    text = request.GET.get("q", "").strip()[:100]
    found = _search(text, actor) if text else []
    scopes = reach(actor, "results.read")
    own = area_api.children(None) if "" in scopes else list(area_api.find(scopes).values())
    shown = AreasPage(text=text, found=_lines(found), own=_lines(own))
    return render(request, "web/areas.html", {"page": shown})


def _search(text: str, actor: Actor) -> list[area_api.Area]:
    """Search inside the reader's areas only, so that what is found can be opened."""
    found: dict[str, area_api.Area] = {}
    for scope in reach(actor, "results.read"):
        for area in area_api.search(text, within=scope or None, limit=_MOST_FOUND):
            found.setdefault(area.code, area)
    return list(found.values())[:_MOST_FOUND]


def _lines(rows: Sequence[area_api.Area]) -> tuple[AreaLine, ...]:
    known = places.names_of(row.code for row in rows)
    return tuple(
        AreaLine(
            name=places.full_name(row),
            level=wording.say(wording.LEVELS, row.level),
            inside=", ".join(
                known[up].name for up in reversed(area_api.ancestors_of(row.code)) if up in known
            ),
            code=row.code,
            url=reverse("web:area", args=[row.code]),
        )
        for row in rows
    )


@page("results.read")
def area(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show one area: how far the visits are, its index, its indicators, what lies inside."""
    found = area_api.get(code)
    check_may(actor, "results.read", area=found.code)
    shown = area_page(found, actor, request.GET.get("putaran", ""))
    return render(request, "web/area.html", {"page": shown})
