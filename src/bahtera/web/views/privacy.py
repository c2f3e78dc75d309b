"""What this site processes and why, and breaches with their clocks: for data-protection officer and auditor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor
from bahtera.privacy import api
from bahtera.web.door import page
from bahtera.web.presenters import processing

_MOST_BREACHES = 50


@page("privacy.read")
def privacy(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every purpose with its ground, people, recipients, tables and actions; and the latest breaches."""
    register = api.processing_register()
    breaches = api.list_breaches(actor=actor, size=_MOST_BREACHES).items
    shown = processing.present(register, breaches, language=getattr(request, "LANGUAGE_CODE", "id"))
    return render(request, "web/privacy.html", {"page": shown})


@page("privacy.read")
def register_csv(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Give the register of processing as a table."""
    answer = HttpResponse(api.as_csv(api.processing_register()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="catatan-pemrosesan.csv"'
    return answer
