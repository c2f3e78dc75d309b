"""Ending what is kept of referrals: keys are destroyed, words go, and who it was; that one went stays for counting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.foundation.expiring import Ending, Executor, Expired, deleting
from bahtera.referrals.models import Content, Event, PartnerLink, Referral
from bahtera.referrals.values import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

NOBODY: Final = UUID(int=0)
"""Stands for the client of a referral that was forgotten."""


def old_referrals(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return referrals that ended before an instant and still say of whom, in the order of their keys."""
    rows = Referral.objects.filter(ended_at__lt=before).exclude(client=NOBODY).order_by("pk")
    return _found(rows.filter(pk__gt=UUID(after)) if after else rows, size)


def forget_referrals(keys: Sequence[str], _why: str) -> int:
    """Destroy the keys of what was told and take out who it was; retention writes the entry."""
    rows = Referral.objects.select_for_update().filter(
        pk__in=[UUID(key) for key in keys], ended_at__isnull=False
    )
    ids = list(rows.exclude(client=NOBODY).order_by("pk").values_list("pk", flat=True))
    Content.objects.filter(referral__in=ids).update(key=b"", told=None)
    Event.objects.filter(referral__in=ids).update(words="")
    PartnerLink.objects.filter(referral__in=ids).delete()
    Referral.objects.filter(pk__in=ids).update(
        client=NOBODY, ground_id=None, rule="", place="", bring="", feedback="", appointment_at=None
    )
    return len(ids)


def old_drafts(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return drafts that nobody sent since an instant, in the order of their keys."""
    rows = Referral.objects.filter(state=State.DRAFT.value, made_at__lt=before).order_by("pk")
    return _found(rows.filter(pk__gt=UUID(after)) if after else rows, size)


def old_links(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return partners' links that expired before an instant, in the order of their keys."""
    rows = PartnerLink.objects.filter(expires_at__lt=before).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [
        Expired(str(one.pk), one.referral.sender_area, (f"referral:{one.referral_id}",))
        for one in rows.select_related("referral")[:size]
    ]


def _found(rows: QuerySet[Referral], size: int) -> Sequence[Expired]:
    return [
        Expired(str(row.pk), row.sender_area, (f"referral:{row.pk}", f"client:{row.client}"))
        for row in rows[:size]
    ]


EXECUTORS: Final = (
    Executor(
        name="referrals.referrals",
        ending=Ending.DESTROY_KEY,
        since="end_of_referral",
        tables=("referrals.Content", "referrals.Event", "referrals.Referral", "referrals.RunningClock"),
        find=old_referrals,
        end=forget_referrals,
        least=timedelta(days=365),
    ),
    Executor(
        name="referrals.drafts",
        ending=Ending.DELETE,
        since="drafting",
        tables=(),
        find=old_drafts,
        end=deleting(Referral),
        least=timedelta(days=30),
    ),
    Executor(
        name="referrals.links",
        ending=Ending.DELETE,
        since="link_expiry",
        tables=("referrals.PartnerLink",),
        find=old_links,
        end=deleting(PartnerLink),
        least=timedelta(days=30),
    ),
)
