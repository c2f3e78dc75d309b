"""Counting wrong guesses, in the database: every web process sees the same counts.

A guess is counted before it is looked at and taken back when it was right, so that a thousand guesses at once
do not all slip in before the first is counted. While a wait runs nothing is checked and nothing is counted:
guessing on does not make the wait of the owner longer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from bahtera.access.errors import TooManyAttempts
from bahtera.access.models import GuessCounter
from bahtera.access.rules.throttling import (
    ACTIVATION,
    ACTIVATION_EVERYWHERE,
    DEVICE,
    FORGED,
    FORGOTTEN_AFTER,
    NETWORK,
    PAIR,
    STRANGERS_CODES,
    UNLOCKING,
    Allowance,
    network_of,
    wait_after,
)
from bahtera.foundation import clock
from bahtera.foundation.transactions import durable


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from. ``device`` is set only by a door that has verified the device's cookie."""

    address: str = ""
    agent: str = ""
    device: str = ""


@dataclass(frozen=True)
class Counted:
    """One count that an attempt falls under; ``own``: a success clears it, otherwise it takes back one."""

    key: str
    allowance: Allowance
    own: bool


def counts_for_password(account: str, origin: Origin) -> tuple[Counted, ...]:
    """Return the counts of a password guess. A device known to the account has its own and no other."""
    if origin.device:
        return (_counted("device", f"{origin.device}/{account}", DEVICE),)
    network = network_of(origin.address)
    return (
        _counted("pair", f"{network}/{account}", PAIR),
        _counted("network", network, NETWORK, own=False),
    )


def counts_for_code(user_id: int, origin: Origin) -> tuple[Counted, ...]:
    """Return the counts of a guessed code; the password was right, so strange devices share one count."""
    if origin.device:
        return (_counted("device-code", f"{origin.device}/{user_id}", DEVICE),)
    network = network_of(origin.address)
    return (
        _counted("pair-code", f"{network}/{user_id}", PAIR),
        _counted("strangers-code", str(user_id), STRANGERS_CODES),
    )


def counts_for_activation(origin: Origin) -> tuple[Counted, ...]:
    """Return the counts of an activation code: its network's, and everybody's once that network has guessed wrongly.

    A first try from anywhere is not made to wait for what strangers do elsewhere.
    """
    own = _counted("activation", network_of(origin.address), ACTIVATION)
    known = GuessCounter.objects.filter(key_digest=own.key, failures__gt=0).exists()
    return (own, _counted("activation", "everywhere", ACTIVATION_EVERYWHERE, own=False)) if known else (own,)


def counts_for_unlocking(device_id: UUID) -> tuple[Counted, ...]:
    """Return the count of unlock codes typed on one phone."""
    return (_counted("unlock", str(device_id), UNLOCKING),)


def counts_for_forgeries(origin: Origin) -> tuple[Counted, ...]:
    """Return the count of proofs from a network that did not fit: it bounds what is written, not who may try."""
    return (_counted("forged", network_of(origin.address), FORGED),)


def admit(counts: Sequence[Counted]) -> None:
    """Count one attempt; raises TooManyAttempts, counting and writing nothing, while a wait runs."""
    now = clock.now()
    by_key = {one.key: one for one in counts}
    # Whoever hammers on is turned away by a read: writers of other work never wait for them.
    held = GuessCounter.objects.filter(key_digest__in=by_key).order_by("key_digest")
    _check_waits([(row, by_key[row.key_digest]) for row in held], now)
    with durable():
        rows = [_locked(one, now) for one in sorted(counts, key=lambda one: one.key)]
        _check_waits(rows, now)
        for row, one in rows:
            _set(row, row.failures + 1, one.allowance, now)


def forgive(counts: Sequence[Counted]) -> None:
    """Take back an attempt that was right."""
    now = clock.now()
    with durable():
        for one in sorted(counts, key=lambda one: one.key):
            row, _ = _locked(one, now)
            _set(row, 0 if one.own else max(row.failures - 1, 0), one.allowance, now)


def use_once(name: str) -> bool:
    """Tell whether something is used for the first time, and remember it: a day is longer than any of it is valid."""
    key = _counted("once", name, DEVICE).key
    with durable():
        _, fresh = GuessCounter.objects.get_or_create(
            key_digest=key, defaults={"last_at": clock.now(), "failures": 1}
        )
    return fresh


def _counted(kind: str, name: str, allowance: Allowance, *, own: bool = True) -> Counted:
    key = salted_hmac("bahtera.access.guesses", f"{kind}:{name}", algorithm="sha256").hexdigest()
    return Counted(key, allowance, own)


def _locked(one: Counted, now: datetime) -> tuple[GuessCounter, Counted]:
    row = None
    while row is None:  # the nightly clearing may delete an old one between the two
        GuessCounter.objects.get_or_create(key_digest=one.key, defaults={"last_at": now})
        row = GuessCounter.objects.select_for_update().filter(key_digest=one.key).first()
    if now - row.last_at >= FORGOTTEN_AFTER:
        row.failures, row.blocked_until = 0, None
    return row, one


def _check_waits(rows: Sequence[tuple[GuessCounter, Counted]], now: datetime) -> None:
    wait = max((_wait_left(row, one, now) for row, one in rows), default=timedelta(0))
    if wait:
        raise TooManyAttempts(math.ceil(wait.total_seconds()))


def _wait_left(row: GuessCounter, one: Counted, now: datetime) -> timedelta:
    """Return what is left of a wait; one longer than any we give was set by a clock that ran ahead."""
    left = row.blocked_until - now if row.blocked_until else timedelta(0)
    return left if timedelta(0) < left <= one.allowance.longest else timedelta(0)


def _set(row: GuessCounter, failures: int, allowance: Allowance, now: datetime) -> None:
    wait = wait_after(failures, allowance)
    row.failures, row.last_at = failures, now
    row.blocked_until = now + wait if wait else None
    row.save(update_fields=["failures", "last_at", "blocked_until"])
