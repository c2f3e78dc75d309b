"""The first page of the service wing: ways in, and which office offers what; and one office."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory import api as directory
from bahtera.foundation.inputs import whole_number
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters.services import offices as shown
from bahtera.web.presenters.services import words
from bahtera.web.presenters.services.agreements import party_names
from bahtera.web.presenters.services.tiles import tabs_of, tiles_of

READ: Final = "directory.read"
_ALL: Final = "semua"
_REGENCY: Final = 5
_MOST_PAGES: Final = 1000


@page(READ)
def services(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the ways into the service wing, and the offices of an area with what they offer."""
    units = access.units_inside("")
    chosen = chosen_in(request, actor)
    wanted = [one for one in units if _is_near(one, chosen.area) and chosen.kind in ("", one.kind)]
    today = places.today_in(chosen.area)
    offers = directory.offers_of_units([one.id for one in wanted], on=today, actor=actor)
    if chosen.service:
        offers = tuple(row for row in offers if row.offer.service == chosen.service)
    offering = {row.offer.unit_id for row in offers}
    listed = [one for one in wanted if one.id in offering]
    number = min(max(whole_number(request.GET.get("halaman", "")) or 1, 1), _MOST_PAGES)
    on_page = listed[(number - 1) * shown.SIZE : number * shown.SIZE]
    there = {one.id for one in on_page}
    more = f"{reverse('web:services')}?{chosen.query}&halaman={number + 1}"
    known = places.names_of([chosen.area])
    view = shown.ServicesPage(
        tabs=tabs_of(actor, "web:services"),
        tiles=tiles_of(actor),
        place=places.full_name(known[chosen.area]) if chosen.area in known else "",
        areas=shown.area_options(units, chosen.area, access.reach(actor, READ)),
        kinds=shown.kind_options(units, chosen.kind),
        services=words.service_options([chosen.service]),
        cards=shown.cards_of(on_page, [row for row in offers if row.offer.unit_id in there]),
        offices=len(listed),
        offers=len(offers),
        more_url=more if len(listed) > number * shown.SIZE else "",
        file_url=f"{reverse('web:services_file')}?{chosen.query}",
        may_import=access.may(actor, "directory.keep"),
        synthetic=words.is_invented(name for one in on_page for name in (one.name, one.agency)),
    )
    return render(request, "web/services/list.html", {"page": view})


@page(READ)
def unit(request: HttpRequest, actor: access.Actor, unit_id: UUID) -> HttpResponse:
    """Show one office: what it offers, when, to whom, and which agreements it stands in."""
    found = access.units_behind([unit_id]).get(unit_id)
    if found is None:
        raise directory.UnknownOffice
    known = places.names_of([found.area])
    today = places.today_in(found.area)
    rows = directory.list_agreements(actor=actor, unit_id=unit_id)
    may_keep = found.is_active and directory.may_keep(unit_id, actor=actor)
    offers = directory.offers_of_units([unit_id], on=today, actor=actor)
    view = shown.OfficePage(
        tabs=tabs_of(actor, ""),
        id=found.id,
        name=found.name,
        agency=found.agency,
        kind=words.kind_name(found.kind),
        place=places.village_line(found.area, known) if found.area else "Indonesia",
        phone=found.counter.phone,
        whatsapp=found.counter.whatsapp,
        address=found.counter.address,
        zone=places.zone_of(found.area, known),
        offers=shown.offer_cards(offers, may_keep=may_keep),
        agreements=shown.agreement_lines(rows, found, party_names(rows), today),
        may_keep=may_keep,
        is_open=found.is_active,
        centre_url=reverse("web:centre", args=[unit_id]) if found.kind == directory.KIND else "",
        synthetic=words.is_invented((found.name, found.agency)),
    )
    return render(request, "web/services/unit.html", {"page": view})


@page(READ)
def services_file(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Hand out the services of an area's offices as the table that is read in again."""
    area = chosen_in(request, actor).area
    answer = HttpResponse(directory.write_table(area, actor=actor), content_type="text/csv; charset=utf-8")
    name = f"layanan-{area.replace('.', '') or 'semua'}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def chosen_in(request: HttpRequest, actor: access.Actor) -> shown.Chosen:
    """Return what an address asks for; without an area the regency or province of the reader."""
    asked = request.GET.get("wilayah", "")[:20]
    code = areas.code_in(asked) or ""
    if not code and asked != _ALL:
        code = next((one for one in access.reach(actor, READ) if one), "")[:_REGENCY]
    kind, service = request.GET.get("jenis", "")[:40], request.GET.get("layanan", "")[:60]
    return shown.Chosen(
        area=code if code and areas.exists(code) else "",
        kind=kind if access.unit_kind(kind) else "",
        service=service if service in directory.declared_services() else "",
    )


def _is_near(one: access.UnitRow, area: str) -> bool:
    """Tell whether an office is in an area or serves it from above."""
    return not area or access.covers(area, one.area) or access.covers(one.area, area)
