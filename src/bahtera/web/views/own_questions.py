"""What checks ask about a kader's own visits, and the kader's word on it."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.checks import api as checks
from bahtera.foundation.errors import NotFound
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import own_questions as shown
from bahtera.web.views.administration import forms

_ACTION: Final = "check.own"


@page(_ACTION)
def own_questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the questions about the reader's own visits, those that wait for a word first."""
    rows = checks.own_questions(actor=actor)
    known = surveys.own_visits([visit for row in rows for visit in row.visits], actor=actor)
    view = shown.own_page(rows, known, places.own_zone(actor))
    return render(request, "web/checks/own.html", {"page": view})


@page(_ACTION, methods=("POST",))
def reply(request: HttpRequest, actor: Actor, flag_id: UUID) -> HttpResponse:
    """Write down what a kader says to a question."""
    with forms.Told(request, gettext("Thank you. Your supervisor reads it."), NotFound):
        checks.reply(flag_id, said=forms.text_in(request, "cerita"), actor=actor)
    return redirect("web:own_questions")
