"""Secrets of partners' links: how they look, and what a partner may do with one. Values in, values out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from bahtera.referrals.values import Move

PIN_DIGITS: Final = 6
MOST_WRONG: Final = 5
"""Wrong PINs after which a link is closed."""
_TOKEN_BYTES: Final = 24
LONGEST_TOKEN: Final = 64
ALLOWED: Final = frozenset({Move.ACCEPT, Move.DECLINE, Move.SCHEDULE, Move.MISS, Move.START, Move.FINISH})
"""What a partner without an account may do: answer, say when, and say what came of it."""


def new_secret() -> str:
    """Return a fresh secret for an address or a browser, 192 bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_pin() -> str:
    """Return a fresh PIN."""
    return "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))


def digest(secret: str) -> str:
    """Return what is kept of a secret of 192 bits: SHA-256 in hexadecimal; "" for what cannot be one."""
    if not secret or len(secret) > LONGEST_TOKEN or not secret.isascii():
        return ""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Tell whether two digests are the same, in a time that does not tell how much of them is."""
    return bool(one) and bool(other) and hmac.compare_digest(one, other)
