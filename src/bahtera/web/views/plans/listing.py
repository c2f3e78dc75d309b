"""Lists of plans: all, the board, what slipped, what waits for the reader, and the same as files."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.foundation.errors import Refused
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters.plans import lists as shown
from bahtera.web.presenters.plans import words as said
from bahtera.web.tables import csv_file
from bahtera.web.views.plans.addresses import area_code, area_text

_ACTION = "plan.read"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(_ACTION)
def plans(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the plans of the reader's areas, the nearest deadline first."""
    filters = filters_in(request)
    found = actions.list_plans(filters, actor=actor, cursor=request.GET.get("kursor") or None)
    choices = _choices(request, filters, actor)
    more = "&".join(filter(None, (choices.query, f"kursor={found.next_cursor}")))
    view = shown.PlansPage(
        tabs=shown.tabs("web:plans"),
        filter=choices,
        numbers=shown.figures(actions.totals(filters, actor=actor)),
        lines=shown.lines_of(found.items, actor),
        more_url=f"{reverse('web:plans')}?{more}" if found.next_cursor else "",
        may_make=access.may(actor, "plan.propose"),
        synthetic=shown.is_synthetic(found.items),
    )
    return render(request, "web/plans/list.html", {"page": view})


@page(_ACTION)
def plan_board(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the plans by their state."""
    filters = filters_in(request)
    choices = _choices(request, filters, actor)
    columns = actions.board(filters, actor=actor)
    view = shown.BoardPage(
        tabs=shown.tabs("web:plan_board"),
        filter=choices,
        columns=shown.board_columns(columns, choices, actor),
        may_make=access.may(actor, "plan.propose"),
        synthetic=shown.is_synthetic(row for one in columns for row in one.rows),
    )
    return render(request, "web/plans/board.html", {"page": view})


@page(_ACTION)
def plans_slipped(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the plans behind their time, and how their deadlines were moved."""
    filters = filters_in(request)
    found = actions.slipped(filters, actor=actor)
    view = shown.SlippedPage(
        tabs=shown.tabs("web:plans_slipped"),
        filter=_choices(request, filters, actor),
        lines=shown.slipped_lines(found, actor),
        late=sum(bool(one.row.late) for one in found),
        over=sum(bool(one.row.over) for one in found),
        moved=sum(bool(one.row.slipped) for one in found),
        synthetic=shown.is_synthetic(one.row for one in found),
    )
    return render(request, "web/plans/slipped.html", {"page": view})


@page(_ACTION)
def plans_waiting(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the plans that wait for the reader, the most urgent reason first."""
    found = actions.waiting_plans(actor=actor)
    groups = tuple(
        (gettext(said.DUTIES[kind]), shown.lines_of((row for row, _why in rows), actor))
        for kind, rows in groupby(found, key=lambda one: one[1])
    )
    view = shown.WaitingPage(
        tabs=shown.tabs("web:plans_waiting"),
        groups=groups,
        synthetic=shown.is_synthetic(row for row, _why in found),
    )
    return render(request, "web/plans/waiting.html", {"page": view})


@page(_ACTION)
def plans_file(request: HttpRequest, actor: access.Actor, file_format: str) -> HttpResponseBase:
    """Hand out the plans of a list as a table; small counts of families as "fewer than"."""
    if file_format not in {"csv", "xlsx"}:
        raise publishing.UnknownTableFormat(file_format)
    filters = filters_in(request)
    unknown = "" if filters.area else area_text(request)
    if unknown:  # nobody reads a note above a file
        raise Refused("web.area_unknown", "There is no area with the code {area}.", area=unknown)
    rows = _table(filters, actor)
    if file_format == "csv":
        return csv_file("rencana-aksi.csv", _head(), rows)
    answer = StreamingHttpResponse(
        publishing.write_small_tables(
            [("rencana-aksi", _head(), ([_plain(cell) for cell in row] for row in rows))]
        ),
        content_type=_XLSX,
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="rencana-aksi.xlsx"'
    return answer


def _choices(request: HttpRequest, filters: actions.Filters, actor: access.Actor) -> shown.Filter:
    return shown.filter_of(filters, actor, unknown="" if filters.area else area_text(request))


def filters_in(request: HttpRequest) -> actions.Filters:
    """Return which plans an address asks for; what it names wrongly is left out."""
    area = area_code(request)
    state = request.GET.get("keadaan", "")
    return actions.Filters(
        area=area if area and areas.exists(area) else "",
        agency=request.GET.get("skpd", "")[:40],
        indicator=request.GET.get("indikator", "")[:40],
        year=whole_number(request.GET.get("tahun", "")),
        source=request.GET.get("sumber", "")[:40],
        state=actions.State(state) if state in set(actions.State) else None,
    )


def _head() -> list[str]:
    return [
        gettext("Number"),
        gettext("Village code"),
        gettext("Village"),
        gettext("Year"),
        gettext("State"),
        gettext("Activity"),
        gettext("Indicator code"),
        gettext("Indicator"),
        gettext("Baseline, %"),
        gettext("Data version"),
        gettext("Definition hash"),
        gettext("Percentage aimed at"),
        gettext("Families aimed at"),
        gettext("Families reached"),
        gettext("Progress, %"),
        gettext("Agency"),
        gettext("Unit"),
        gettext("Office"),
        gettext("Source of money"),
        gettext("Rupiah"),
        gettext("First day"),
        gettext("Deadline"),
        gettext("First deadline"),
        gettext("Days late"),
        gettext("Days after the deadline when done"),
        gettext("Days moved"),
    ]


def _table(filters: actions.Filters, actor: access.Actor) -> Iterator[list[object]]:
    known: dict[str, areas.Area] = {}
    for row in actions.every_plan(filters, actor=actor):
        if row.village_code not in known:
            known.update(places.names_of([row.village_code]))
        exact = access.may(actor, "family.read", area=row.village_code)
        base = row.baseline
        yield [
            row.number,
            row.village_code,
            places.village_line(row.village_code, known),
            row.year,
            said.state_tag(row.state).label,
            row.activity,
            row.indicator,
            said.indicator(row),
            gettext("hidden") if base.hidden else _share(base.share),
            base.version or gettext("provisional"),
            base.index_hash,
            None if row.share is None else row.share / 100,
            _count(row.families, exact=exact),
            _reached(row, exact=exact),
            actions.percent_of(row.percent, row.reached, row.families, exact=exact),
            said.agency(row.agency),
            row.unit,
            row.position,
            said.source(row.source),
            row.amount,
            row.starts_on.isoformat(),
            row.deadline.isoformat(),
            row.first_deadline.isoformat() if row.first_deadline else None,
            row.late,
            row.over,
            row.slipped,
        ]


def _share(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _count(count: int | None, *, exact: bool) -> object:
    shown_count = actions.shown_count(count, exact=exact)
    return f"<{-shown_count}" if shown_count is not None and shown_count < 0 else shown_count


def _reached(row: actions.PlanRow, *, exact: bool) -> object:
    over = actions.reached_over(row.reached, row.families, exact=exact)
    return _count(row.reached, exact=exact) if over is None else f">{over}"


def _plain(cell: object) -> object:
    """Return a cell for a workbook: a number as it is, nothing as an empty text, words that run nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if isinstance(cell, int | float) else publishing.safe_text(str(cell))
