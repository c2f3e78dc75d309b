"""Reads of notices: each person their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from bahtera.foundation import clock
from bahtera.foundation.expiring import Expired
from bahtera.foundation.paging import Page, keyset
from bahtera.notices.models import Mailbox, Notice
from bahtera.notices.values import MailboxRow, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bahtera.access.api import Actor


def count_unread(*, actor: Actor) -> int:
    """Return how many notices somebody has not read: one look into an index, for the head of every page."""
    return unread_of(actor.key).count()


def list_notices(*, actor: Actor, cursor: str | None = None, size: int = 30) -> Page[NoticeRow]:
    """Return a page of somebody's notices, the newest first."""
    page = keyset(Notice.objects.filter(account=actor.key), ("-at", "-id"), cursor=cursor, size=size)
    return Page([to_row(one) for one in page.items], page.next_cursor)


def mailbox_of(*, actor: Actor) -> MailboxRow | None:
    """Return where somebody's letters go; None for who wants none."""
    row = Mailbox.objects.filter(pk=actor.key).order_by("pk").first()
    return MailboxRow(row.address, row.last_letter_at, row.attempts > 0) if row else None


def unread_of(account: str) -> QuerySet[Notice]:
    """Return the notices of an account that nobody read."""
    return Notice.objects.filter(account=account, read_at__isnull=True)


def has_news(row: Mailbox) -> bool:
    """Tell whether something unread came since the last letter."""
    since = Q(at__gt=row.last_letter_at) if row.last_letter_at else Q()
    return unread_of(row.account).filter(since).exists()


def due_letters(most: int) -> list[Mailbox]:
    """Return where letters wait to be sent now, those that failed least often first."""
    rows = Mailbox.objects.filter(due_at__lte=clock.now())
    return list(rows.order_by(F("attempts").asc(), "due_at", "pk")[:most])


def has_due_letters() -> bool:
    """Tell whether a letter waits to be sent now."""
    return Mailbox.objects.filter(due_at__lte=clock.now()).exists()


def old_notices(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return notices made before an instant."""
    rows = Notice.objects.filter(at__lt=before)
    if after:
        rows = rows.filter(pk__gt=after)
    return [Expired(str(pk)) for pk in rows.order_by("pk").values_list("pk", flat=True)[:size]]


def to_row(row: Notice) -> NoticeRow:
    """Return a notice as its reader sees it."""
    return NoticeRow(row.pk, row.kind, row.count, row.late, row.at, row.read_at)
