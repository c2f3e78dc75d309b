"""The days of a decree are put right, when they were typed wrongly or another decree changed them."""

from datetime import date
from uuid import UUID

from bahtera.access.errors import BadEntry
from bahtera.access.models import Decree, DecreeChange, DecreeNotice, RoleGrant
from bahtera.access.operations.office.days import check_days
from bahtera.access.queries.actors import zone_of
from bahtera.access.queries.office.decrees import visible_decree
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def correct_decree_days(
    decree_id: UUID, *, valid_from: date, valid_to: date | None, reason: str, actor: Actor
) -> int:
    """Put a decree's days right, and return how many roles got another end with it.

    A role that ends on the decree's last day, or on none of its own, ends with the decree from then on. A last day
    that has passed is for decrees on which no role rests any more: a role ends with its work handed over.

    Raises NoSuchDecree, NotAllowed, BadDates, BadEntry without a reason and where roles stand in the way.
    """
    why = " ".join(reason.split())[:200]
    if not why:
        raise BadEntry.reason()
    found = visible_decree(decree_id, actor)
    check_may(actor, "decree.manage", area=found.area_code)
    check_days(valid_from, valid_to, found.area_code, over=False)
    with durable():
        row = Decree.objects.select_for_update().get(pk=found.pk)
        if (row.valid_from, row.valid_to) == (valid_from, valid_to):
            raise BadEntry.days_unchanged()
        change = DecreeChange(
            decree=row,
            at=clock.now(),
            by=actor.key,
            reason=why,
            from_before=row.valid_from,
            from_after=valid_from,
            to_before=row.valid_to,
            to_after=valid_to,
        )
        change.roles = _carry_roles(row, valid_from, valid_to)
        change.save()
        if row.valid_to != valid_to:
            # Whoever was told of the old end is told of the new one when its time comes.
            DecreeNotice.objects.filter(decree=row).delete()
            row.warned_on = None
        row.valid_from, row.valid_to = valid_from, valid_to
        row.save(update_fields=["valid_from", "valid_to", "warned_on"])
        audit.record(
            "access.decree_corrected",
            actor=actor.key,
            subject=f"decree:{row.pk}",
            details={
                "from_before": change.from_before,
                "from_after": change.from_after,
                "to_before": change.to_before,
                "to_after": change.to_after,
                "roles": change.roles,
            },
        )
    token_queries.forget_tokens()
    return change.roles


def _carry_roles(row: Decree, valid_from: date, valid_to: date | None) -> int:
    """Give the roles that end with the decree its new end; return how many end on another day now."""
    today = clock.today(zone_of(row.area_code))
    moved = 0
    for role in RoleGrant.objects.select_for_update().filter(decree=row, ended_at=None).order_by("pk"):
        with_it = role.valid_to is not None and role.valid_to == row.valid_to
        own = valid_to if with_it else role.valid_to
        before, after = _earlier(role.valid_to, row.valid_to), _earlier(own, valid_to)
        lives = before is None or before >= today
        if lives and role.valid_from < valid_from and row.valid_from != valid_from:
            raise BadEntry.roles_begin_before()
        if after is not None and ((lives and after < today) or after < role.valid_from):
            raise BadEntry.roles_would_end()
        if with_it:
            RoleGrant.objects.filter(pk=role.pk).update(valid_to=own)
        moved += before != after
    return moved


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
