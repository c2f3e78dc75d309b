"""``/api/v1/needs`` and ``/api/v1/plans``: what is lacking where, and what is done about it, as the pages show it."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.http.action_schemas import NeedFilter, NeedsOut, PlanFilter, PlanPage
from bahtera.http.door import acts
from bahtera.http.schemas import ErrorOut
from bahtera.needs import api as needs

_REFUSALS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut}
_PLACES = 4

router = Router()


@router.get("/needs", response={200: NeedsOut, **_REFUSALS}, tags=["needs"])
@acts("results.read")
def list_needs(request: HttpRequest, wanted: Query[NeedFilter]) -> dict[str, Any]:
    """Return what families of an area lack: village by indicator, most pressing first, hidden counts left out."""
    found = needs.area_needs(wanted.round_id, wanted.area, actor=_actor(request), index_id=wanted.index_id)
    rows = needs.narrow(
        found.priorities, indicator=wanted.indicator, agency=wanted.agency, below_cut=wanted.below_cut
    )
    rows = needs.sort_priorities(rows, wanted.order)
    until = wanted.first + wanted.size
    reasons = needs.load_book().unanswered
    return {
        "area": found.area_code,
        "round_id": found.round_id,
        "index_id": found.index.id,
        "index_version": found.index.version,
        "index_hash": found.index.hash,
        "services_version": found.mapping.version,
        "services_hash": found.mapping.hash,
        "data_state": found.data_state,
        "threshold": found.threshold,
        "hidden": sum(each.hidden_villages for each in found.indicators),
        "total": len(rows),
        "items": [_need(each) for each in rows[wanted.first : until]],
        "next_first": until if until < len(rows) else None,
        "unanswered": [
            {"indicator": each.indicator, "reason": reasons[found.index.id, each.indicator]}
            for each in found.indicators
            if (found.index.id, each.indicator) in reasons
        ],
    }


@router.get("/plans", response={200: PlanPage, **_REFUSALS}, tags=["plans"])
@acts("plan.read")
def list_plans(request: HttpRequest, wanted: Query[PlanFilter]) -> dict[str, Any]:
    """Return plans of action of one's areas, the nearest deadline first; small counts as "fewer than"."""
    actor = _actor(request)
    filters = actions.Filters(
        area=wanted.area,
        agency=wanted.agency,
        indicator=wanted.indicator,
        year=wanted.year,
        source=wanted.source,
        state=wanted.state,
    )
    page = actions.list_plans(filters, actor=actor, cursor=wanted.cursor, size=wanted.size)
    return {"items": [_plan(each, actor) for each in page.items], "next_cursor": page.next_cursor}


def _actor(request: HttpRequest) -> access.Actor:
    actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework from signed_in
    return actor


def _need(each: needs.Priority) -> dict[str, Any]:
    line = each.line
    return {
        "village_code": each.village_code,
        "indicator": each.indicator,
        "label": dict(each.label),
        "lacking": each.lacking,
        "answered": each.answered,
        "share": round(float(each.share), _PLACES),
        "depth": round(float(each.depth), _PLACES),
        "services": list(line.services),
        "agency": line.agency,
        "helpers": list(line.helpers),
        "reach": line.reach,
        "reached": each.reached,
        "cost": each.cost,
        "basis": line.basis if line.is_default else f"own:{line.number}",
    }


def _plan(row: actions.PlanRow, actor: access.Actor) -> dict[str, Any]:
    exact = access.may(actor, "family.read", area=row.village_code)
    over = actions.reached_over(row.reached, row.families, exact=exact)
    return {
        name: getattr(row, name)
        for name in (
            *(
                "id",
                "number",
                "village_code",
                "year",
                "state",
                "round_id",
                "index_id",
                "indicator",
                "activity",
            ),
            *("agency", "unit", "position", "source", "amount", "starts_on", "deadline", "first_deadline"),
            *("ended_on", "late", "over", "slipped"),
        )
    } | {
        "index_hash": row.baseline.index_hash,
        "baseline_share": row.baseline.share,
        "data_version": row.baseline.version,
        "families": _count(row.families, exact=exact),
        "reached": _count(row.reached, exact=exact) if over is None else _sign("more_than", over),
        "share": None if row.share is None else row.share / 100,
        "percent": actions.percent_of(row.percent, row.reached, row.families, exact=exact),
    }


def _count(count: int | None, *, exact: bool) -> dict[str, Any] | None:
    shown = actions.shown_count(count, exact=exact)
    if shown is None:
        return None
    return _sign("fewer_than", -shown) if shown < 0 else _sign("exactly", shown)


def _sign(sign: str, value: int) -> dict[str, Any]:
    return {"sign": sign, "value": value}
