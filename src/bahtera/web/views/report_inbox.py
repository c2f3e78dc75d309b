"""The inbox of village reports: the list with its filters, and the same as a table."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.reports import api as reports
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.door import page
from bahtera.web.presenters import report_inbox as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option
from bahtera.web.tables import csv_file

_ACTION: Final = "report.read"
_LONGEST: Final = 13
_YOURS: Final = "giliran"


@page(_ACTION)
def village_reports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the villages of a round in the reader's areas, and where their reports stand."""
    rounds = surveys.list_rounds()
    row = _round(request, rounds)
    asked = _filter(request)
    due = shown.results_day(row.id) if row else None
    lines = _lines(row, actor)
    view = shown.InboxPage(
        rounds=tuple(Option(str(one.id), visits.round_title(one), one is row) for one in rounds),
        areas=shown.area_options(lines, asked),
        states=shown.state_options(asked),
        numbers=shown.numbers_of(
            lines, asked, lambda pile: _address("web:reports", row, asked.area, pile) + "#desa"
        ),
        lines=shown.chosen(lines, asked),
        villages=len(lines),
        due=shown.due_line(due) if row else "",
        csv_url=_address("web:reports_csv", row, asked.area, _state(asked)),
        synthetic=visits.is_synthetic(row),
    )
    return render(request, "web/reports.html", {"page": view})


@page(_ACTION)
def village_reports_csv(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the list as it is narrowed as a table; it names nobody."""
    row = _round(request, surveys.list_rounds())
    head = (
        gettext("Village code"),
        gettext("Village"),
        gettext("Where"),
        gettext("Report"),
        gettext("Version"),
        gettext("State"),
        gettext("Since"),
        gettext("Days waited or overdue"),
        gettext("Why it was sent back"),
    )
    cells = (
        (
            line.code,
            line.name,
            line.place,
            line.number,
            line.version or None,
            line.tag.label,
            numbers.day_in(line.at, line.zone).isoformat() if line.at else None,
            line.days,
            line.reason,
        )
        for line in shown.chosen(_lines(row, actor), _filter(request))
    )
    return csv_file(f"laporan-desa-{row.id if row else 0}.csv", head, cells)


def _lines(row: surveys.RoundRow | None, actor: Actor) -> tuple[shown.InboxLine, ...]:
    if row is None:
        return ()
    found = reports.village_standings(row.id, actor=actor)
    return shown.lines_of(found, actor, shown.results_day(row.id), clock.today)


def _round(request: HttpRequest, rounds: list[surveys.RoundRow]) -> surveys.RoundRow | None:
    wanted = request.GET.get("putaran", "")
    found = next((row for row in rounds if str(row.id) == wanted), None)
    return found or next((row for row in rounds if row.has_begun), rounds[0] if rounds else None)


def _filter(request: HttpRequest) -> shown.Filter:
    state = request.GET.get("keadaan", "")
    known = {one.value for one in shown.Pile}
    return shown.Filter(
        area=request.GET.get("wilayah", "")[:_LONGEST],
        pile=shown.Pile(state) if state in known else None,
        yours=state == _YOURS,
    )


def _state(asked: shown.Filter) -> str:
    return _YOURS if asked.yours else asked.pile.value if asked.pile else ""


def _address(name: str, row: surveys.RoundRow | None, area: str, state: str) -> str:
    query = {"putaran": str(row.id) if row else "", "wilayah": area, "keadaan": state}
    return f"{reverse(name)}?{urlencode({key: text for key, text in query.items() if text})}"
