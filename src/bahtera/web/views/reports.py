"""One village report: to read, to print, and the moves of those whose turn it is."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound, Refused
from bahtera.publishing import api as publishing
from bahtera.reports import api as reports
from bahtera.web.door import page
from bahtera.web.presenters import reports as shown
from bahtera.web.views.administration import forms

_ACTION: Final = "report.read"


@page(_ACTION)
def report(request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Show one report, to read, to print, and to act on when it is the reader's turn."""
    found = reports.get_report(report_id, actor=actor)
    zone = shown.zone_of(found.row.village_code)
    return render(request, "web/report.html", {"page": shown.one_report(found, zone)})


@page(_ACTION, traced=False)
def report_pdf(_request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Hand one report over as a PDF."""
    name, made = publishing.export_report(report_id, actor=actor, language=get_language() or "id")
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("report.confirm", methods=("POST",))
def confirm(request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Confirm as the coordinator, who has read that nobody is named."""
    if not request.POST.get("tanpa_nama"):
        forms.tell(request, Refused("web.read_first", "Read the report first and say that it names nobody."))
        return redirect("web:report", report_id)
    return _move(
        request,
        report_id,
        lambda: reports.confirm_report(report_id, actor=actor),
        gettext("Confirmed. It is the kepala desa's turn."),
    )


@page("report.endorse", methods=("POST",))
def endorse(request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Confirm as the kepala desa; the report is sent."""
    return _move(
        request,
        report_id,
        lambda: reports.endorse_report(report_id, actor=actor),
        gettext("Confirmed and sent. The TPK2D has the report; the kader gets a receipt."),
    )


@page("report.accept", methods=("POST",))
def accept(request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Accept as the TPK2D."""
    return _move(
        request,
        report_id,
        lambda: reports.accept_report(report_id, actor=actor),
        gettext("The report is accepted."),
    )


@page(_ACTION, methods=("POST",))
def send_back(request: HttpRequest, actor: access.Actor, report_id: UUID) -> HttpResponse:
    """Send a report back to the kader with a reason; whoever's turn it is."""
    reason = forms.text_in(request, "sebab")
    return _move(
        request,
        report_id,
        lambda: reports.return_report(report_id, reason=reason, actor=actor),
        gettext("Sent back. The kader sees the reason and makes the next version."),
    )


def _move(
    request: HttpRequest, report_id: UUID, act: Callable[[], reports.ReportRow], done: str
) -> HttpResponse:
    with forms.Told(request, done, NotFound):
        act()
    return redirect("web:report", report_id)
