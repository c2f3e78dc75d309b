"""Reads of work that was ordered, for the pages that show how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.releases.models import Order
from bahtera.releases.rules import LARGE
from bahtera.releases.values import Ordered, OrderRow, Standing
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

_COUNTED = surveys.State.APPROVED.value


def is_large(round_id: int) -> bool:
    """Tell whether signing a round as it is now takes longer than anybody waits for a page."""
    return surveys.count_states(round_id, current=True).get(_COUNTED, 0) >= LARGE


def order(order_id: UUID) -> OrderRow | None:
    """Return ordered work as it stands."""
    row = Order.objects.filter(pk=order_id).order_by("pk").first()
    return None if row is None else to_order(row)


def last_order(round_id: int, what: Ordered) -> OrderRow | None:
    """Return what was ordered last for a round, done or not; for whoever may order it, whom the door asks."""
    row = Order.objects.filter(round_id=round_id, what=what.value).order_by("-id").first()
    return None if row is None else to_order(row)


def to_order(row: Order) -> OrderRow:
    """Return ordered work as others see it."""
    return OrderRow(
        id=row.pk,
        round_id=row.round_id,
        what=Ordered(row.what),
        wanted=row.wanted,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        standing=Standing(row.standing),
        done=row.done,
        total=row.total,
        attempts=row.attempts,
        beat_at=row.beat_at,
        refusal=row.refusal,
    )
