"""How long each part of a visit took, as the phone measured it: kept once, closed with the visit's own key."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import orjson

from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.surveys.models import Content


def keep_pace(told: Iterable[tuple[UUID, Mapping[str, int]]]) -> None:
    """Keep the milliseconds by part of stored visits.

    The first that came stays; of what was erased nothing comes back.
    """
    wanted = {submission_id: pace for submission_id, pace in told if pace}
    if not wanted:
        return
    with durable():
        rows = Content.objects.select_for_update().filter(
            pk__in=wanted, pace__isnull=True, erased_at__isnull=True
        )
        for row in rows.order_by("pk"):
            close_pace(row, wanted[row.pk])
            row.save(update_fields=["key", "pace"])


def close_pace(row: Content, pace: Mapping[str, int]) -> None:
    """Close what a phone measured into a visit's content; the caller saves it."""
    if pace:
        parts.write(row, pace=orjson.dumps(dict(pace)))
