"""The rounds of survey: the list of those that concern the reader, and one round with everything it rests on."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bahtera.access import api as access
from bahtera.surveys import api as surveys
from bahtera.web.door import page
from bahtera.web.presenters import carrying
from bahtera.web.presenters import rounds as shown

ACTION: Final = "round.read"


@page(ACTION)
def rounds(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """List the rounds in the reader's areas, and those still planned for who plans them."""
    return render(
        request, "web/rounds/list.html", {"page": shown.rounds_page(surveys.rounds_for(actor), actor)}
    )


@page(ACTION)
def one(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show one round: its plan, how far it is, and how it came to its state."""
    row = surveys.round_for(round_id, actor=actor)
    context = {"page": shown.round_page(row, actor), "carry": carrying.card_of(row, actor)}
    return render(request, "web/rounds/one.html", context)
