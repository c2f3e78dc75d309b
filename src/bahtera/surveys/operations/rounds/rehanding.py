"""Tasks that move: several at once with minutes, and one because a family wished for another kader."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may, may
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import InvalidAssignment, UnknownWish
from bahtera.surveys.models import Assignment, HandedTask, OtherKader, Round, TaskHandOver
from bahtera.surveys.operations.rounds.assigning import (
    check_kader,
    create_task,
    locked_task,
    pass_on,
    record_task,
)
from bahtera.surveys.queries.rounds.assignments import key_of, live, to_row, today_in, winner
from bahtera.surveys.queries.rounds.other_kaders import own_ids
from bahtera.surveys.rules import RoundState
from bahtera.surveys.values import AskedVia, HandOverReason

_ACTION = "assignment.manage"


def hand_over_tasks(
    assignment_ids: Collection[UUID], *, person_id: UUID, reason: HandOverReason, actor: Actor
) -> UUID:
    """Give several tasks of one kader in one village to another; returns the id of the minutes.

    All or none. Raises UnknownAssignment, and InvalidAssignment for no task, for tasks of several people, and for
    somebody who is no kader there or must not visit one of the families.
    """
    with durable():
        rows = [locked_task(one, actor) for one in sorted(set(assignment_ids))]
        kinds = {(row.person_id, row.village_code, row.round_id) for row in rows}
        if len(kinds) != 1:
            raise InvalidAssignment.no_tasks()
        giver, village, round_id = next(iter(kinds))
        if giver == person_id:
            raise InvalidAssignment.same()
        for row in rows:
            check_kader(person_id, village, row.family_id)
        minutes = TaskHandOver.objects.create(
            round_id=round_id,
            village_code=village,
            giver_id=giver,
            taker_id=person_id,
            reason=reason.value,
            at=clock.now(),
            by=actor.key,
        )
        new = [pass_on(row, person_id, actor) for row in rows]
        HandedTask.objects.bulk_create(HandedTask(handover=minutes, assignment=row) for row in new)
        audit.record(
            "surveys.tasks_handed_over",
            actor=actor.key,
            subject=f"person:{giver}",
            about=[f"person:{person_id}"],
            details={"tasks": len(new), "reason": reason.value, "village": village},
        )
    return minutes.pk


def note_other_kader(
    *,
    village_code: str,
    family_id: UUID,
    not_person_id: UUID,
    asked_via: AskedVia,
    actor: Actor,
    to_person_id: UUID | None = None,
) -> None:
    """Write down that a family wants another kader than this one, and move its task.

    No reason is taken. The kader's phone begins its list anew by itself, since whom it carries has changed. In each
    open round in which tasks were given in this village the family goes to ``to_person_id``; where none were, every
    other kader of the village still sees it. Twice is harmless. Raises InvalidAssignment when nobody was named where
    somebody must be, for the same kader, for a family that does not live there, and for whoever is not to visit it.
    """
    check_may(actor, _ACTION, area=village_code)
    if not_person_id in own_ids(actor):
        raise UnknownWish
    if to_person_id == not_person_id:
        raise InvalidAssignment.same()
    place = next((one for one in families.places_in([village_code]) if one.family_id == family_id), None)
    if place is None or family_id in actor.kin:
        raise InvalidAssignment.elsewhere()
    with durable():
        _keep_apart(village_code, family_id, not_person_id, asked_via, actor)
        if to_person_id is not None:
            check_kader(to_person_id, village_code, family_id)
        for round_id in sorted(_rounds_with_tasks(village_code)):
            _move(place, round_id, not_person_id, to_person_id, actor)
        # What is written here must not tell the kader: the family alone is named.
        audit.record(
            "surveys.other_kader_noted",
            actor=actor.key,
            subject=f"family:{family_id}",
            details={"via": asked_via.value, "village": village_code},
        )


def end_other_kader(wish_id: UUID, *, actor: Actor) -> None:
    """End such an entry because the family says so; its task stays where it is. Raises UnknownWish."""
    with durable():
        row = (
            OtherKader.objects.select_for_update()
            .filter(pk=wish_id, ended_at__isnull=True)
            .exclude(person_id__in=own_ids(actor))
            .exclude(family_id__in=actor.kin)
            .order_by("pk")
            .first()
        )
        if row is None or not may(actor, _ACTION, area=row.village_code):
            raise UnknownWish
        row.ended_at, row.ended_by = clock.now(), actor.key
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(
            "surveys.other_kader_ended",
            actor=actor.key,
            subject=f"family:{row.family_id}",
            details={"village": row.village_code},
        )


def _keep_apart(
    village_code: str, family_id: UUID, person_id: UUID, asked_via: AskedVia, actor: Actor
) -> None:
    row = OtherKader(
        village_code=village_code,
        family_id=family_id,
        person_id=person_id,
        asked_via=asked_via.value,
        noted_at=clock.now(),
        noted_by=actor.key,
    )
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError:
        return  # it was noted before


def _rounds_with_tasks(village_code: str) -> set[int]:
    rows = live().filter(village_code=village_code, round__state=RoundState.FIELD.value)
    return set(rows.values_list("round_id", flat=True))


def _move(
    place: families.FamilyPlace, round_id: int, from_person: UUID, to_person: UUID | None, actor: Actor
) -> None:
    """Take the family's task of one round from a kader; others may have it already."""
    Round.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
    rows = {row.pk: row for row in live().filter(round_id=round_id, village_code=place.village_code)}
    book = {key_of(one): one for one in map(to_row, rows.values())}
    task = winner(book, place)
    if task is not None and task.person_id != from_person:
        return
    if to_person is None:
        raise InvalidAssignment.needs_taker()
    if task is not None and task.family_id is not None:
        pass_on(rows[task.id], to_person, actor)
        return
    today = today_in(place.village_code)
    row = create_task(
        Assignment(
            round_id=round_id,
            village_code=place.village_code,
            family_id=place.family_id,
            person_id=to_person,
            first_day=max(today, task.first_day) if task else today,
            last_day=task.last_day if task and task.last_day and task.last_day >= today else None,
            assigned_at=clock.now(),
            assigned_by=actor.key,
        )
    )
    record_task("surveys.assigned", row, actor)
