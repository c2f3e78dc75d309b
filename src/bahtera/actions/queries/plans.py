"""Lists of plans, the board, what slipped, and one plan with all that was done to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, Q, Sum

from bahtera.access import api as access
from bahtera.actions.models import Plan, PlanEvidence, PlanFamily, PlanProgress, PlanStep
from bahtera.actions.queries.rows import steps_of, to_row, to_rows, to_step, today_of
from bahtera.actions.queries.scope import may_act, visible, visible_plan
from bahtera.actions.rules.moves import BOARD, MOVERS, WORKING, WRITERS
from bahtera.actions.values.plans import (
    Column,
    EvidenceRow,
    Filters,
    Move,
    PlanPage,
    PlanRow,
    ProgressRow,
    Shift,
    Slipped,
    State,
    Totals,
)
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

_ON_BOARD: Final = 12
_PIECE: Final = 500
_READ_FAMILIES: Final = "family.read"
_WESTMOST: Final = "Asia/Jakarta"
_EASTMOST: Final = "Asia/Jayapura"
_OVER: Final = Q(state=State.DONE.value, ended_on__gt=F("deadline"))


def list_plans(
    filters: Filters, *, actor: access.Actor, cursor: str | None = None, size: int = 40
) -> Page[PlanRow]:
    """Return a page of plans that somebody may read, the nearest deadline first."""
    page = keyset(_filtered(filters, actor), ("deadline", "id"), cursor=cursor, size=size)
    return Page(to_rows(page.items), page.next_cursor)


def every_plan(filters: Filters, *, actor: access.Actor) -> Iterator[PlanRow]:
    """Yield all plans of a list, as `list_plans` orders them, a piece at a time."""
    cursor: str | None = None
    while True:
        page = list_plans(filters, actor=actor, cursor=cursor, size=_PIECE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def done_between(
    index_id: str, indicator: str, since: date, until: date, *, actor: access.Actor
) -> tuple[PlanRow, ...]:
    """Return the done plans for an indicator that began after one day and ended by another, by village and end."""
    rows = visible(actor).filter(
        state=State.DONE.value,
        index_id=index_id,
        indicator=indicator,
        starts_on__gt=since,
        ended_on__lte=until,
    )
    return tuple(to_rows(rows.order_by("village_code", "ended_on", "pk")))


def totals(filters: Filters, *, actor: access.Actor) -> Totals:
    """Return what a list of plans adds up to; what was given up counts by its state alone."""
    rows = _filtered(filters, actor)
    counted = rows.values("state").annotate(n=Count("pk")).order_by("state")
    by_state = {State(one["state"]): one["n"] for one in counted}
    kept = rows.exclude(state=State.CANCELLED.value)
    money = kept.aggregate(sum=Sum("amount"), unpriced=Count("pk", filter=Q(amount=None)))
    return Totals(
        plans=sum(by_state.values()),
        amount=money["sum"] or 0,
        unpriced=money["unpriced"],
        late=_late_of(rows),
        over=rows.filter(_OVER).count(),
        by_state=by_state,
    )


def board(filters: Filters, *, actor: access.Actor) -> tuple[Column, ...]:
    """Return the columns of the board, each with its plans of the nearest deadlines."""
    rows = _filtered(filters, actor)
    counts = {
        one["state"]: one["n"] for one in rows.values("state").annotate(n=Count("pk")).order_by("state")
    }
    return tuple(
        Column(
            state,
            counts.get(state.value, 0),
            tuple(to_rows(rows.filter(state=state.value).order_by("deadline", "pk")[:_ON_BOARD])),
        )
        for state in BOARD
    )


def slipped(filters: Filters, *, actor: access.Actor, size: int = 200) -> tuple[Slipped, ...]:
    """Return the plans behind their time: late ones first, the latest on top, then done late, then moved ones.

    At most ``size``.
    """
    moved = Q(deadline__gt=F("first_deadline"))
    done_late = Q(state=State.DONE.value, ended_on__gt=F("first_deadline"))
    rows = _filtered(filters, actor).exclude(state=State.CANCELLED.value)
    late = _working(deadline__lt=clock.today(_EASTMOST))
    rows = rows.filter(late | _OVER | moved | done_late).order_by("deadline", "pk")
    found = [one for one in to_rows(rows[:size]) if one.late or one.over or one.slipped or not one.is_open]
    history = steps_of(one.id for one in found)
    listed = [
        Slipped(
            one,
            tuple(
                Shift(
                    step.at,
                    _day(step.changes["deadline"][0]),
                    _day(step.changes["deadline"][1]),
                    step.role,
                    step.reason,
                )
                for step in history.get(one.id, ())
                if step.move in {Move.SHIFT, Move.POSTPONE} and "deadline" in step.changes
            ),
        )
        for one in found
    ]
    return tuple(
        sorted(listed, key=lambda one: (-one.row.late, -one.row.over, -one.row.slipped, one.row.deadline))
    )


def get_plan(plan_id: UUID, *, actor: access.Actor) -> PlanPage:
    """Return a plan with its history, and what the reader may do with it now; raises UnknownPlan."""
    row = visible_plan(plan_id, actor)
    state = State(row.state)
    moves = frozenset(
        move
        for (before, move), action in MOVERS.items()
        if before is state and may_act(actor, action, row.village_code, row.unit_id)
    )
    writer = WRITERS.get(state)
    exact = access.may(actor, _READ_FAMILIES, area=row.village_code)
    mine = row.person_id is not None and row.person_id == access.person_behind(actor.key)
    person = ""
    if row.person_id and (mine or access.may(actor, "plan.give", area=row.village_code)):
        person = access.names_behind([row.person_id]).get(row.person_id, "")
    may_work = state in WORKING and may_act(actor, "plan.work", row.village_code, row.unit_id)
    return PlanPage(
        row=to_row(row, access.unit_names([row.unit_id]) if row.unit_id else {}, today_of(row.village_code)),
        steps=tuple(to_step(one) for one in PlanStep.objects.filter(plan=row).order_by("pk")),
        progress=tuple(
            _progress(one) for one in PlanProgress.objects.filter(plan=row).order_by("-on", "-pk")
        ),
        evidence=tuple(_evidence(one) for one in PlanEvidence.objects.filter(plan=row).order_by("at", "pk")),
        moves=moves,
        may_change=writer is not None and may_act(actor, writer, row.village_code, row.unit_id),
        may_tell=may_work,
        may_read_evidence=may_act(actor, "plan.evidence", row.village_code, row.unit_id),
        may_name=access.may(actor, "plan.families", area=row.village_code),
        may_take=may_work and not mine and access.person_behind(actor.key) is not None,
        may_give=state in WORKING and access.may(actor, "plan.give", area=row.village_code),
        exact=exact,
        person_id=row.person_id if person else None,
        person=person,
        mine=mine,
        named=PlanFamily.objects.filter(plan=row).count() if exact else None,
    )


def evidence_of(evidence_id: UUID, *, actor: access.Actor) -> EvidenceRow | None:
    """Return a piece of evidence that somebody may open; None when there is none, or it was withdrawn."""
    row = (
        PlanEvidence.objects.filter(pk=evidence_id, withdrawn_at=None)
        .select_related("plan")
        .order_by("pk")
        .first()
    )
    if row is None or not may_act(actor, "plan.evidence", row.plan.village_code, row.plan.unit_id):
        return None
    return _evidence(row)


def named_families(plan_id: UUID, *, actor: access.Actor) -> frozenset[UUID]:
    """Return the families a plan is meant for; raises UnknownPlan, NotAllowed."""
    row = visible_plan(plan_id, actor)
    access.check_may(actor, "plan.families", area=row.village_code)
    return frozenset(PlanFamily.objects.filter(plan=row).order_by("pk").values_list("family_id", flat=True))


def years_of(*, actor: access.Actor) -> tuple[int, ...]:
    """Return the years of the plans that somebody may read, the latest first."""
    return tuple(visible(actor).order_by("-year").values_list("year", flat=True).distinct())


def villages_with_plans(*, actor: access.Actor) -> tuple[str, ...]:
    """Return the villages of the plans that somebody may read, by code."""
    rows = visible(actor).order_by("village_code").values_list("village_code", flat=True).distinct()
    return tuple(rows)


def indicators_with_plans(*, actor: access.Actor) -> tuple[tuple[str, str], ...]:
    """Return index and indicator of the plans that somebody may read."""
    rows = visible(actor).order_by("index_id", "indicator").values_list("index_id", "indicator").distinct()
    return tuple(rows)


def _filtered(filters: Filters, actor: access.Actor) -> QuerySet[Plan]:
    rows = access.narrow(
        Plan.objects.all(), actor, "plan.read", path="village_code", area=filters.area or None
    )
    wanted = {
        "agency": filters.agency,
        "indicator": filters.indicator,
        "year": filters.year,
        "source": filters.source,
        "state": filters.state.value if filters.state else "",
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _working(**condition: date) -> Q:
    return Q(state__in=[one.value for one in WORKING], **condition)


def _late_of(rows: QuerySet[Plan]) -> int:
    """Return how many plans are late by the day of their own village.

    Only while it is tomorrow in the east and not yet in the west do the villages of one day have to be asked.
    """
    west = clock.today(_WESTMOST)
    found = rows.filter(_working(deadline__lt=west)).count()
    if clock.today(_EASTMOST) > west:
        edge = rows.filter(_working(deadline=west)).order_by("pk").values_list("village_code", flat=True)
        found += sum(today_of(code) > west for code in edge)
    return found


def _progress(row: PlanProgress) -> ProgressRow:
    return ProgressRow(row.pk, row.on, row.percent, row.reached, row.note, row.at, row.role)


def _evidence(row: PlanEvidence) -> EvidenceRow:
    return EvidenceRow(
        row.pk,
        row.name,
        row.kind,
        row.size,
        row.about,
        row.sha256,
        row.at,
        row.role,
        row.withdrawn_at,
        row.reason,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
