"""Group sessions: what they were about and how many came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bahtera.counselling.errors import Moved, NoReason, NoSuchRecord
from bahtera.counselling.models import GroupSession
from bahtera.counselling.operations.serials import next_serial
from bahtera.counselling.queries.months import group_of
from bahtera.counselling.queries.reaching import KEEP, centre_of, today
from bahtera.counselling.rules.records import check_group
from bahtera.counselling.rules.texts import plain
from bahtera.directory import api as directory
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.counselling.values import GroupSession as GroupRow
    from bahtera.counselling.values import GroupTold

_SHORTEST_REASON = 5
_LONGEST_REASON = 300
_LONGEST_TOPIC = 200
_LONGEST_PLACE = 120


def hold_group(unit_id: UUID, told: GroupTold, *, actor: Actor, group_id: UUID | None = None) -> GroupRow:
    """Write a group session down. ``group_id``: given by a form, so that sending it twice writes one.

    Raises NotAllowed, NoSuchRecord, NotACentre, BadSession.
    """
    centre_of(unit_id, actor, KEEP)
    kept = replace(told, topic=plain(told.topic)[:_LONGEST_TOPIC], place=plain(told.place)[:_LONGEST_PLACE])
    check_group(kept, today=today(unit_id), groups=directory.code_lists()["target_groups"])
    with durable():
        again = GroupSession.objects.filter(pk=group_id).order_by("pk").first() if group_id else None
        if again is not None:
            if again.unit_id != unit_id:
                raise NoSuchRecord
            return group_of(again)
        row = GroupSession.objects.create(
            id=group_id or new_id(),
            unit_id=unit_id,
            year=kept.held_on.year,
            serial=next_serial(unit_id, kept.held_on.year),
            held_on=kept.held_on,
            form=kept.form.value,
            mode=kept.mode.value,
            service=kept.service,
            topic=kept.topic,
            place=kept.place,
            minutes=kept.minutes,
            counts=[[one.target_group, one.sex, one.age, one.people] for one in kept.counts],
            counsellor=actor.key,
            recorded_at=clock.now(),
        )
        audit.record(
            "counselling.group_held",
            actor=actor.key,
            subject=f"unit:{unit_id}",
            details={"group": str(row.pk), "people": sum(one.people for one in kept.counts)},
        )
    return group_of(row)


def take_back_group(group_id: UUID, *, reason: str, actor: Actor) -> GroupRow:
    """Let a group session that was written wrongly no longer count.

    Raises NotAllowed, NoSuchRecord, NoReason, Moved.
    """
    why = plain(reason)[:_LONGEST_REASON]
    if len(why) < _SHORTEST_REASON:
        raise NoReason
    with durable():
        row = GroupSession.objects.select_for_update().filter(pk=group_id).order_by("pk").first()
        if row is None:
            raise NoSuchRecord
        centre_of(row.unit_id, actor, KEEP)
        if row.taken_back_at is not None:
            raise Moved
        row.taken_back_at, row.taken_back_by, row.reason = clock.now(), actor.key, why
        row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        audit.record(
            "counselling.group_taken_back",
            actor=actor.key,
            subject=f"unit:{row.unit_id}",
            details={"group": str(row.pk)},
        )
    return group_of(row)
