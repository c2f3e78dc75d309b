"""What privacy itself keeps that grows old: closed requests, ended consents, closed breaches."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.foundation.expiring import Expired
from bahtera.privacy.models import Breach, Consent, SubjectRequest


def old_requests(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return requests that were closed before an instant and still say who asked and what for."""
    return [
        _of_member(row) for row in _page(SubjectRequest.objects.filter(closed_at__lt=before), after, size)
    ]


def old_consents(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return consents that ended before an instant and still hold their proof."""
    return [_of_member(row) for row in _page(Consent.objects.filter(ended_at__lt=before), after, size)]


def old_breaches(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return breaches that were closed before an instant and still hold what was written about them."""
    rows = _page(Breach.objects.filter(closed_at__lt=before), after, size)
    return [Expired(str(row.pk), None, (f"breach:{row.pk}",)) for row in rows]


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that prove a consent."""
    rows = Consent.objects.filter(evidence_sha256__in=hashes, forgotten_at__isnull=True).order_by("pk")
    return set(rows.values_list("evidence_sha256", flat=True))


def _page(rows: QuerySet[Any], after: str, size: int) -> list[Any]:
    later = Q(pk__gt=UUID(after)) if after else Q()
    return list(rows.filter(later, forgotten_at__isnull=True).order_by("pk")[:size])


def _of_member(row: Any) -> Expired:
    about = [f"member:{one}" for one in (row.member_id, row.guardian_id) if one]
    return Expired(str(row.pk), row.area_code, tuple(about))
