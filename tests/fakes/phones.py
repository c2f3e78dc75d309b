"""A kader's phone for tests: a P-256 key as WebCrypto makes it, what it signs, and the same codes as the server."""

import base64
import hmac
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from bahtera.access import api as access
from bahtera.access.rules.codes import code_of

PIN = "830274"
SOMEWHERE = access.Origin(address="203.0.113.5", agent="Bahtera/1 Android")
STRANGER = access.Origin(address="198.51.100.9", agent="curl")


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def nowhere(_family_id):
    """Nobody knows any family."""


@dataclass
class Phone:
    """One profile on one phone."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: UUID | None = None
    secret: str = ""

    @property
    def spki(self):
        public = self.key.public_key()
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    @property
    def jwk(self):
        numbers = self.key.public_key().public_numbers()
        x, y = (base64url(one.to_bytes(32, "big")) for one in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "ext": True, "key_ops": ["verify"]}

    def sign(self, purpose, challenge, *, device=None):
        about = "" if purpose == "enrol" else str(device or self.id)
        told = f"bahtera-device/1\n{purpose}\n{about}\n{challenge}"
        r, s = decode_dss_signature(self.key.sign(told.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def enrol(self, code, *, pin=PIN, label="Ponsel biru", origin=SOMEWHERE, kin=(), known=nowhere):
        plain = code.replace("-", "")
        enrolled = access.enrol_device(
            code=code,
            public_key=self.spki,
            signature=self.sign("enrol", plain),
            pin=pin,
            label=label,
            origin=origin,
            kin=kin,
            known=known,
        )
        self.id, self.secret = enrolled.id, enrolled.unlock_secret
        return enrolled

    def proof(self, purpose):
        challenge = access.make_challenge(self.id).text
        return {"challenge": challenge, "signature": self.sign(purpose, challenge)}

    def sign_in(self, pin=PIN, *, origin=SOMEWHERE):
        return access.sign_in_device(self.id, pin=pin, origin=origin, **self.proof("sign-in"))

    def state(self):
        return access.tell_state(self.id, origin=SOMEWHERE, **self.proof("state")).state

    def unlock(self, code, *, new_pin=None, origin=SOMEWHERE):
        access.unlock_device(self.id, code=code, new_pin=new_pin, origin=origin, **self.proof("unlock"))

    def unlock_code(self, counter):
        """Return what the phone works out without signal."""
        told = f"bahtera-unlock/1\n{self.id}\n{counter}".encode()
        raw = hmac.digest(base64.b64decode(self.secret), told, "sha256")[:8]
        return code_of(int.from_bytes(raw, "big") >> 19)
