"""What a phone signs, what unlocks it, and how long things hold. Bytes and numbers in, answer out; no Django.

``docs/reference/device-api.md`` says the same in words, with the numbers of ``test_phones.py`` to check against.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from bahtera.access.errors import BadDeviceKey
from bahtera.access.rules.codes import BITS, code_of

CODE_HOLDS: Final = timedelta(hours=72)
CHALLENGE_HOLDS: Final = timedelta(minutes=2)
SESSION_HOLDS: Final = timedelta(hours=12)
UNLOCK_HOLDS: Final = timedelta(days=30)
# What a clock may be off before what it stamped is not believed any more.
SKEW: Final = timedelta(minutes=2)
SECRET_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_COORDINATE_BYTES: Final = 32


class DevicePurpose(StrEnum):
    """What a phone signs for: a signature for one thing is worth nothing for another."""

    ENROL = "enrol"
    SIGN_IN = "sign-in"
    STATE = "state"
    UNLOCK = "unlock"
    HAND_IN = "hand-in"
    PART = "part"


def message(purpose: DevicePurpose, device: str, challenge: str) -> bytes:
    """Return the bytes a phone signs; at enrolment there is no device yet and the code is the challenge."""
    return f"bahtera-device/1\n{purpose.value}\n{device}\n{challenge}".encode()


def read_key(told: str | Mapping[str, Any]) -> str:
    """Return a P-256 public key (SPKI as base64, or a JWK) in its one spelling: SPKI, base64.

    Raises BadDeviceKey for any other key, a point that is none, and a JWK that carries its private half.
    """
    try:
        key = _from_jwk(told) if isinstance(told, Mapping) else _from_spki(told)
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm) as error:
        raise BadDeviceKey from error
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(spki).decode()


def is_signed(key: str, signature: str, signed: bytes) -> bool:
    """Tell whether a signature (r and s, 64 bytes, base64url) over these bytes is the key's."""
    try:
        raw = _from_base64url(signature)
        public = _from_spki(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    if len(raw) != _SIGNATURE_BYTES:
        return False
    half = _SIGNATURE_BYTES // 2
    der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    try:
        public.verify(der, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def unlock_code(secret: bytes, device_id: UUID, counter: int) -> str:
    """Return the ``counter``-th code that opens a locked profile: the phone works out the same without signal."""
    told = f"bahtera-unlock/1\n{device_id}\n{counter}".encode()
    raw = hmac.digest(secret, told, "sha256")[:8]
    return code_of(int.from_bytes(raw, "big") >> (64 - BITS))


def has_run_out(started: datetime, holds: timedelta, now: datetime) -> bool:
    """Tell whether something is over, or begins later than any honest clock would have it."""
    return not started - SKEW <= now < started + holds


def _from_spki(told: str) -> ec.EllipticCurvePublicKey:
    return _p256(serialization.load_der_public_key(base64.b64decode(told, validate=True)))


def _from_jwk(told: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    if told["kty"] != "EC" or told["crv"] != "P-256" or "d" in told:
        raise ValueError("no public P-256 key")
    x, y = (_from_base64url(told[name]) for name in ("x", "y"))
    if len(x) != _COORDINATE_BYTES or len(y) != _COORDINATE_BYTES:
        raise ValueError("a coordinate of the wrong length")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)


def _p256(key: object) -> ec.EllipticCurvePublicKey:
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise TypeError("no P-256 key")
    return key


def _from_base64url(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
