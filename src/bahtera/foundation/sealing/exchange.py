"""What others close for this site alone, ``bahtera-sealed-1``: anybody can seal, only the key ring opens.

A phone seals finished visits, the key of its data and of its back-ups to the site's public key, so that they can
be handed over without anybody's PIN. Who sealed something is not proved by it.

    "bhs1" | key id (8) | ephemeral public key (65) | AES-256-GCM of the padded data with its tag

The key and the nonce come from ECDH on P-256 through HKDF-SHA256 with
``"bahtera-sealed-1" 00 purpose 00 ephemeral recipient`` as info; what precedes the ciphertext is authenticated
with it. Public keys are uncompressed points. The data end with 0x80 and zeros up to a multiple of 256 bytes, so
that a length tells little (``step``: where it must tell nothing). A key's id is the beginning of the SHA-256 of its
point.
"""

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bahtera.foundation.sealing import keyring
from bahtera.foundation.sealing.errors import Broken, KeyringMissing, NotSealed, UnknownKey

VISIT: Final = "visit"
DATA_KEY: Final = "data-key"
BACKUP_KEY: Final = "backup-key"
STATISTICS: Final = "statistics"
HELP: Final = "help"

_NAME: Final = b"bahtera-sealed-1"
_MAGIC: Final = b"bhs1"
_ID: Final = 8
_POINT: Final = 65
_HEADER: Final = len(_MAGIC) + _ID + _POINT
_TAG: Final = 16
_KEY: Final = 32
_NONCE: Final = 12
_STEP: Final = 256
_CURVE: Final = ec.SECP256R1()
# Which pair of the key ring a purpose is sealed to; one pair opens nothing of another's.
_PAIR_OF: Final = {STATISTICS: "statistics", HELP: "help"}
_VISITS: Final = "exchange"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to seal to: ``id`` names it in 16 hexadecimal digits, ``point`` is uncompressed, 65 bytes."""

    id: str
    point: bytes


def public_key(purpose: str = VISIT) -> PublicKey:
    """Return the key to seal to now; raises KeyringMissing on a site from before that was not migrated."""
    keys = _keys(keyring.current(), purpose)
    point = _point(_pair(keys.by_version[keys.active].secret).public_key())
    return PublicKey(_id(point).hex(), point)


def open_sealed(sealed: bytes, *, purpose: str = VISIT) -> bytes:
    """Return what was sealed to one of this site's keys for a purpose.

    Raises NotSealed for other bytes; UnknownKey for another site's key or one retired; Broken when it was changed,
    cut, or sealed for another purpose; KeyringMissing.
    """
    if sealed[: len(_MAGIC)] != _MAGIC:
        raise NotSealed("This was not sealed by a phone of Bahtera.")
    if len(sealed) < _HEADER + _STEP + _TAG:
        raise _broken()
    wanted = sealed[len(_MAGIC) : len(_MAGIC) + _ID]
    pair = _pair_of(wanted, keyring.current(), purpose)
    pair = pair or _pair_of(wanted, keyring.reread(anyway=True), purpose)
    if pair is None:
        raise UnknownKey(f"This was sealed to key {wanted.hex()}, which is not in {keyring.path()}.")
    return open_with(pair, sealed, purpose=purpose)


def open_with(pair: ec.EllipticCurvePrivateKey, sealed: bytes, *, purpose: str) -> bytes:
    """Return what was sealed to a pair; raises Broken."""
    header, point = sealed[:_HEADER], sealed[_HEADER - _POINT : _HEADER]
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        shared = pair.exchange(ec.ECDH(), ephemeral)
        cipher, nonce = _cipher(shared, purpose, point, _point(pair.public_key()))
        padded = cipher.decrypt(nonce, sealed[_HEADER:], header)
    except (InvalidTag, ValueError):
        raise _broken() from None
    return _unpadded(padded)


def is_sealed(sealed: bytes) -> bool:
    """Tell whether bytes begin as something sealed does."""
    return sealed.startswith(_MAGIC)


def sealed_to(sealed: bytes) -> str:
    """Return the id of the key that something was sealed to; of other bytes, whatever stands there."""
    return sealed[len(_MAGIC) : len(_MAGIC) + _ID].hex()


def size_of(step: int) -> int:
    """Return how long something is that was padded to one step."""
    return _HEADER + step + _TAG


def seal_to(
    point: bytes,
    data: bytes,
    *,
    purpose: str = VISIT,
    step: int = _STEP,
    ephemeral: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return data closed for whoever holds the private half of a key, padded to multiples of ``step`` bytes.

    ``ephemeral`` is for test vectors alone.
    """
    recipient = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    one_time = ephemeral or ec.generate_private_key(_CURVE)
    own = _point(one_time.public_key())
    cipher, nonce = _cipher(one_time.exchange(ec.ECDH(), recipient), purpose, own, point)
    header = _MAGIC + _id(point) + own
    return header + cipher.encrypt(nonce, _padded(data, step), header)


def _keys(ring: keyring.Keyring, purpose: str) -> keyring.Keys:
    kind = _PAIR_OF.get(purpose, _VISITS)
    keys: keyring.Keys | None = getattr(ring, kind)
    if keys is None:
        raise KeyringMissing(f"The key ring {keyring.path()} has no {kind} key yet. Run `bahtera migrate`.")
    return keys


def _pair_of(wanted: bytes, ring: keyring.Keyring, purpose: str) -> ec.EllipticCurvePrivateKey | None:
    pairs = (_pair(key.secret) for key in _keys(ring, purpose).by_version.values())
    return next((pair for pair in pairs if _id(_point(pair.public_key())) == wanted), None)


def _pair(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), _CURVE)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _id(point: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(point)
    return digest.finalize()[:_ID]


def _cipher(shared: bytes, purpose: str, ephemeral: bytes, recipient: bytes) -> tuple[AESGCM, bytes]:
    info = b"\0".join((_NAME, purpose.encode(), ephemeral + recipient))
    made = HKDF(SHA256(), _KEY + _NONCE, salt=None, info=info).derive(shared)
    return AESGCM(made[:_KEY]), made[_KEY:]


def _padded(data: bytes, step: int) -> bytes:
    return data + b"\x80" + bytes(-(len(data) + 1) % step)


def _unpadded(padded: bytes) -> bytes:
    data = padded.rstrip(b"\0")
    if data[-1:] != b"\x80":
        raise _broken()
    return data[:-1]


def _broken() -> Broken:
    return Broken("This was changed or cut after a phone sealed it, or was sealed for something else.")
