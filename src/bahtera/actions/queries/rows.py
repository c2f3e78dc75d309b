"""From rows to plans as others see them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.models import Plan, PlanStep
from bahtera.actions.rules.lateness import days_late, days_over, days_slipped
from bahtera.actions.values.plans import Baseline, Move, PlanRow, State, Step
from bahtera.areas import api as areas
from bahtera.foundation import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID


def today_of(village_code: str) -> date:
    """Return the day it is in a village."""
    return clock.today(areas.zone_of(village_code))


def number_of(row: Plan) -> str:
    """Return the number of a plan: village, year, how many-th."""
    return f"{row.village_code}/{row.year}/{row.sequence:03d}"


def to_rows(rows: Iterable[Plan]) -> list[PlanRow]:
    """Return plans as values; names of units are asked for once."""
    found = list(rows)
    names = access.unit_names({row.unit_id for row in found if row.unit_id})
    days: dict[str, date] = {}
    return [
        to_row(row, names, days.setdefault(row.village_code[:2], today_of(row.village_code))) for row in found
    ]


def to_row(row: Plan, units: dict[UUID, str], today: date) -> PlanRow:
    """Return a plan as a value, judged on a day."""
    state = State(row.state)
    return PlanRow(
        id=row.pk,
        number=number_of(row),
        village_code=row.village_code,
        year=row.year,
        state=state,
        index_id=row.index_id,
        indicator=row.indicator,
        baseline=Baseline.from_json(row.baseline),
        round_id=row.round_id,
        activity=row.activity,
        details=row.details,
        agency=row.agency,
        unit_id=row.unit_id,
        unit=units.get(row.unit_id, "") if row.unit_id else "",
        position=row.position,
        held=row.person_id is not None,
        source=row.source,
        amount=row.amount,
        starts_on=row.starts_on,
        deadline=row.deadline,
        first_deadline=row.first_deadline,
        families=row.families,
        share=row.share,
        percent=row.percent,
        reached=row.reached,
        told_on=row.told_on,
        ended_on=row.ended_on,
        late=days_late(state, row.deadline, today=today),
        over=days_over(state, row.deadline, row.ended_on),
        slipped=days_slipped(row.deadline, row.first_deadline),
        revision=row.revision,
    )


def to_step(row: PlanStep) -> Step:
    """Return one entry of a history."""
    changes = {name: (str(before), str(after)) for name, (before, after) in row.changes.items()}
    return Step(Move(row.move), State(row.state), row.at, row.role, row.reason, changes)


def steps_of(plan_ids: Iterable[UUID]) -> dict[UUID, list[Step]]:
    """Return the histories of plans, the oldest entry first."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    for one in PlanStep.objects.filter(plan__in=list(plan_ids)).order_by("pk"):
        found[one.plan_id].append(to_step(one))
    return found
