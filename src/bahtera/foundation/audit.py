"""What was done, by whom, to what: one row in the transaction that did it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry


def entry(action: str, *, actor: str, subject: str, details: Mapping[str, Any] | None = None) -> AuditEntry:
    """Return an audit entry not yet written, for a writer that inserts all its rows at once."""
    return AuditEntry(
        at=clock.now(), action=action, actor=actor, subject=subject, details=dict(details or {})
    )


def record(action: str, *, actor: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
    """Write one audit entry; refuses to run outside a transaction, where it could survive what it describes.

    ``actor`` is an ``Actor.key``; ``subject`` names the thing, as in ``submission:0192...``.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = f"audit entry {action} outside a transaction"
        raise RuntimeError(msg)
    entry(action, actor=actor, subject=subject, details=details).save(force_insert=True)
