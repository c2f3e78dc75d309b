"""Giving the tasks of a proposed share, all or none, when a person has confirmed it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import StaleShares
from bahtera.surveys.models import Assignment, Round
from bahtera.surveys.operations.rounds.assigning import create_task, end_task, record_task
from bahtera.surveys.queries.rounds.assignments import live
from bahtera.surveys.queries.rounds.shares import propose_shares


def give_shares(
    round_id: int,
    village_code: str,
    *,
    most: Mapping[UUID, int],
    digest: str,
    actor: Actor,
    anew: bool = False,
    only: Collection[UUID] | None = None,
) -> int:
    """Give the tasks of a proposal as it was shown; returns how many.

    Raises StaleShares when it would look different now, and whatever `propose_shares` raises.
    """
    check_may(actor, "assignment.manage", area=village_code)
    with durable():
        # One share of a round at a time: a second confirmation sees the tasks of the first.
        Round.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
        plan = propose_shares(round_id, village_code, most=most, actor=actor, anew=anew, only=only)
        if plan.digest != digest:
            raise StaleShares
        if anew:
            for row in live().filter(round_id=round_id, village_code=village_code).select_for_update():
                end_task(row, actor, "shared_anew")
                record_task("surveys.assignment_ended", row, actor)
        count = 0
        for share in plan.shares:
            for portion in share.tasks:
                alone = portion.family_id is not None
                row = create_task(
                    Assignment(
                        round_id=round_id,
                        village_code=village_code,
                        rw="" if alone else portion.rw,
                        rt="" if alone else portion.rt,
                        family_id=portion.family_id,
                        person_id=share.person_id,
                        first_day=plan.first_day,
                        last_day=plan.last_day,
                        assigned_at=clock.now(),
                        assigned_by=actor.key,
                    )
                )
                record_task("surveys.assigned", row, actor)
                count += 1
    return count
