"""What phones send and are answered at ``/api/v1/devices``. Each field of an answer says its level."""

import base64
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from bahtera.foundation.sealing import exchange

_CODE: Any = Field(max_length=40, examples=["7KQ2M-XR8D4"])
_PIN: Any = Field(max_length=12, description="Six digits.")
_CHALLENGE: Any = Field(max_length=200)
_SIGNATURE: Any = Field(max_length=120, description="ECDSA P-256 with SHA-256: r and s, 64 bytes, base64url.")
_MOST_KIN = 20


class JwkIn(Schema):
    """A public P-256 key as ``crypto.subtle.exportKey("jwk", …)`` gives it."""

    model_config = ConfigDict(extra="allow")

    kty: str = Field(max_length=10)
    crv: str = Field(max_length=10)
    x: str = Field(max_length=60)
    y: str = Field(max_length=60)


class KinIn(Schema):
    """A family that is the kader's own household or a relative's: it is left to another kader."""

    family_id: UUID
    relation: str = Field(max_length=20, examples=["own", "parent", "child", "sibling", "in_law", "other"])


class EnrolIn(Schema):
    """What a phone sends to enrol; the signature is over the code, with the purpose ``enrol``."""

    code: str = _CODE
    public_key: str | JwkIn = Field(union_mode="left_to_right", description="SPKI as base64, or a JWK.")
    signature: str = _SIGNATURE
    pin: str = _PIN
    label: str = Field("", max_length=80, description="What the kader calls this phone.")
    kin: list[KinIn] = Field([], max_length=_MOST_KIN)


class ProofIn(Schema):
    """A challenge and the phone's signature over it."""

    challenge: str = _CHALLENGE
    signature: str = _SIGNATURE


class SignInIn(ProofIn):
    """Key and PIN: two factors."""

    pin: str = _PIN


class UnlockIn(ProofIn):
    """A supervisor's unlock code as typed, and a new PIN when the old one is forgotten."""

    code: str = _CODE
    new_pin: str | None = Field(None, max_length=12)


class PinIn(Schema):
    """The PIN there is and the one to come."""

    pin: str = _PIN
    new_pin: str = _PIN


class SealingKeyOut(Schema):
    """The public half of a key of the site: what is sealed to it, the site alone opens."""

    SENSITIVITY: ClassVar = {"id": "L1", "point": "L1"}

    id: str
    point: str = Field(description="An uncompressed P-256 point, base64url.")

    @classmethod
    def current(cls, purpose: str = exchange.VISIT) -> Self:
        """Return the key of today for a purpose."""
        key = exchange.public_key(purpose)
        return cls(id=key.id, point=base64.urlsafe_b64encode(key.point).decode())


class EnrolledOut(Schema):
    """A phone that is enrolled: the secret for its unlock codes, and the key its visits are sealed to."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "name": "L3",
        "areas": "L1",
        "unlock_secret": "L3",
        "sealing_key": "L1",
    }

    id: UUID
    name: str
    areas: list[str]
    unlock_secret: str
    sealing_key: SealingKeyOut


class ChallengeOut(Schema):
    """What to sign, and how many seconds it holds."""

    SENSITIVITY: ClassVar = {"challenge": "L1", "seconds": "L1"}

    challenge: str
    seconds: int


class SessionOut(Schema):
    """A session of a phone; its token goes into ``Authorization: Bearer``."""

    SENSITIVITY: ClassVar = {"token": "L3", "expires_at": "L2", "name": "L3", "areas": "L1"}

    token: str
    expires_at: datetime
    name: str
    areas: list[str]


class StateOut(Schema):
    """How things stand with a profile: active, waiting (so many seconds), locked, no_role or revoked."""

    SENSITIVITY: ClassVar = {"state": "L2", "seconds": "L2"}

    state: str
    seconds: int


class MeOut(Schema):
    """Who is signed in on this phone, where they visit, and the families they do not."""

    SENSITIVITY: ClassVar = {"id": "L2", "name": "L3", "areas": "L1", "kin": "L3"}

    id: UUID
    name: str
    areas: list[str]
    kin: list[UUID]
