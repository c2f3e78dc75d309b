"""Plans move through the table of states; deadlines move; somebody takes a plan on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.errors import BadPlan, IllegalMove
from bahtera.actions.operations.history import locked_plan, write_plan
from bahtera.actions.operations.planning import about_plan
from bahtera.actions.queries.rows import today_of
from bahtera.actions.queries.scope import check_act
from bahtera.actions.rules.moves import DATED, MOVERS, WORKING, check_reason, next_state
from bahtera.actions.rules.writing import LONGEST_LINE, WHOLE, check_new_deadline, checked_line
from bahtera.actions.values.plans import Move, State
from bahtera.foundation import audit, events
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.actions.models import Plan


def move_plan(
    plan_id: UUID,
    move: Move,
    *,
    actor: access.Actor,
    revision: int | None = None,
    reason: str = "",
    deadline: date | None = None,
) -> State:
    """Move a plan by the table and return its state; ``deadline`` for a move that names a new one.

    ``revision``: the plan as the reader saw it. What is proposed names its agency's unit or an office; what is
    finished was told of, and when that is less than whole, a reason says why.

    Raises UnknownPlan, PlanChanged, IllegalMove, NotAllowed, NotYourPlan, BadPlan.
    """
    why = checked_line(reason, LONGEST_LINE, "reason")
    with durable():
        row = locked_plan(plan_id, actor, revision=revision)
        state = State(row.state)
        after = next_state(state, move)
        role = check_act(actor, MOVERS[state, move], row.village_code, row.unit_id)
        check_reason(move, why)
        changes = _carried_out(row, move, why, deadline)
        row.state = after.value
        write_plan(row, move, actor=actor, role=role, reason=why, changes=changes)
        audit.record(
            "actions.plan_moved",
            actor=actor.key,
            subject=f"plan:{row.pk}",
            details={**about_plan(row), "move": move.value, "from": state.value},
        )
    return after


def take_plan(plan_id: UUID, *, actor: access.Actor) -> None:
    """Take a plan on as the person who answers for it.

    Raises UnknownPlan, IllegalMove, NotAllowed, NotYourPlan, BadPlan for an actor who is nobody known by name.
    """
    with durable():
        row = locked_plan(plan_id, actor)
        role = check_act(actor, "plan.work", row.village_code, row.unit_id)
        person = access.person_behind(actor.key)
        if person is None:
            raise BadPlan("actions.nobody", "Only a person with a name here can hold a plan.", field="person")
        _hold(row, person, actor=actor, role=role)
        audit.record("actions.plan_taken", actor=actor.key, subject=f"plan:{row.pk}", details=about_plan(row))


def give_plan(plan_id: UUID, person_id: UUID, *, actor: access.Actor) -> None:
    """Give a plan to somebody who has a place in its unit today.

    Raises UnknownPlan, IllegalMove, NotAllowed, BadPlan.
    """
    with durable():
        row = locked_plan(plan_id, actor)
        access.check_may(actor, "plan.give", area=row.village_code)
        people = access.people_of_unit(row.unit_id, actor) if row.unit_id else ()
        if person_id not in {one for one, _name in people}:
            raise BadPlan(
                "actions.not_in_unit", "Choose somebody who works in the unit of this plan.", field="person"
            )
        changed = _hold(row, person_id, actor=actor, role="administrator")
        if changed and person_id != access.person_behind(actor.key):
            events.publish("actions.plan_given", key=str(row.pk), payload={"to": [f"person:{person_id}"]})
        audit.record(
            "actions.plan_given",
            actor=actor.key,
            subject=f"plan:{row.pk}",
            about=[f"person:{person_id}"],
            details=about_plan(row),
        )


def _hold(row: Plan, person_id: UUID, *, actor: access.Actor, role: str) -> bool:
    """Put a plan into somebody's hands; False when they hold it already."""
    state = State(row.state)
    if state not in WORKING:
        raise IllegalMove(state.value, Move.TAKE.value)
    if row.person_id == person_id:
        return False
    before, row.person_id = row.person_id, person_id
    write_plan(row, Move.TAKE, actor=actor, role=role, changes={"person": ("held" if before else "", "held")})
    return True


def _carried_out(row: Plan, move: Move, why: str, deadline: date | None) -> dict[str, tuple[object, object]]:
    """Do to a plan what a move does beside its state, and return what changed."""
    changes: dict[str, tuple[object, object]] = {}
    today = today_of(row.village_code)
    if move in DATED:
        after = check_new_deadline(row.deadline, deadline, row.starts_on, today=today, year=row.year)
        changes["deadline"] = (row.deadline, after)
        row.deadline = after
    elif move is Move.PROPOSE and row.unit_id is None and not row.position:
        raise BadPlan(
            "actions.nobody_answers",
            "Say who answers for it before you propose it: a unit, or an office such as “Kepala Seksi ...”.",
            field="position",
        )
    elif move is Move.AGREE:
        row.first_deadline = row.deadline
    elif move is Move.FINISH:
        _check_finished(row, why)
        row.ended_on = today
    elif move is Move.REOPEN:
        row.ended_on = None
    elif move is Move.CANCEL:
        row.ended_on = today
    return changes


def _check_finished(row: Plan, why: str) -> None:
    if row.told_on is None:
        raise BadPlan(
            "actions.nothing_told",
            "Tell first what was done: progress or families reached.",
            field="progress",
        )
    whole = (row.percent is not None and row.percent >= WHOLE) or (
        row.reached is not None and row.families is not None and row.reached >= row.families
    )
    if not whole and not why:
        raise BadPlan(
            "actions.not_whole",
            "Less was done than was aimed at. Say why it is finished nevertheless.",
            field="reason",
        )
