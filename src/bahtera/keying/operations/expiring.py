"""Ending what keying keeps for a time."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bahtera.foundation import clock
from bahtera.foundation.expiring import Ending, Executor, deleting
from bahtera.foundation.sealing import parts
from bahtera.keying.models import Draft, SecondTyping
from bahtera.keying.queries import ageing


def erase_seconds(keys: Sequence[str], _why: str) -> int:
    """Take away what was typed a second time; that it was, and which questions differed, stays."""
    rows = list(
        SecondTyping.objects.select_for_update().filter(
            pk__in=[UUID(one) for one in keys], erased_at__isnull=True
        )
    )
    for row in rows:
        parts.destroy(row)
        row.erased_at = clock.now()
        row.save(update_fields=["key", "body", "differences", "erased_at"])
    return len(rows)


EXECUTORS: Final = (
    Executor(
        name="keying.drafts",
        ending=Ending.DELETE,
        since="last_typing",
        tables=("keying.Draft",),
        find=ageing.old_drafts,
        end=deleting(Draft, UUID),
    ),
    Executor(
        name="keying.second_typings",
        ending=Ending.DESTROY_KEY,
        since="typing",
        tables=("keying.SecondTyping",),
        find=ageing.old_seconds,
        end=erase_seconds,
    ),
)
