"""Sealed visits that wait apart: a supervisor looks from whose phone each came, and lets it in or leaves it out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters.sealed_visits import SealedLine, SealedPage
from bahtera.web.views.administration import forms

_ACTION = "submission.review"


@page(_ACTION)
def sealed_visits(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the sealed visits that wait in the reader's areas, oldest first."""
    found = surveys.list_sealed(actor=actor, cursor=request.GET.get("kursor") or None)
    known = places.names_of(row.village_code for row in found.items)
    own = places.own_zone(actor)
    lines = tuple(
        SealedLine(
            id=str(row.id),
            sender=row.sender,
            was_stopped=row.was_stopped,
            came_at=row.came_at,
            zone=places.zone_of(row.village_code, known) if row.village_code in known else own,
            village=places.village_line(row.village_code, known) if row.village_code else "",
            family=row.family_name,
            visited_on=row.visited_on,
        )
        for row in found.items
    )
    shown = SealedPage(lines, f"?kursor={found.next_cursor}" if found.next_cursor else "")
    return render(request, "web/sealed_visits.html", {"page": shown})


@page(_ACTION, methods=("POST",))
def release(request: HttpRequest, actor: access.Actor, sealed_id: UUID) -> HttpResponse:
    """Let a sealed visit in: it is checked and reviewed like any other."""
    try:
        receipt = surveys.release(sealed_id, actor=actor)
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
        return redirect("web:sealed_visits")
    said = gettext("The visit was here already.") if receipt.repeated else gettext("The visit is let in.")
    messages.success(request, said, extra_tags="good")
    return redirect("web:sealed_visits")


@page(_ACTION, methods=("POST",))
def leave_out(request: HttpRequest, actor: access.Actor, sealed_id: UUID) -> HttpResponse:
    """Leave a sealed visit out, with a word why."""
    try:
        surveys.set_sealed_aside(sealed_id, note=forms.text_in(request, "sebab"), actor=actor)
    except NotFound:
        raise
    except Refused as problem:
        forms.tell(request, problem)
    else:
        messages.success(request, gettext("The visit is left out."), extra_tags="good")
    return redirect("web:sealed_visits")
