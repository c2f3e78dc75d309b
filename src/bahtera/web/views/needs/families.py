"""The families behind a need of a village, by name, for those who keep its register."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor, check_may
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys
from bahtera.web.door import concerns, page
from bahtera.web.presenters import needs_families as shown
from bahtera.web.presenters.needs_place import where

_READ: Final = "family.read"


@page(_READ)
def families_behind(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the families of a village that lack an indicator, with a way to each and to a plan for them."""
    place = where(request.GET, actor, "needs")
    check_may(actor, _READ, area=place.code)
    if not place.is_village:
        raise NotFound("web.no_village", "This address does not say of which village.")
    if place.round is None:
        raise surveys.UnknownRound(0)
    indicator = request.GET.get("butir", "")[:40]
    lacking = needs.families_behind(
        place.round.id, place.code, indicator, actor=actor, index_id=place.index_id
    )
    view, ids = shown.page_of(
        place, indicator, lacking, actor, first=whole_number(request.GET.get("mulai", "")) or 0
    )
    concerns(request, *(f"family:{one}" for one in ids))
    return render(request, "web/needs/families.html", {"page": view})
