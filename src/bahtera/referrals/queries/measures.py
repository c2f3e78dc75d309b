"""How referrals between units went: exact figures stay here, and what leaves is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from bahtera.access.api import Actor, check_may, reach, units_behind
from bahtera.foundation import clock
from bahtera.referrals.models import Referral
from bahtera.referrals.rules.measures import measure, protected
from bahtera.referrals.values import Outline, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bahtera.disclosure import Policy
    from bahtera.referrals.values import Measured

MEASURES = "referral.measures"


def measures(*, first: datetime, after: datetime, actor: Actor, policy: Policy) -> list[Measured]:
    """Return figures of each pair of units for referrals sent from ``first`` until before ``after``, protected.

    Pairs of which one unit lies where the actor may read them; ``sender`` and ``receiver`` are ids of units as text.
    Raises NotAllowed, ValueError for a period that is none.
    """
    check_may(actor, MEASURES)
    if first >= after:
        message = "a period ends after it begins"
        raise ValueError(message)
    rows = Referral.objects.filter(sent_at__gte=first, sent_at__lt=after, answer_due_at__isnull=False)
    wanted = rows.order_by("sent_at", "pk").values_list(
        "sender_unit",
        "receiver_unit",
        "sent_at",
        "answer_due_at",
        "answered_at",
        "accepted_at",
        "done_at",
        "state",
        "ended_at",
    )
    told = protected(
        measure((_outline(one) for one in wanted.iterator()), first=first, after=after, now=clock.now()),
        policy,
    )
    seen = _in_reach({one for row in told for one in (row.sender, row.receiver)}, actor)
    return [row for row in told if row.sender in seen or row.receiver in seen]


def _in_reach(unit_ids: Collection[str], actor: Actor) -> frozenset[str]:
    scopes = reach(actor, MEASURES)
    units = units_behind([UUID(one) for one in unit_ids])
    return frozenset(
        str(one.id)
        for one in units.values()
        if any(scope in {"", one.area} or one.area.startswith(f"{scope}.") for scope in scopes)
    )


def _outline(one: Any) -> Outline:
    sender, receiver, sent_at, due, answered_at, accepted_at, done_at, state, ended_at = one
    return Outline(
        str(sender),
        str(receiver),
        sent_at,
        due,
        answered_at,
        accepted_at is not None,
        done_at is not None,
        ended_at if state == State.WITHDRAWN.value else None,
    )
