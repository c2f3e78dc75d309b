"""Families known from a list alone: opened so that somebody can be sent to them, before anybody met them."""

from datetime import date
from uuid import UUID

from bahtera.families.models import Family, FamilyState
from bahtera.families.operations import versions
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules.places import part_of
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable


def open_listed(
    *, village_code: str, number: str, rw: str, rt: str, since: date, source: str, actor_key: str
) -> UUID:
    """Open a family of which a list says the number and where it lives, and return its id.

    It has no members and is called by its number until the first visit tells who it is; ``since`` (today at the
    latest) lies before that visit. ``source`` says which line of which list, and is not looked up again.
    """
    now, family_id = clock.now(), new_id()
    with durable():
        Family.objects.create(id=family_id, opened_source=source[:120], created_at=now)
        state = versions.successor(
            FamilyState(family_id=family_id),
            status="present",
            village_code=village_code,
            head_name=f"No. {number}"[:120],
            rw=part_of(rw)[:10],
            rt=part_of(rt)[:10],
            valid_from=min(since, today_in(village_code)),
            reason="opened",
            source=source[:120],
            actor_key=actor_key,
            recorded_at=now,
        )
        versions.save(FamilyState, [state])
        audit.record(
            "families.listed",
            actor=actor_key,
            subject=f"family:{family_id}",
            details={"source": source, "village": village_code},
        )
    return family_id
