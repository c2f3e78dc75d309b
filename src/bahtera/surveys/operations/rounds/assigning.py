"""Giving tasks to kader, ending them and handing them over. Nothing is deleted: who had what stays known."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, Leaver, OpenWork, Taker, check_may, kaders_of, may
from bahtera.families import api as families
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import AlreadyAssigned, InvalidAssignment, UnknownAssignment
from bahtera.surveys.models import Assignment, Round
from bahtera.surveys.operations.joint.ending import end_with_assignment
from bahtera.surveys.queries.reviewing.open_work import assignment_of
from bahtera.surveys.queries.rounds.assignments import to_row, today_in
from bahtera.surveys.queries.rounds.other_kaders import kept_from
from bahtera.surveys.queries.rounds.reading import is_open_in, to_value
from bahtera.surveys.values import AssignmentRow

CHANGED: Final = "surveys.assigned"
_LONGEST: Final = 10


def assign(
    *,
    round_id: int,
    village_code: str,
    person_id: UUID,
    actor: Actor,
    rw: str = "",
    rt: str = "",
    family_id: UUID | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> AssignmentRow:
    """Give a kader a family, an RT, an RW or (none of these) the whole village, from today or a first day on.

    The nearest task counts: a family given to one kader is not another's although its RT is. Raises
    InvalidAssignment, AlreadyAssigned, NotAllowed outside the actor's areas and for their own kin.
    """
    check_may(actor, "assignment.manage", area=village_code)
    with durable():
        check_round(round_id, village_code)
        check_kader(person_id, village_code, family_id)
        first = first_day or today_in(village_code)
        if last_day is not None and last_day < first:
            raise InvalidAssignment.days()
        rw, rt = ("", "") if family_id else (families.part_of(rw)[:_LONGEST], families.part_of(rt)[:_LONGEST])
        _check_part(village_code, rw, rt, family_id, actor)
        row = create_task(
            Assignment(
                round_id=round_id,
                village_code=village_code,
                rw=rw,
                rt=rt,
                family_id=family_id,
                person_id=person_id,
                first_day=first,
                last_day=last_day,
                assigned_at=clock.now(),
                assigned_by=actor.key,
            )
        )
        record_task("surveys.assigned", row, actor)
    return to_row(row)


def end_assignment(assignment_id: UUID, *, actor: Actor, why: str = "ended") -> None:
    """End a task; its families go to whom the wider task is given. Raises UnknownAssignment."""
    with durable():
        row = locked_task(assignment_id, actor)
        end_task(row, actor, why)
        record_task("surveys.assignment_ended", row, actor)


def hand_over_assignment(assignment_id: UUID, *, person_id: UUID, actor: Actor) -> AssignmentRow:
    """Give a task to another kader of the village; raises UnknownAssignment, InvalidAssignment."""
    with durable():
        row = locked_task(assignment_id, actor)
        if row.person_id == person_id:
            raise InvalidAssignment.same()
        check_kader(person_id, row.village_code, row.family_id)
        return to_row(pass_on(row, person_id, actor))


def take_assignments(leaver: Leaver, work: Sequence[OpenWork], taker: Taker, actor: Actor) -> int:
    """Pass the tasks among some open work on, in the transaction that ends a role; returns how many.

    A taker who is no kader, such as the supervisor when nobody else is left, ends them: the families then
    fall under the wider task, or wait to be given to somebody.
    """
    wanted = [one for item in work if (one := assignment_of(item)) is not None]
    rows = Assignment.objects.select_for_update().filter(
        pk__in=wanted, person_id=leaver.person_id, ended_at__isnull=True
    )
    count = 0
    for row in rows.order_by("pk"):
        fit = {one.person_id: one for one in kaders_of(row.village_code)}.get(taker.person_id)
        not_theirs = fit.kin | kept_from(taker.person_id) if fit else frozenset()
        if fit is None or (row.family_id is not None and row.family_id in not_theirs):
            end_task(row, actor, "left")
            record_task("surveys.assignment_ended", row, actor)
        else:
            pass_on(row, taker.person_id, actor)
        count += 1
    return count


def pass_on(row: Assignment, person_id: UUID, actor: Actor) -> Assignment:
    """End a task and give the same to somebody else."""
    end_task(row, actor, "handed_over")
    new = create_task(
        Assignment(
            round_id=row.round_id,
            village_code=row.village_code,
            rw=row.rw,
            rt=row.rt,
            family_id=row.family_id,
            person_id=person_id,
            first_day=today_in(row.village_code),
            last_day=row.last_day if row.last_day and row.last_day >= today_in(row.village_code) else None,
            assigned_at=clock.now(),
            assigned_by=actor.key,
            followed=row,
            carried_from_id=row.carried_from_id,
        )
    )
    record_task("surveys.assignment_handed_over", new, actor)
    return new


def create_task(row: Assignment) -> Assignment:
    """Write a new task; raises AlreadyAssigned when somebody has it."""
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAssigned from error
    return row


def end_task(row: Assignment, actor: Actor, why: str) -> None:
    """Write that a task is ended, by whom and why."""
    row.ended_at, row.ended_by, row.ended_why = clock.now(), actor.key, why
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    if row.family_id is not None:
        end_with_assignment(row, actor)


def locked_task(assignment_id: UUID, actor: Actor) -> Assignment:
    """Return an open task of the actor's areas, locked; raises UnknownAssignment."""
    rows = Assignment.objects.select_for_update().filter(pk=assignment_id, ended_at__isnull=True)
    row = rows.order_by("pk").first()
    if row is None or not may(actor, "assignment.manage", area=row.village_code):
        raise UnknownAssignment
    if row.family_id is not None and row.family_id in actor.kin:
        raise UnknownAssignment
    return row


