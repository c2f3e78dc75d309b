"""The year of a TPK2D as a page, and as a file for a calendar program."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.foundation.inputs import whole_number
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.ics import calendar_file
from bahtera.web.presenters import yearly_calendar as shown

_READ: Final = "round.read"
_YEARS: Final = range(2000, 2101)


@page(_READ)
def calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the year."""
    today = clock.today(places.own_zone(actor))
    view = shown.page_of(_year(request, today.year), actor, today)
    return render(request, "web/calendar.html", {"page": view})


@page(_READ)
def calendar_ics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand the year over as a file; it names nobody."""
    today = clock.today(places.own_zone(actor))
    year = _year(request, today.year)
    name = gettext("Calendar of the TPK2D {year}").format(year=year)
    body = calendar_file(name, shown.events_of(year, actor, today), clock.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="kalender-tpk2d-{year}.ics"'
    return answer


def _year(request: HttpRequest, this: int) -> int:
    asked = whole_number(request.GET.get("tahun", ""))
    return asked if asked is not None and asked in _YEARS else this
