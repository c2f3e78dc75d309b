"""Giving one family to two kader, section by section, and settling what two cannot finish together."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may
from bahtera.foundation import clock, events
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import InvalidAssignment, InvalidJoint, StaleJoint
from bahtera.surveys.models import Assignment, JointPart, JointTask, Round
from bahtera.surveys.operations.joint.ending import end_joint, let_go
from bahtera.surveys.operations.joint.news import CHANGED, MOVED, record
from bahtera.surveys.operations.rounds.assigning import (
    check_family,
    check_kader,
    check_round,
    create_task,
    pass_on,
    record_task,
)
from bahtera.surveys.queries.joint.parts import find_joint, joint_detail
from bahtera.surveys.queries.joint.sections import newest_sections
from bahtera.surveys.queries.rounds.assignments import today_in, visited_families

TAKEN_OVER: Final = "taken_over"


def share_family(
    *,
    round_id: int,
    village_code: str,
    family_id: UUID,
    first_id: UUID,
    second_id: UUID,
    second_sections: Collection[str],
    actor: Actor,
    last_day: date | None = None,
) -> UUID:
    """Give a family to two kader: the second has the sections named, the first all others. Returns the task's id.

    The family becomes the first kader's task, if it is not already. Raises InvalidJoint, InvalidAssignment, NotAllowed
    outside the actor's areas and for their own kin.
    """
    check_may(actor, "assignment.manage", area=village_code)
    with durable():
        check_round(round_id, village_code)
        if first_id == second_id:
            raise InvalidJoint.same_person()
        for one in (first_id, second_id):
            check_kader(one, village_code, family_id)
        check_family(village_code, family_id, actor)
        form_id = Round.objects.get(pk=round_id).form_id
        mine, theirs = _divided(form_id, second_sections)
        if family_id in visited_families(round_id, village_code):
            raise InvalidJoint.visited()
        task = JointTask(
            round_id=round_id,
            village_code=village_code,
            family_id=family_id,
            assignment=_given(round_id, village_code, family_id, first_id, last_day, actor),
            form_id=form_id,
            first_id=first_id,
            second_id=second_id,
            first_sections=mine,
            second_sections=theirs,
            given_at=clock.now(),
            given_by=actor.key,
        )
        try:
            with durable():
                task.save(force_insert=True)
        except IntegrityError as error:
            raise InvalidJoint.shared() from error
        record("surveys.joint_given", task, actor)
    return task.pk


def take_joint_over(joint_id: UUID, *, person_id: UUID, revision: int, actor: Actor) -> None:
    """Let one of the two take the whole family over; a part that the other sent stays, and counts no more.

    The taker's phone offers to go on from her own part. Raises UnknownJoint, StaleJoint, InvalidJoint.
    """
    with durable():
        task = _locked(joint_id, revision, actor)
        if person_id not in {task.first_id, task.second_id}:
            raise InvalidJoint.not_theirs()
        check_kader(person_id, task.village_code, task.family_id)
        end_joint(task, TAKEN_OVER, actor)
        task.taker_id = person_id
        task.save()
        if task.assignment.ended_at is None and task.assignment.person_id != person_id:
            pass_on(task.assignment, person_id, actor)
        let_go(JointPart.objects.filter(task=task).exclude(person_id=person_id), actor)
        for part in JointPart.objects.filter(task=task).order_by("pk"):
            events.publish(MOVED, key=str(part.pk))
        record("surveys.joint_taken_over", task, actor)


def choose_family(joint_id: UUID, *, person_id: UUID, revision: int, actor: Actor) -> None:
    """Say whose family counts where the two differ about who lives there; the visit is then made of both parts.

    Raises UnknownJoint, StaleJoint, InvalidJoint where they differ about more.
    """
    with durable():
        task = _locked(joint_id, revision, actor)
        if person_id not in {task.first_id, task.second_id}:
            raise InvalidJoint.not_theirs()
        if not joint_detail(joint_id, actor=actor).may_choose:
            raise InvalidJoint.no_choice()
        task.family_from, task.revision = person_id, task.revision + 1
        task.save(update_fields=["family_from", "revision"])
        events.publish(CHANGED, key=str(task.pk))
        record("surveys.joint_family_chosen", task, actor)


def _divided(form_id: str, second: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the first's and the second's sections in the order of the form; raises InvalidJoint."""
    names = [one.name for one in newest_sections(form_id)]
    theirs = [one for one in names if one in set(second)]
    mine = [one for one in names if one not in set(second)]
    if not mine or not theirs or set(second) - set(names):
        raise InvalidJoint.sections()
    return mine, theirs


def _given(  # noqa: PLR0917 - what a task is
    round_id: int, village_code: str, family_id: UUID, person_id: UUID, last_day: date | None, actor: Actor
) -> Assignment:
    """Return the family's own task as the first kader's: theirs already, passed on to them, or new."""
    rows = Assignment.objects.select_for_update().filter(
        round_id=round_id, family_id=family_id, ended_at__isnull=True
    )
    held = rows.order_by("pk").first()
    first_day = today_in(village_code)
    if last_day is not None and last_day < first_day:
        raise InvalidAssignment.days()
    if held is not None:
        if JointTask.objects.filter(assignment=held, ended_at__isnull=True).exists():
            raise InvalidJoint.shared()
        return held if held.person_id == person_id else pass_on(held, person_id, actor)
    row = create_task(
        Assignment(
            round_id=round_id,
            village_code=village_code,
            family_id=family_id,
            person_id=person_id,
            first_day=first_day,
            last_day=last_day,
            assigned_at=clock.now(),
            assigned_by=actor.key,
        )
    )
    record_task("surveys.assigned", row, actor)
    return row


def _locked(joint_id: UUID, revision: int, actor: Actor) -> JointTask:
    find_joint(joint_id, actor)
    task = JointTask.objects.select_for_update().get(pk=joint_id)
    if task.revision != revision or task.ended_at is not None:
        raise StaleJoint
    check_round(task.round_id, task.village_code)
    return task
