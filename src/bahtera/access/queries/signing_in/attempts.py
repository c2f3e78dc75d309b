"""Attempts to sign in to an account that failed, told to its owner: how many and since when, never from where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from bahtera.access.models import SignInSession
from bahtera.foundation import audit

_FAILED: Final = ("access.password_wrong", "access.code_wrong", "access.passkey_refused")


@dataclass(frozen=True, slots=True)
class FailedAttempts:
    """How many attempts failed since the owner signed in the time before."""

    count: int
    since: datetime


def failed_attempts(user_id: int, *, session_id: UUID) -> FailedAttempts | None:
    """Return the attempts that failed between the sign-in before this session and now; None when there are none.

    Only a sign-in that passed the second step counts as one, where the account ever passed one: whoever knows the
    password alone must not be able to clear the count.
    """
    rows = SignInSession.objects.filter(user_id=user_id).exclude(pk=session_id).order_by("-started_at")
    whole = rows.exclude(factor="")
    before = (whole if whole.exists() else rows).first()
    if before is None:
        return None
    count = audit.count(subject=f"user:{user_id}", actions=_FAILED, since=before.started_at)
    return FailedAttempts(count, before.started_at) if count else None
