"""How a round goes in the field: progress by day, village and kader, as pages and tables; a kader's recap."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import fieldwork as shown
from bahtera.web.presenters import rounds, visits
from bahtera.web.presenters.parts import Option
from bahtera.web.tables import csv_file

_READ = "fieldwork.read"
_TASKS = "assignment.manage"
_VILLAGE_LEVEL = 13
_LEVELS = {5: "", 8: "· ", _VILLAGE_LEVEL: "· · "}


@page(_READ)
def fieldwork(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show how far a round is, by day and by village."""
    row = surveys.round_for(round_id, actor=actor)
    area = _area_in(request)
    found = surveys.fieldwork(round_id, area, actor=actor)
    number, count = whole_number(request.GET.get("halaman", "")) or 1, len(found.villages)
    first = min(max(number - 1, 0) * shown.MOST, max(count - 1, 0) // shown.MOST * shown.MOST)
    listed = found.villages[first : first + shown.MOST]
    known = places.names_of([area, *(one.village_code for one in listed)])
    needed = [one.visits for one in surveys.visit_outcomes().by_name.values()]
    view = shown.FieldworkPage(
        head=rounds.head_of(row, actor, "fieldwork"),
        areas=_options(round_id, area, actor),
        area_name=places.village_line(area, known) if area else places.scope_line(actor),
        as_of=found.as_of,
        zone=places.zone_of(area, known) if area else places.own_zone(actor),
        bar=shown.bar_of(found.total, found.target),
        expected=found.expected,
        behind=sum(one.behind for one in found.villages),
        again=found.total.again,
        last_day=found.last_day,
        undated=found.undated,
        results=shown.result_lines(found.total.results),
        result_names=shown.result_names(),
        chart=shown.pace_of(found),
        days=tuple(reversed(found.days)),
        villages=tuple(_village(one, round_id, known, actor) for one in listed),
        all_villages=count,
        first=first + 1,
        before_url=_page_at(round_id, area, first - shown.MOST) if first else "",
        after_url=_page_at(round_id, area, first + shown.MOST) if first + shown.MOST < count else "",
        kaders_url=shown.address("kader_fieldwork", round_id, area)
        if access.may(actor, _TASKS, area=area or None)
        else "",
        csv_days=shown.address("fieldwork_csv", round_id, area, bagian="hari"),
        csv_villages=shown.address("fieldwork_csv", round_id, area, bagian="desa"),
        outcomes_version=found.outcomes_version,
        visits_needed=max(needed),
        carried=surveys.carried_progress(round_id, area, actor=actor) if access.may(actor, _TASKS) else None,
    )
    return render(request, "web/rounds/fieldwork.html", {"page": view})


@page(_READ)
def fieldwork_csv(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Give progress by day or by village as a table."""
    found = surveys.fieldwork(round_id, _area_in(request), actor=actor)
    if request.GET.get("bagian") == "hari":
        head = ["tanggal", "dikunjungi", "disetujui", "dikunjungi_sampai", "harapan_sampai"]
        rows: Iterable[Sequence[object]] = (
            [one.day, one.received, one.approved, one.until, _plain(one.expected)] for one in found.days
        )
        return _table("kemajuan-hari", round_id, found.as_of, head, rows)
    names = places.names_of(one.village_code for one in found.villages)
    codes = shown.SHOWN_RESULTS if any(one.tally.results for one in found.villages) else ()
    head = ["kode_desa", "desa", "sasaran", "dikunjungi", "disetujui", "harapan", "kunjungi_lagi", *codes]
    rows = (
        [
            one.village_code,
            places.full_name(names[one.village_code]) if one.village_code in names else "",
            one.target,
            one.tally.received,
            one.tally.approved,
            _plain(one.expected),
            one.tally.again,
            *(one.tally.results.get(code, 0) for code in codes),
        ]
        for one in found.villages
    )
    return _table("kemajuan-desa", round_id, found.as_of, head, rows)


@page(_TASKS)
def kader_fieldwork(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Show what each kader sent, and how far they are with their tasks."""
    row, area = surveys.round_for(round_id, actor=actor), _area_in(request)
    found = surveys.kader_fieldwork(round_id, area, actor=actor)
    known = places.names_of([area])
    view = shown.KadersPage(
        head=rounds.head_of(row, actor, "fieldwork"),
        areas=_options(round_id, area, actor),
        area_name=places.village_line(area, known) if area else places.scope_line(actor),
        as_of=clock.now(),
        zone=places.zone_of(area, known) if area else places.own_zone(actor),
        in_village=len(area) == _VILLAGE_LEVEL,
        rows=tuple(shown.kader_row(one, round_id) for one in found),
        settings=tuple(map(shown.setting_row, surveys.interview_settings(round_id, area, actor=actor))),
        result_names=shown.short_names(),
        back=shown.address("fieldwork", round_id, area),
        csv=shown.address("kader_fieldwork_csv", round_id, area),
    )
    return render(request, "web/rounds/fieldwork_kader.html", {"page": view})


@page(_TASKS)
def kader_fieldwork_csv(request: HttpRequest, actor: access.Actor, round_id: int) -> HttpResponse:
    """Give progress by kader as a table."""
    found = surveys.kader_fieldwork(round_id, _area_in(request), actor=actor)
    head = ["kader", "dikunjungi", "disetujui", "dikembalikan", "kunjungi_lagi", "kunjungan_terakhir"]
    head += ["diberi", "selesai_diberi", "harapan", *shown.SHOWN_RESULTS]
    rows = (
        [
            one.name,
            one.tally.received,
            one.tally.approved,
            one.returned,
            one.tally.again,
            one.last_day,
            one.given,
            one.visited,
            _plain(one.expected),
            *(one.tally.results.get(code, 0) for code in shown.SHOWN_RESULTS),
        ]
        for one in found
    )
    return _table("kemajuan-kader", round_id, clock.now(), head, rows)


@page(_TASKS)
def recap(request: HttpRequest, actor: access.Actor, round_id: int, person_id: UUID) -> HttpResponse:
    """Show what one kader did, day by day, to print and sign."""
    first, last = _day_in(request, "dari"), _day_in(request, "sampai")
    found = surveys.kader_recap(round_id, person_id, actor=actor, first=first, last=last)
    row = surveys.get_round(round_id)
    concerns(request, f"person:{person_id}")
    known = places.names_of(found.villages)
    lines = tuple(
        shown.RecapLine(
            one.day,
            places.full_name(known[one.village_code]) if one.village_code in known else one.village_code,
            shown.counts_of(one.results),
            one.visits,
            one.approved,
        )
        for one in found.days
    )
    asked = {"dari": _iso(found.first), "sampai": _iso(found.last)}
    view = shown.RecapPage(
        name=found.name,
        round_name=visits.round_title(row),
        synthetic=visits.is_synthetic(row),
        villages="; ".join(places.village_line(code, known) for code in found.villages),
        first=found.first,
        last=found.last,
        as_of=found.as_of,
        zone=places.zone_of(found.villages[0], known) if found.villages else places.own_zone(actor),
        result_names=shown.short_names(),
        lines=lines,
        totals=tuple(sum(column) for column in zip(*(one.counts for one in lines), strict=True)),
        visits=sum(one.visits for one in lines),
        approved=sum(one.approved for one in lines),
        days=len({one.day for one in lines if one.day}),
        many=len(found.villages) > 1,
        pdf=shown.recap_address("recap_pdf", round_id, person_id, asked),
        back=shown.address("kader_fieldwork", round_id),
    )
    return render(request, "web/rounds/recap.html", {"page": view})


@page(_TASKS)
def recap_pdf(request: HttpRequest, actor: access.Actor, round_id: int, person_id: UUID) -> HttpResponse:
    """Hand the same over as a PDF."""
    name, made = publishing.export_recap(
        round_id,
        person_id,
        actor=actor,
        first=_day_in(request, "dari"),
        last=_day_in(request, "sampai"),
        language=get_language() or "id",
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page_at(round_id: int, area: str, first: int) -> str:
    """Return the address of the page whose list of villages begins at a place, the first being 0."""
    return shown.address("fieldwork", round_id, area, halaman=str(first // shown.MOST + 1)) + "#desa"


def _village(
    one: surveys.VillageField, round_id: int, known: Mapping[str, areas.Area], actor: access.Actor
) -> shown.VillageRow:
    code = one.village_code
    sees = bool(code) and access.may(actor, _TASKS, area=code)
    return shown.VillageRow(
        name=places.village_line(code, known),
        url=shown.address("fieldwork", round_id, code) if code in known else "",
        kaders_url=shown.address("kader_fieldwork", round_id, code) if sees and code in known else "",
        bar=shown.bar_of(one.tally, one.target),
        expected=one.expected,
        behind=one.behind,
        again=one.tally.again,
        results=shown.counts_of(one.tally.results) if one.tally.results else (),
    )


def _options(round_id: int, chosen: str, actor: access.Actor) -> tuple[Option, ...]:
    found = surveys.fieldwork_areas(round_id, actor=actor)
    named = (
        Option(one.code, f"{_LEVELS.get(len(one.code), '')}{places.full_name(one)}", one.code == chosen)
        for one in found
    )
    return (Option("", gettext("All my areas"), not chosen), *named)


def _area_in(request: HttpRequest) -> str:
    asked = request.GET.get("wilayah", "")
    return areas.get(asked).code if asked else ""


def _day_in(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused("web.no_day", "“{text}” is no date. Write it as 2026-11-22.", text=text[:40]) from error


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def _plain(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.1f}"


def _table(
    name: str, round_id: int, as_of: datetime, head: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return a table; each row says of which moment it is, in UTC."""
    moment = f"{as_of:%Y-%m-%dT%H:%M:%SZ}"
    return csv_file(f"{name}-{round_id}.csv", [*head, "per"], ([*row, moment] for row in rows))
