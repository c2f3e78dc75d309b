"""Needs of an area: what is lacking, who answers for it, what it would take; the list of priorities and its file."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.foundation import audit
from bahtera.foundation.inputs import whole_number
from bahtera.needs import api as needs
from bahtera.publishing import api as publishing
from bahtera.results import api as results
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import needs as shown
from bahtera.web.presenters.needs_place import READ, label, needs_of, where
from bahtera.web.tables import csv_file
from bahtera.web.views.exports import KINDS

_LONGEST: Final = 40


@page(READ)
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the three worst indicators of an area with who answers for them, and the list of priorities."""
    place = where(request.GET, actor, "needs")
    found = needs_of(place, actor)
    view = shown.needs_page(place, found, _filter(request), actor)
    return render(request, "web/needs/overview.html", {"page": view})


@page(READ)
def priorities_file(request: HttpRequest, actor: Actor, file_format: str) -> HttpResponse:
    """Hand the list of priorities over as it is sorted and narrowed, hidden counts left out."""
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    place = where(request.GET, actor, "needs")
    found = needs_of(place, actor)
    if found is None or place.round is None:
        raise results.AreaNotInRound(place.round.id if place.round else 0, place.code)
    rows = shown.chosen_rows(found, _filter(request))
    audit.note(
        "needs.exported",
        actor=actor.key,
        subject=f"round:{place.round.id}",
        details={"area": place.code, "rows": len(rows)},
    )
    name = f"kebutuhan-{place.code.replace('.', '') or 'semua'}-{place.round.year}.{file_format}"
    if file_format == "csv":
        return csv_file(name, _head(), _cells(rows))
    about = [(heading, str(text)) for heading, text in _about(place.name, place.round_name, found)]
    body = publishing.write_small_tables(
        [
            (gettext("Priorities"), _head(), ([_plain(cell) for cell in row] for row in _cells(rows))),
            (gettext("About this table"), (gettext("What"), gettext("Says")), about),
        ]
    )
    answer = HttpResponse(b"".join(body), content_type=KINDS["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _filter(request: HttpRequest) -> shown.Filter:
    asked = request.GET
    order = asked.get("urut", "")
    known = {one.value for one in needs.Order}
    return shown.Filter(
        order=needs.Order(order) if order in known else needs.Order.FAMILIES,
        indicator=asked.get("butir", "")[:_LONGEST],
        agency=asked.get("instansi", "")[:_LONGEST],
        below_cut=bool(asked.get("bawah")),
        first=whole_number(asked.get("mulai", "")) or 0,
    )


def _head() -> tuple[str, ...]:
    return (
        gettext("Village code"),
        gettext("Village"),
        gettext("Indicator"),
        gettext("What it says"),
        gettext("Families that lack it"),
        gettext("Families that answered"),
        gettext("Share that has it, %"),
        gettext("Points under 75"),
        gettext("Service"),
        gettext("Responsible"),
        gettext("Helps"),
        gettext("Reach, %"),
        gettext("Families reached"),
        gettext("Cost a family, Rp"),
        gettext("Cost a village, Rp"),
        gettext("Cost together, Rp"),
        gettext("From where"),
    )


def _cells(rows: Iterable[needs.Priority]) -> Iterable[tuple[Any, ...]]:
    rows = tuple(rows)
    known = places.names_of(row.village_code for row in rows)
    book = needs.load_book()
    for each in rows:
        line = each.line
        yield (
            each.village_code,
            known[each.village_code].name if each.village_code in known else "",
            each.indicator,
            label(each.label),
            each.lacking,
            each.answered,
            results_number(each.share),
            results_number(each.depth),
            "; ".join(label(book.services[name]) for name in line.services),
            label(book.agencies[line.agency].label),
            "; ".join(label(book.agencies[name].label) for name in line.helpers),
            line.reach,
            each.reached,
            line.unit_cost,
            line.fixed_cost,
            each.cost,
            line.basis if line.is_default else gettext("own change {n}").format(n=line.number),
        )


def results_number(value: Any) -> float:
    """Return an exact share with four decimals, for a file."""
    return round(float(value), 4)


def _plain(cell: object) -> object:
    """Return a cell for a workbook: decimals as numbers, as finely as the page means them."""
    return round(cell, 2) if isinstance(cell, float) else cell


def _about(area: str, round_name: str, found: needs.Needs) -> Iterable[tuple[str, str]]:
    yield gettext("Area"), area
    yield gettext("Round"), round_name
    yield gettext("Index"), shown.definition_note(found)
    yield gettext("Services"), shown.mapping_note(found.mapping)
    yield gettext("Costs"), label(found.mapping.cost_source)
    yield (
        gettext("Hidden"),
        gettext(
            "Counts under {n} families, and those that would give them away, are not in this table."
        ).format(n=found.threshold),
    )
