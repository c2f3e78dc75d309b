"""Writing a plan and its history down together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.actions.errors import PlanChanged, UnknownPlan
from bahtera.actions.models import Plan, PlanStep
from bahtera.actions.queries.scope import visible
from bahtera.foundation import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.actions.values.plans import Move


def locked_plan(plan_id: UUID, actor: Actor, *, revision: int | None = None) -> Plan:
    """Return a plan's row for this transaction alone; raises UnknownPlan, PlanChanged when it moved on since."""
    row = visible(actor).select_for_update().filter(pk=plan_id).order_by("pk").first()
    if row is None:
        raise UnknownPlan
    if revision is not None and row.revision != revision:
        raise PlanChanged
    return row


def write_plan(
    row: Plan,
    move: Move,
    *,
    actor: Actor,
    role: str,
    reason: str = "",
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    """Save a plan that was changed, and what was done as the next entry of its history."""
    row.revision += 1
    row.moved_at = clock.now()
    row.save()
    note_step(row, move, actor=actor, role=role, reason=reason, changes=changes)


def note_step(
    row: Plan,
    move: Move,
    *,
    actor: Actor,
    role: str,
    reason: str = "",
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    """Write the next entry of a plan's history."""
    entry = PlanStep(
        plan=row,
        move=move.value,
        state=row.state,
        at=row.moved_at,
        actor_key=actor.key,
        role=role,
        reason=reason,
    )
    entry.changes = {name: [_text(before), _text(after)] for name, (before, after) in (changes or {}).items()}
    entry.save(force_insert=True)


def _text(value: object) -> str:
    return "" if value is None else str(value)
