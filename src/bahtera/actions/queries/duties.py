"""What of the plans waits for somebody today: counts alone, for their first page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from bahtera.actions.models import Plan
from bahtera.actions.queries.rows import to_rows, today_of
from bahtera.actions.queries.scope import acted_on, may_act, visible
from bahtera.actions.rules.lateness import duty_of
from bahtera.actions.rules.moves import WORKING
from bahtera.actions.values.plans import DutyKind, PlanDuty, PlanRow, State
from bahtera.areas import api as areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.access.api import Actor

_MOST = 2000


def duties(*, actor: Actor) -> tuple[PlanDuty, ...]:
    """Return how many plans wait for somebody and why, the most urgent reason first; each plan once.

    Counts of the nearest 2,000 deadlines. Nothing about any plan, village or person is in it.
    """
    counts = Counter(kind for _row, kind in _waiting(actor))
    return tuple(PlanDuty(kind, counts[kind]) for kind in DutyKind if counts[kind])


def waiting_plans(*, actor: Actor, kind: DutyKind | None = None) -> tuple[tuple[PlanRow, DutyKind], ...]:
    """Return the plans behind `duties`, by urgency and deadline; those of one kind when it is named."""
    found = [(row, why) for row, why in _waiting(actor) if kind in (None, why)]
    order = list(DutyKind)
    found.sort(key=lambda one: (order.index(one[1]), one[0].deadline, str(one[0].pk)))
    rows = to_rows(row for row, _why in found)
    return tuple(zip(rows, (why for _row, why in found), strict=True))


def _waiting(actor: Actor) -> Iterator[tuple[Plan, DutyKind]]:
    agreeing = Q(state=State.PROPOSED.value) & acted_on(actor, "plan.agree")
    working = Q(state__in=[one.value for one in WORKING]) & acted_on(actor, "plan.work")
    for row in visible(actor).filter(agreeing | working).order_by("deadline", "pk")[:_MOST]:
        zone = _zone(row.village_code)
        why = duty_of(
            State(row.state),
            starts_on=row.starts_on,
            deadline=row.deadline,
            today=today_of(row.village_code),
            last_word=row.told_on or row.moved_at.astimezone(zone).date(),
            held=row.person_id is not None,
            agrees=may_act(actor, "plan.agree", row.village_code, row.unit_id),
            works=may_act(actor, "plan.work", row.village_code, row.unit_id),
        )
        if why is not None:
            yield row, why


def _zone(village_code: str) -> ZoneInfo:
    return ZoneInfo(areas.zone_of(village_code))
