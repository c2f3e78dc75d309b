"""The boxes of a unit, each as the rows of one index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.referrals.models import Referral
from bahtera.referrals.values import By, State
from bahtera.referrals.values.kept import Box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def rows_of(unit_id: UUID, box: Box, now: datetime) -> tuple[QuerySet[Referral], Sequence[str], By]:
    """Return the rows of a box, the order in which an index holds them, and the side as which they are read."""
    received = Referral.objects.filter(receiver_unit=unit_id)
    sent = Referral.objects.filter(sender_unit=unit_id)
    owed = received.filter(due_at__isnull=False, delivered_at__isnull=False)
    if box is Box.NEW:
        rows = received.filter(state=State.DELIVERED.value, delivered_at__isnull=False)
        return rows, ("-delivered_at", "-id"), By.RECEIVER
    if box is Box.DUE:
        return owed.filter(due_at__gte=now), ("due_at", "id"), By.RECEIVER
    if box is Box.OVERDUE:
        return owed.filter(due_at__lt=now), ("due_at", "id"), By.RECEIVER
    if box is Box.RECEIVED:
        return received.filter(delivered_at__isnull=False), ("-delivered_at", "-id"), By.RECEIVER
    if box is Box.DRAFTS:
        return sent.filter(state=State.DRAFT.value), ("-made_at", "-id"), By.SENDER
    return sent.filter(sent_at__isnull=False), ("-sent_at", "-id"), By.SENDER