def check_round(round_id: int, village_code: str) -> None:
    """Raise InvalidAssignment for a round that is closed or is not in this village."""
    row = Round.objects.filter(pk=round_id).order_by("pk").first()
    if row is None or not is_open_in(to_value(row), village_code):
        raise InvalidAssignment.round_closed()


def check_kader(person_id: UUID, village_code: str, family_id: UUID | None) -> None:
    """Raise InvalidAssignment for somebody who is no kader there, or is not to visit this family."""
    found = {one.person_id: one for one in kaders_of(village_code)}.get(person_id)
    if found is None:
        raise InvalidAssignment.no_kader()
    if family_id is not None and family_id in found.kin:
        raise InvalidAssignment.own_kin()
    if family_id is not None and family_id in kept_from(person_id):
        raise InvalidAssignment.other_kader()


def _check_part(village_code: str, rw: str, rt: str, family_id: UUID | None, actor: Actor) -> None:
    if family_id is None and not rw and not rt:
        return None
    if family_id is not None:
        return check_family(village_code, family_id, actor)
    if not any(
        families.part_of(one.rw) == rw and (not rt or families.part_of(one.rt) == rt)
        for one in families.places_in([village_code])
    ):
        raise InvalidAssignment.no_such_part()
    return None


def check_family(village_code: str, family_id: UUID, actor: Actor) -> None:
    """Raise InvalidAssignment for a family that does not live in the village, or is the actor's own kin."""
    places = families.places_in([village_code])
    if family_id in actor.kin or all(one.family_id != family_id for one in places):
        raise InvalidAssignment.elsewhere()


def record_task(action: str, row: Assignment, actor: Actor) -> None:
    """Leave an entry and news of a task."""
    audit.record(
        action,
        actor=actor.key,
        subject=f"assignment:{row.pk}",
        about=[f"person:{row.person_id}", *([f"family:{row.family_id}"] if row.family_id else [])],
        details={"round": row.round_id, "village": row.village_code},
    )
    events.publish(CHANGED, key=row.village_code, payload={"assignment": str(row.pk)})
