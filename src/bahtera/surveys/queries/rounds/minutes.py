"""Minutes of tasks that were handed over, for those who give tasks in the village."""

from uuid import UUID

from bahtera.access.api import Actor, check_may, may, names_behind, people_behind
from bahtera.surveys.errors import UnknownMinutes
from bahtera.surveys.models import HandedTask, TaskHandOver
from bahtera.surveys.queries.rounds.assignments import to_row
from bahtera.surveys.values import HandOverReason, TaskMinutes

_ACTION = "assignment.manage"
_MOST = 20


def task_minutes(minutes_id: UUID, *, actor: Actor) -> TaskMinutes:
    """Return minutes; tasks about the reader's own kin are left out. Raises UnknownMinutes."""
    row = TaskHandOver.objects.filter(pk=minutes_id).order_by("pk").first()
    if row is None or not may(actor, _ACTION, area=row.village_code):
        raise UnknownMinutes
    return _value(row, actor)


def latest_minutes(round_id: int, village_code: str, *, actor: Actor) -> tuple[TaskMinutes, ...]:
    """Return the latest minutes of a village in a round; raises NotAllowed outside one's areas."""
    check_may(actor, _ACTION, area=village_code)
    rows = TaskHandOver.objects.filter(round_id=round_id, village_code=village_code).order_by("-pk")
    return tuple(_value(row, actor) for row in rows[:_MOST])


def _value(row: TaskHandOver, actor: Actor) -> TaskMinutes:
    names = names_behind([row.giver_id, row.taker_id])
    tasks = HandedTask.objects.filter(handover=row).select_related("assignment").order_by("pk")
    return TaskMinutes(
        id=row.pk,
        round_id=row.round_id,
        village_code=row.village_code,
        giver=names.get(row.giver_id, ""),
        taker=names.get(row.taker_id, ""),
        reason=HandOverReason(row.reason),
        at=row.at,
        by=people_behind([row.by]).get(row.by, (None, ""))[1],
        tasks=tuple(to_row(one.assignment) for one in tasks if one.assignment.family_id not in actor.kin),
    )
