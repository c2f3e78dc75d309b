"""Ending what is kept of people in groups: names and numbers go, that somebody took part stays as a count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from bahtera.foundation import clock
from bahtera.foundation.expiring import Ending, Executor, Expired
from bahtera.groups.models import Business, Member

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR: Final = timedelta(days=365)


def old_members(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return members who left, or whose group was deactivated, before an instant, in the order of their keys."""
    gone = Q(left_on__lt=before.date()) | Q(left_on=None, group__closed_on__lt=before.date())
    rows = Member.objects.filter(gone, forgotten_at=None).select_related("group").order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [
        Expired(
            str(row.pk),
            row.group.village_code,
            (f"group:{row.group_id}", *([f"member:{row.member_id}"] if row.member_id else [])),
        )
        for row in rows[:size]
    ]


def forget_members(keys: Sequence[str], _why: str) -> int:
    """Take out who members were, and what their own businesses were called; retention writes the entry."""
    ids = [UUID(one) for one in keys]
    Business.objects.filter(owner__in=ids).update(name="")
    rows = Member.objects.filter(pk__in=ids, forgotten_at=None)
    return rows.update(
        name="",
        nik="",
        nik_digest=None,
        member_id=None,
        born="",
        left_why="",
        forgotten_at=clock.now(),
    )


EXECUTORS: Final = (
    Executor(
        name="groups.members",
        ending=Ending.ANONYMISE,
        since="leaving",
        tables=("groups.Member", "groups.Business", "groups.Turnover"),
        find=old_members,
        end=forget_members,
        least=_YEAR,
    ),
)
