"""Carrying over: families whose visit an earlier round left unfinished become tasks of the new one."""

from django.db.models import Q

from bahtera.access.api import Actor, check_may
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import InvalidAssignment
from bahtera.surveys.models import Assignment, Round
from bahtera.surveys.operations.rounds.assigning import create_task, record_task
from bahtera.surveys.queries.rounds.assignments import may_assign_in, today_in
from bahtera.surveys.queries.rounds.carrying import earlier_round, left_over
from bahtera.surveys.queries.rounds.reading import is_open_in, round_for, to_value
from bahtera.surveys.values import CarriedOver, Design, RoundRow


def carry_over(round_id: int, *, actor: Actor) -> CarriedOver:
    """Give the unfinished visits of the earlier round as tasks of this one, in the villages where the actor may.

    Village by village, each in one transaction: pressed twice, or again after a fall in the middle, no family is
    given twice. Raises NotAllowed, UnknownRound, and InvalidAssignment when the round is not in the field, when it
    is a sample (the draw says who is visited), or when there was no earlier round.
    """
    check_may(actor, "assignment.manage")
    row = round_for(round_id, actor=actor, action="assignment.manage")
    if not row.is_open:
        raise InvalidAssignment.round_closed()
    if row.design is not Design.ENUMERATION:
        raise InvalidAssignment.sampled()
    earlier = earlier_round(row)
    if earlier is None:
        raise InvalidAssignment.no_earlier()
    before = _villages(Q(round_id=earlier.id))
    given = _villages(Q(round_id=row.id, ended_at__isnull=True))
    own = [code for code in may_assign_in(actor, sorted(before)) if is_open_in(row, code)]
    families = villages = nobodys = 0
    for code in own:
        if code in given:
            some, none = _carry(row, earlier, code, actor)
            families, villages, nobodys = families + some, villages + bool(some), nobodys + none
    return CarriedOver(families, villages, nobodys, sum(code not in given for code in own))


def _villages(which: Q) -> set[str]:
    return set(
        Assignment.objects.filter(which).order_by("village_code").values_list("village_code", flat=True)
    )


def _carry(row: RoundRow, earlier: RoundRow, village_code: str, actor: Actor) -> tuple[int, int]:
    """Give one village's families; returns how many were given, and how many nobody may visit."""
    first = max(today_in(village_code), row.opens)
    last = row.closes if row.closes and row.closes >= first else None
    count = nobodys = 0
    with durable():
        locked = Round.objects.select_for_update().filter(pk=row.id).order_by("pk").first()
        if locked is None or not to_value(locked).is_open:
            raise InvalidAssignment.round_closed()
        for one in left_over(row, earlier, village_code, actor):
            if one.person_id is None:
                nobodys += 1
                continue
            task = Assignment(
                round_id=row.id,
                village_code=village_code,
                family_id=one.family_id,
                person_id=one.person_id,
                first_day=first,
                last_day=last,
                assigned_at=clock.now(),
                assigned_by=actor.key,
                carried_from_id=earlier.id,
            )
            record_task("surveys.assigned", create_task(task), actor)
            count += 1
    return count, nobodys
