"""Reserves: called in their order, for a family that could not be interviewed, by the plan's rule alone."""

from __future__ import annotations

from uuid import UUID

from bahtera.access.api import Actor, may
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.samples.errors import DrawMoved, NoReserve, NotReplaceable, UnknownDrawnFamily
from bahtera.samples.models import DrawnFamily
from bahtera.samples.queries.draws import in_use
from bahtera.samples.values import DrawState, Role
from bahtera.surveys import api as surveys


def call_reserve(drawn_id: UUID, *, why: str, actor: Actor) -> UUID:
    """Let the next reserve of the village fill in for a family; return the reserve's id.

    The reserve takes the weight of the family it fills in for: as many families of the village were taken as planned.
    That keeps the count and does not mend what those who cannot be reached would have said.

    Args:
        drawn_id: the family, in use.
        why: the result of its visit.
        actor: who gives tasks in the village.

    Raises:
        UnknownDrawnFamily: also for families elsewhere and the actor's kin.
        NotReplaceable: the plan does not allow it, it is not in use, or its visit had another result.
        NoReserve, DrawMoved.
    """
    with durable():
        row = _locked(drawn_id, actor)
        draw = row.village.draw
        if draw.state != DrawState.CONFIRMED.value:
            raise DrawMoved
        if why not in draw.replace_for:
            raise NotReplaceable.result()
        if not in_use(row):
            raise NotReplaceable.unused()
        if row.family_id is not None:
            told = surveys.result_of(draw.round_id, row.family_id)
            if told not in {None, why}:
                raise NotReplaceable.answered()
        spare = DrawnFamily.objects.filter(
            village=row.village, role=Role.RESERVE.value, replaces__isnull=True
        )
        called = spare.order_by("rank", "pk").first()
        if called is None:
            raise NoReserve
        called.replaces, called.why = row, why
        called.called_at, called.called_by = clock.now(), actor.key
        called.save(update_fields=["replaces", "why", "called_at", "called_by"])
        place, reserve = row.position, called.position
        about = [f"family:{one.family_id}" for one in (row, called) if one.family_id is not None]
        audit.record(
            "samples.reserve_called",
            actor=actor.key,
            subject=f"round:{draw.round_id}",
            about=about,
            details={
                "village": row.village.village_code,
                "place": place,
                "reserve": reserve,
                "result": why,
            },
        )
        return called.pk


def _locked(drawn_id: UUID, actor: Actor) -> DrawnFamily:
    first = DrawnFamily.objects.filter(pk=drawn_id).order_by("pk").first()
    if first is None:
        raise UnknownDrawnFamily
    # The whole village: two who call at once take two reserves, one after the other.
    rows = (
        DrawnFamily.objects.select_for_update(of=("self",)).filter(village_id=first.village_id).order_by("pk")
    )
    row = next((one for one in rows.select_related("village__draw") if one.pk == drawn_id), None)
    if row is None or not may(actor, "assignment.manage", area=row.village.village_code):
        raise UnknownDrawnFamily
    if row.family_id is not None and row.family_id in actor.kin:
        raise UnknownDrawnFamily
    return row
