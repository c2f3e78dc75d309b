"""What this site processes and why, and the clocks that run: for data-protection officer and auditor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import breaches, processing, rights
from bahtera.web.presenters.clocks import clock_tag

_LATEST = 10


@page("privacy.read")
def privacy(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every purpose with its ground, people, recipients, tables and actions; the latest clocks."""
    register, now = api.processing_register(), clock.now()
    failures = api.list_breaches(actor=actor, size=_LATEST).items
    asked = api.request_clocks(actor=actor, size=_LATEST)
    known = places.names_of(row.area_code for row in asked)
    shown = processing.PrivacyPage(
        version=register.version,
        status=processing.status_of(register),
        source=register.source,
        parts=processing.parts_of(register, getattr(request, "LANGUAGE_CODE", "id")),
        breaches=tuple(breaches.line_of(row, now, linked=False) for row in failures),
        requests=tuple(
            processing.ClockLine(
                gettext(rights.KINDS[row.kind]),
                gettext(rights.STATES[row.state]),
                places.village_line(row.area_code, known),
                row.asked_at,
                clock_tag(row.due_at, now, done=row.closed_at is not None, late=row.was_late),
            )
            for row in asked
        ),
        overdue=sum(row.is_overdue for row in failures),
        zone=places.own_zone(actor),
    )
    return render(request, "web/privacy/register.html", {"page": shown})


@page("privacy.read")
def register_csv(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Give the register of processing as a table."""
    answer = HttpResponse(api.as_csv(api.processing_register()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="catatan-pemrosesan.csv"'
    return answer
