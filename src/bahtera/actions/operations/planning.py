"""Plans are written down, and what is written is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Max

from bahtera.access import api as access
from bahtera.actions.errors import BadPlan, IllegalMove, NotMeasured
from bahtera.actions.models import Plan
from bahtera.actions.operations.history import locked_plan, note_step, write_plan
from bahtera.actions.queries.baselines import baseline_of, families_of
from bahtera.actions.queries.rows import today_of
from bahtera.actions.queries.scope import check_act
from bahtera.actions.rules.moves import WRITERS
from bahtera.actions.rules.writing import LONGEST_LINE, check_families, checked, checked_line
from bahtera.actions.values.plans import Move, PlanInput, State
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.needs import api as needs

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.actions.values.plans import Baseline

_FIELDS: Final = (
    "activity",
    "details",
    "agency",
    "unit_id",
    "position",
    "source",
    "amount",
    "starts_on",
    "deadline",
    "families",
    "share",
    "indicator",
    "index_id",
    "round_id",
)
_NEED: Final = ("round_id", "index_id", "indicator")


def make_plan(written: PlanInput, *, actor: access.Actor) -> UUID:
    """Write a plan down as a draft and return its id; its baseline is the public's figure of this moment.

    Raises NotAllowed, NotYourPlan, BadPlan, NotMeasured, UnknownRound.
    """
    clean, role, baseline = judged(written, actor)
    with durable():
        row = store_plan(clean, baseline, actor=actor, role=role)
        audit.record("actions.plan_made", actor=actor.key, subject=f"plan:{row.pk}", details=about_plan(row))
    return row.pk


def change_plan(
    plan_id: UUID, written: PlanInput, *, actor: access.Actor, revision: int, reason: str = ""
) -> None:
    """Write something else into a plan; what was proposed or agreed upon needs a reason.

    Village and year stay: they are its number. A deadline that was agreed upon is moved by `move_plan` alone.
    Raises UnknownPlan, PlanChanged, NotAllowed, NotYourPlan, IllegalMove, BadPlan, NotMeasured.
    """
    why = checked_line(reason, LONGEST_LINE, "reason")
    with durable():
        row = locked_plan(plan_id, actor, revision=revision)
        state = State(row.state)
        action = WRITERS.get(state)
        if action is None:
            raise IllegalMove(state.value, Move.CHANGE.value)
        role = check_act(actor, action, row.village_code, row.unit_id)
        clean = _changed(row, written)
        check_act(actor, action, row.village_code, clean.unit_id)
        before = {name: getattr(row, name) for name in _FIELDS}
        changes = {
            name: (before[name], getattr(clean, name))
            for name in _FIELDS
            if before[name] != getattr(clean, name)
        }
        if not changes:
            return
        _check_change(state, changes, why)
        if "families" in changes:
            check_families(clean.families, families_of(clean.village_code))
        if changes.keys() & set(_NEED):
            row.baseline = baseline_of(
                clean.round_id, clean.village_code, clean.index_id, clean.indicator
            ).to_json()
        for name in changes:
            setattr(row, name, getattr(clean, name))
        if "unit_id" in changes and row.person_id is not None:
            # Who held it did so for the other unit.
            changes["person"] = ("held", "")
            row.person_id = None
        write_plan(row, Move.CHANGE, actor=actor, role=role, reason=why, changes=changes)
        audit.record(
            "actions.plan_changed",
            actor=actor.key,
            subject=f"plan:{row.pk}",
            details={**about_plan(row), "fields": sorted(changes)},
        )


def judged(written: PlanInput, actor: access.Actor) -> tuple[PlanInput, str, Baseline]:
    """Return a plan's words as kept, as what somebody writes it, and its baseline; raises like `make_plan`."""
    if not areas.exists(written.village_code) or areas.level_of(written.village_code) != "village":
        raise NotMeasured.village()
    role = check_act(actor, "plan.propose", written.village_code, written.unit_id)
    clean = checked(written, today=today_of(written.village_code))
    _check_agency(clean)
    check_families(clean.families, families_of(clean.village_code))
    return clean, role, baseline_of(clean.round_id, clean.village_code, clean.index_id, clean.indicator)


def store_plan(clean: PlanInput, baseline: Baseline, *, actor: access.Actor, role: str) -> Plan:
    """Store a plan that was judged, with the next number of its village and year, in the open transaction."""
    one_at_a_time(f"plan:{clean.village_code}:{clean.year}")
    last = Plan.objects.filter(village_code=clean.village_code, year=clean.year).aggregate(n=Max("sequence"))
    now = clock.now()
    row = Plan(
        village_code=clean.village_code,
        year=clean.year,
        sequence=(last["n"] or 0) + 1,
        state=State.DRAFT.value,
        made_at=now,
        made_by=actor.key,
        moved_at=now,
        **{name: getattr(clean, name) for name in _FIELDS},
    )
    row.baseline = baseline.to_json()
    row.save(force_insert=True)
    note_step(row, Move.MAKE, actor=actor, role=role)
    return row


def about_plan(row: Plan) -> dict[str, str | int]:
    """Return what an audit entry says of a plan."""
    return {"village": row.village_code, "year": row.year, "sequence": row.sequence, "state": row.state}


def _changed(row: Plan, written: PlanInput) -> PlanInput:
    if (written.village_code, written.year) != (row.village_code, row.year):
        raise BadPlan(
            "actions.other_number",
            "Village and year stay as they are: they are the number of the plan. Make another plan.",
            field="year",
        )
    # A plan may be put right after its year has come, so its own year is the day it is judged by.
    today = min(today_of(row.village_code), today_of(row.village_code).replace(year=row.year, month=1, day=1))
    clean = checked(written, today=today)
    _check_agency(clean)
    return clean


def _check_change(state: State, changes: dict[str, tuple[object, object]], why: str) -> None:
    if state is State.DRAFT:
        return
    if not why:
        raise BadPlan("actions.no_reason", "Say why, in one line that names nobody.", field="reason")
    if state is not State.PROPOSED and "deadline" in changes:
        raise BadPlan(
            "actions.deadline_agreed",
            "This deadline was agreed upon. Move it with “Move the deadline”, so that the move stays visible.",
            field="deadline",
        )


def _check_agency(clean: PlanInput) -> None:
    agencies = needs.load_book().agencies
    if clean.agency not in agencies:
        raise BadPlan("actions.unknown_agency", "Choose the agency from the list.", field="agency")
    if clean.unit_id is None:
        return
    unit = next((one for one in access.units_of_regency(clean.village_code) if one.id == clean.unit_id), None)
    if unit is None:
        raise BadPlan("actions.unknown_unit", "This unit does not serve the village.", field="unit_id")
    # A unit whose kind is no agency's own (a Puskesmas, a Puspaga) may belong to any; another agency's own may not.
    owners = {one.kind: one.id for one in agencies.values() if one.kind}
    if owners.get(unit.kind, clean.agency) != clean.agency:
        raise BadPlan(
            "actions.other_kind", "The unit is of another kind than the agency chosen.", field="unit_id"
        )
