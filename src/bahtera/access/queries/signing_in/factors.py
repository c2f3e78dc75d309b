"""Second factors an account has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from bahtera.foundation import clock

_PERIOD: Final = 30
# Phones' clocks differ: the code before and the one after count too.
TOLERANCE: Final = 1
_shows_demonstration = False


@dataclass(frozen=True)
class Factor:
    """One second factor: ``kind`` is ``totp`` or ``passkey``; ``name`` is the owner's own word for it."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


KINDS = {Authenticator.Type.TOTP.value: "totp", Authenticator.Type.WEBAUTHN.value: "passkey"}


def factors_of(user_id: int) -> list[Factor]:
    """Return an account's second factors, the oldest first; recovery codes are counted apart."""
    rows = Authenticator.objects.filter(user_id=user_id, type__in=KINDS).order_by("created_at", "id")
    return [
        Factor(row.pk, KINDS[row.type], str(row.data.get("name", "")), row.created_at, row.last_used_at)
        for row in rows
    ]


def recovery_codes_left(user_id: int) -> int:
    """Return how many recovery codes an account has left."""
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def close_secret(secret: str) -> str:
    """Return a secret sealed, to be kept until its first code proves it."""
    return str(get_adapter().encrypt(secret))


def open_secret(closed: str) -> str:
    """Return a sealed secret."""
    return str(get_adapter().decrypt(closed))


def code_at(secret: str, step: int) -> str:
    """Return the code of a secret in one period of thirty seconds, counted from 1970."""
    return str(format_hotp_value(hotp_value(secret, step)))


def present_step() -> int:
    """Return the number of the present period."""
    return int(clock.now().timestamp()) // _PERIOD


def configure_demonstration(*, shown: bool) -> None:
    """Say whether codes of a demonstration's accounts are shown; called once at start."""
    global _shows_demonstration  # noqa: PLW0603 - set once, by config
    _shows_demonstration = shown


def demonstration_code(user_id: int) -> str | None:
    """Return a code that works now for an account of the demonstration; None everywhere else."""
    if not _shows_demonstration:
        return None
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if row is None or not row.data.get("demonstration"):
        return None
    step = max(present_step() - TOLERANCE, int(row.data.get("last_step", -1)) + 1)
    if step > present_step() + TOLERANCE:
        return ""
    return code_at(get_adapter().decrypt(row.data["secret"]), step)
