"""What surveys keep that grows old: bodies of rounds long closed, refused attempts, repeated uploads."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bahtera.families import api as families
from bahtera.foundation.expiring import Expired
from bahtera.surveys.models import (
    Attachment,
    PaperBatch,
    RefusedAttempt,
    RepeatedUpload,
    Round,
    SealedVisit,
    Submission,
    Upload,
)
from bahtera.surveys.rules import PAST_FIELD

# A round closes on a day of its zone, which begins and ends within a day of UTC's.
_A_DAY = timedelta(days=1)


def old_contents(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return submissions with content whose round was closed before an instant, and which came before it.

    A round that is open keeps all of its submissions. One that was closed without a last day counts from the last
    submission it got; a submission of no round from when it came.
    """
    rows = Submission.objects.filter(content__erased_at__isnull=True, received_at__lt=before)
    rows = rows.filter(Q(round__isnull=True) | Q(round__in=_closed(before)))
    if after:
        rows = rows.filter(id__gt=UUID(after))
    return expired_of(list(rows.order_by("id")[:size]))


def expired_of(rows: Sequence[Submission]) -> list[Expired]:
    """Return submissions as things to be ended: where they lie, whom they are about, who sent them."""
    sources = {f"submission:{row.pk}": row for row in rows}
    members = families.members_seen(sources)
    return [
        Expired(
            str(row.pk),
            row.area_code,
            (
                source,
                row.actor_key,
                *(f"family:{one}" for one in (row.family_id, row.claimed_family_id) if one),
                *(f"member:{one}" for one in members.get(source, ())),
            ),
        )
        for source, row in sources.items()
    ]


def old_refusals(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return refused attempts that were last made before an instant."""
    rows = RefusedAttempt.objects.filter(last_at__lt=before, pk__gt=int(after or 0)).order_by("pk")[:size]
    return [Expired(str(row.pk), row.area_code, (row.actor_key,)) for row in rows]


def old_repeats(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return notes of repeated uploads from before an instant."""
    rows = RepeatedUpload.objects.filter(at__lt=before, pk__gt=int(after or 0)).select_related("submission")
    return [
        Expired(str(row.pk), row.submission.area_code, (row.actor_key, f"submission:{row.submission_id}"))
        for row in rows.order_by("pk")[:size]
    ]


def old_sealed(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return visits that phones sealed and a supervisor decided about before an instant; what waits stays."""
    rows = SealedVisit.objects.filter(decided_at__lt=before)
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    return [
        Expired(str(row.pk), row.area_code, (f"device:{row.device_id}", f"person:{row.person_id}"))
        for row in rows.order_by("pk")[:size]
    ]


def held_with_submission(submission_id: UUID) -> tuple[str, frozenset[str]] | None:
    """Return where a submission lies and what its things stand under."""
    row = Submission.objects.filter(pk=submission_id).order_by("pk").first()
    return (row.area_code, frozenset({f"submission:{row.pk}"})) if row else None


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that a submission or a printing still has, or that a phone has just sent."""
    kept = Attachment.objects.filter(sha256__in=hashes, erased_at__isnull=True).order_by("pk")
    uploads = Upload.objects.filter(kept_sha256__in=hashes).order_by("pk")
    prints = PaperBatch.objects.filter(sha256__in=hashes).order_by("pk")
    return {
        *kept.values_list("sha256", flat=True),
        *uploads.values_list("kept_sha256", flat=True),
        *prints.values_list("sha256", flat=True),
    }


def _closed(before: datetime) -> QuerySet[Round]:
    later = Submission.objects.filter(round=OuterRef("pk"), received_at__gte=before)
    ended = Q(closes__lt=(before - _A_DAY).date()) | Q(closes__isnull=True) & ~Exists(later)
    return Round.objects.filter(ended, state__in=sorted(PAST_FIELD))
