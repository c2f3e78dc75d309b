"""What two kader share ends with the task of the first of them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from bahtera.access.api import Actor
from bahtera.foundation import clock
from bahtera.surveys.models import Assignment, JointPart, JointTask, Submission
from bahtera.surveys.operations.joint.news import record
from bahtera.surveys.operations.receiving.settling import enter
from bahtera.surveys.rules import Move, State


def end_with_assignment(row: Assignment, actor: Actor) -> None:
    """End what two kader share with a task, in the transaction that ends the task.

    Parts that came stay, and count no more: the family is now somebody's alone.
    """
    tasks = JointTask.objects.select_for_update().filter(assignment=row, ended_at__isnull=True)
    for task in tasks.order_by("pk"):
        end_joint(task, "ended", actor)
        task.save()
        let_go(JointPart.objects.filter(task=task), actor)
        record("surveys.joint_ended", task, actor)


def end_joint(task: JointTask, how: str, actor: Actor) -> None:
    """Say on a shared family's task that it is over, and how; the caller saves it."""
    task.ended_at, task.ended_by, task.ended_how = clock.now(), actor.key, how
    task.clash = False
    task.revision += 1


def let_go(parts: QuerySet[JointPart], actor: Actor) -> None:
    """Take parts that waited for the other's out of waiting."""
    for row in waiting(parts):
        enter(row, Move.REPLACE, State.SUPERSEDED, actor_key=actor.key, actor_name=actor.name)
        row.save(update_fields=["state", "revision"])


def waiting(parts: QuerySet[JointPart]) -> Sequence[Submission]:
    """Return the visits of parts that wait for the other's, locked."""
    rows = Submission.objects.select_for_update(of=("self",))
    return list(rows.filter(joint_part__in=parts, state=State.RECEIVED.value).order_by("pk"))
