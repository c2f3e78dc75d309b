"""What if: a scenario in the address, worked out and shown; it needs no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor
from bahtera.foundation.errors import NotFound, NotPermitted, Refused
from bahtera.foundation.inputs import whole_number
from bahtera.needs import api as needs
from bahtera.web import wording
from bahtera.web.door import page
from bahtera.web.presenters import needs_whatif as shown
from bahtera.web.presenters.needs_place import READ, Where, where


@page(READ)
def whatif(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form, and what the scenario of the address would change."""
    place = where(request.GET, actor, "whatif")
    asked, chosen = _interventions(request), tuple(request.GET.getlist("desa"))
    found, refusal = None, ""
    if asked and place.round is not None:
        try:
            found = needs.what_if(_scenario(place, asked, chosen), actor=actor)
        except (NotFound, NotPermitted):
            raise
        except Refused as refused:
            refusal = wording.refusal(refused)
    view = shown.page_of(place, asked, chosen, found, refusal)
    return render(request, "web/needs/whatif.html", {"page": view}, status=400 if refusal else 200)


def _scenario(place: Where, asked: tuple[needs.Intervention, ...], chosen: tuple[str, ...]) -> needs.Scenario:
    assert place.round is not None
    return needs.Scenario(place.round.id, place.code, place.index_id, asked, chosen)


def _interventions(request: HttpRequest) -> tuple[needs.Intervention, ...]:
    """Return the indicators asked for with their reach, in order; lines without an indicator are left out."""
    names, percents = request.GET.getlist("butir"), request.GET.getlist("capai")
    found = []
    for at, name in enumerate(names):
        if name:
            found.append(_intervention(name[:40], percents[at] if at < len(percents) else ""))
    return tuple(found)


def _intervention(name: str, reach: str) -> needs.Intervention:
    """Return what is asked of an indicator: a per cent, or points after `shown.POINTS`; -1 for what is no number."""
    rises = reach.startswith(shown.POINTS)
    number = whole_number(reach.removeprefix(shown.POINTS))
    if number is None:
        return needs.Intervention(name, -1)
    return needs.Intervention(name, 0, number) if rises and number else needs.Intervention(name, number)
