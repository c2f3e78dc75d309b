"""What keying keeps that grows old: drafts nobody went on with, answers typed a second time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bahtera.foundation.expiring import Expired
from bahtera.keying.models import Draft, SecondTyping


def old_drafts(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return drafts that nobody went on with since an instant."""
    rows = Draft.objects.filter(saved_at__lt=before).select_related("sheet__batch")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    return [
        Expired(str(row.pk), row.sheet.batch.village_code, (row.typist, *_family(row.sheet.family_id)))
        for row in rows.order_by("pk")[:size]
    ]


def old_seconds(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return second typings from before an instant whose answers are still there."""
    rows = SecondTyping.objects.filter(keyed_at__lt=before, erased_at__isnull=True).select_related("sheet")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    return [
        Expired(
            str(row.pk),
            row.village_code,
            (row.typist, f"submission:{row.sheet.submission_id}", *_family(row.sheet.family_id)),
        )
        for row in rows.order_by("pk")[:size]
    ]


def _family(family_id: UUID | None) -> tuple[str, ...]:
    return (f"family:{family_id}",) if family_id else ()
