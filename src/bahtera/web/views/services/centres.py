"""PPKS/Satyagatra (BKKBN) centres: which kecamatan has one at work, and the history of one centre."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory import api as directory
from bahtera.foundation.errors import NotFound, Refused
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters.services import centres as shown
from bahtera.web.presenters.services import offices, words
from bahtera.web.presenters.services.tiles import tabs_of
from bahtera.web.tables import csv_file
from bahtera.web.views.administration import forms
from bahtera.web.views.services.attempts import Attempt

_READ: Final = "directory.read"
_KEEP: Final = "directory.keep"
_FIELDS: Final = ("status", "sejak", "sk", "tanggal_sk", "catatan")
_REGENCY: Final = 5


class NoArea(NotFound):
    """No area can be shown: no centre and no round has brought one in."""

    def __init__(self) -> None:
        super().__init__("web.no_area_yet", "No area is loaded yet.")


@page(_READ)
def coverage(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show every kecamatan of an area with its centre and status on the reader's day."""
    found = _found(request, actor)
    known = places.names_of([found.area])
    name = places.full_name(known[found.area])
    drawing, sources = shown.drawn(found, name)
    units = access.units_inside("", [directory.KIND])
    lines = shown.coverage_lines(found.districts)
    view = shown.CoveragePage(
        tabs=tabs_of(actor, "web:coverage"),
        areas=offices.area_options(units, found.area, access.reach(actor, _READ)),
        place=name,
        day=found.day,
        sentence=shown.sentence_of(found),
        lines=lines,
        above=shown.above_lines(found.above),
        drawing=drawing,
        legend=shown.legend_of(found),
        sources=sources,
        query=f"wilayah={found.area}",
        without_unit=sum(not one.centre for one in lines),
        synthetic=any("contoh" in one.decree.casefold() for one in lines),
    )
    return render(request, "web/services/coverage.html", {"page": view})


@page(_READ)
def coverage_file(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Hand the same out as a table."""
    found = _found(request, actor)
    head, rows = shown.table_of(shown.coverage_lines(found.districts))
    return csv_file(f"cakupan-{found.area.replace('.', '')}-{found.day.isoformat()}.csv", head, rows)


@page(_READ, methods=("GET", "HEAD", "POST"))
def centre(request: HttpRequest, actor: access.Actor, unit_id: UUID) -> HttpResponse:
    """Show how a centre stood from when to when; write down what comes next."""
    unit = access.units_behind([unit_id]).get(unit_id)
    if unit is None or unit.kind != directory.KIND:
        raise directory.UnknownOffice
    attempt = Attempt(request, gettext("The status is written down."))
    typed = {name: forms.text_in(request, name) for name in _FIELDS}
    if request.method == "POST":
        if not directory.may_keep(unit_id, actor=actor):
            raise access.NotAllowed(_KEEP)
        with attempt:
            directory.record_status(
                unit_id,
                _status(typed["status"]),
                since=forms.needed_day(request, "sejak"),
                decree=typed["sk"],
                decreed_on=forms.day_in(request, "tanggal_sk"),
                note=typed["catatan"],
                actor=actor,
            )
            return redirect("web:centre", unit_id)
    rows = directory.statuses_of(unit_id, actor=actor)
    now = rows[0].status if rows else None
    may_keep = directory.may_keep(unit_id, actor=actor)
    known = places.names_of([unit.area])
    view = shown.CentrePage(
        unit_id=unit_id,
        name=unit.name,
        unit_url=reverse("web:service_unit", args=[unit_id]),
        place=places.village_line(unit.area, known),
        tier=shown.tier_words(unit.area),
        now=words.status_tag(now),
        lines=shown.status_lines(rows, may_keep=may_keep),
        next=shown.next_options(now, typed["status"]),
        may_keep=may_keep,
        problem=attempt.problem,
        typed={**typed, "sejak": typed["sejak"] or places.today_in(unit.area).isoformat()},
        record_url=reverse("web:centre", args=[unit_id]),
        synthetic=words.is_invented((unit.name, unit.agency)),
    )
    return render(request, "web/services/centre.html", {"page": view}, status=attempt.status)


@page(_KEEP, methods=("POST",))
def take_back_status(request: HttpRequest, actor: access.Actor, status_id: int) -> HttpResponse:
    """Let a status no longer count, with the reason."""
    unit = forms.needed_id(request, "unit")
    with forms.Told(request, gettext("Taken back. It stays on record and no longer counts."), NotFound):
        directory.take_back_status(status_id, reason=forms.text_in(request, "sebab"), actor=actor)
    return redirect("web:centre", unit)


def _status(text: str) -> directory.CentreStatus:
    found = next((one for one in directory.CentreStatus if one.value == text), None)
    if found is None:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return found


def _found(request: HttpRequest, actor: access.Actor) -> directory.Coverage:
    """Return the coverage of the asked area, or of where the reader works; raises UnknownArea, NoArea."""
    asked = request.GET.get("wilayah", "")[:20]
    if asked:
        code = areas.get(areas.code_in(asked) or asked).code
    else:
        own = next((one for one in access.reach(actor, _READ) if one), "")[:_REGENCY]
        centres = access.units_inside("", [directory.KIND])
        code = own or next((one.area[:_REGENCY] for one in centres if one.area), "")
    if not code:
        raise NoArea
    return directory.coverage(code, on=places.today_in(code), actor=actor)
