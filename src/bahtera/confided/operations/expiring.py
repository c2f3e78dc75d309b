"""Ending what is kept for a time. Answers go with their visit; boxes for UPTD PPA have a time of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bahtera.confided.models import HelpBox
from bahtera.foundation.expiring import Ending, Executor, Expired, deleting


def old_boxes(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return boxes that came before a day, in the order of their keys."""
    rows = HelpBox.objects.filter(came_on__lt=before.date()).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [Expired(str(row.pk), row.regency_code) for row in rows[:size]]


EXECUTORS: Final = (
    Executor(
        name="confided.help_boxes",
        ending=Ending.DELETE,
        since="arrival",
        tables=("confided.HelpBox",),
        find=old_boxes,
        end=deleting(HelpBox),
    ),
)
