"""A phone proves that it holds its key: a challenge bound to it, signed for one purpose, taken once."""

import base64
import os
from datetime import UTC, datetime
from functools import cache
from typing import Final, NoReturn
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError
from django.utils.crypto import constant_time_compare, salted_hmac

from bahtera.access.errors import DeviceRefused, TooManyAttempts
from bahtera.access.models import Device, SpentChallenge
from bahtera.access.operations.signing_in.throttling import Origin, admit, counts_for_forgeries
from bahtera.access.queries.phones.bearers import hash_session
from bahtera.access.rules.phones import CHALLENGE_HOLDS, DevicePurpose, has_run_out, is_signed, message
from bahtera.access.values import Challenge
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import DomainError
from bahtera.foundation.transactions import durable

_NONCE: Final = 16
_LONGEST: Final = 200


def make_challenge(device_id: UUID) -> Challenge:
    """Return a challenge for a phone, for two minutes; nothing is stored, and nothing told of whether there is one.

    Anybody may ask, for any id: it is worth nothing without the key.
    """
    nonce = base64.urlsafe_b64encode(os.urandom(_NONCE)).decode().rstrip("=")
    made = int(clock.now().timestamp())
    text = f"{nonce}.{made}.{_seal(device_id, nonce, made)}"
    return Challenge(text, int(CHALLENGE_HOLDS.total_seconds()))


def prove(
    device_id: UUID, purpose: DevicePurpose, *, challenge: str, signature: str, origin: Origin
) -> Device:
    """Return the phone that signed its challenge for this purpose; the challenge is spent.

    Raises DeviceRefused, the same and after the same work whether the phone is unknown, the challenge another's,
    too old or spent, or the signature false.
    """
    device = Device.objects.select_related("person").filter(pk=device_id).order_by("pk").first()
    key = device.public_key if device is not None else _nobodys_key()
    signed = is_signed(key, signature, message(purpose, str(device_id), challenge))
    fresh = _is_fresh(device_id, challenge)
    if device is None or not signed or not fresh or not _spend(challenge):
        subject = f"device:{device.pk}" if device is not None else "device:?"
        if _is_worth_noting(origin):
            audit.note("access.device_refused", actor="visitor", subject=subject)
        raise DeviceRefused
    return device


def turn_away(device: Device, refusal: DomainError, origin: Origin) -> NoReturn:
    """Write down that a phone which proved its key was refused, and raise the refusal."""
    key = f"device:{device.pk}"
    if _is_worth_noting(origin):
        audit.note("access.device_turned_away", actor=key, subject=key, details={"code": refusal.code})
    raise refusal


def _is_fresh(device_id: UUID, challenge: str) -> bool:
    """Tell whether we made a challenge for this phone within the last two minutes."""
    parts = challenge[:_LONGEST].split(".")
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit()):  # noqa: PLR2004 - nonce, time, seal
        return False
    if parts[1] != str(int(parts[1])):  # written otherwise it would count as another one
        return False
    if not constant_time_compare(parts[2], _seal(device_id, parts[0], int(parts[1]))):
        return False
    return not has_run_out(datetime.fromtimestamp(int(parts[1]), UTC), CHALLENGE_HOLDS, clock.now())


def _spend(challenge: str) -> bool:
    """Take a challenge; False when it was taken before."""
    try:
        with durable():
            SpentChallenge.objects.create(digest=hash_session(challenge), spent_at=clock.now())
    except IntegrityError:
        return False
    return True


def _seal(device_id: UUID, nonce: str, made: int) -> str:
    text = f"{device_id}.{nonce}.{made}"
    return salted_hmac("bahtera.access.challenge", text, algorithm="sha256").hexdigest()


def _is_worth_noting(origin: Origin) -> bool:
    """Tell whether one more refusal is written down: not each of a flood from one network."""
    try:
        admit(counts_for_forgeries(origin))
    except TooManyAttempts:
        return False
    return True


@cache
def _nobodys_key() -> str:
    """Return a key that no phone has, so that an unknown phone costs as much work as a known one."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(spki).decode()
