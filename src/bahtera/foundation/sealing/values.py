"""Closing and opening short values, keys of single parts, and blind indexes. No Django.

A sealed value is ``01 | version (2) | nonce (12) | AES-256-GCM``, bound to its purpose and, where given, to its
row: anywhere else it does not open. A part (one submission's body) has a key of its own, which is kept sealed
beside it: destroying those few bytes erases the part wherever it lies.
"""

import base64
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bahtera.foundation.sealing import keyring
from bahtera.foundation.sealing.errors import Broken, Erased, NotSealed

MARK_BYTES: Final = 3
_VALUE: Final = b"\x01"
_PART: Final = b"\x02"
_NONCE: Final = 12
_TAG: Final = 16
_DIGEST_BYTES: Final = 16

# Only while a database from before is being sealed; ordinary reading never takes a plain value for a sealed one.
_plain_taken: ContextVar[bool] = ContextVar("plain_taken", default=False)


def seal(data: bytes, *, purpose: str, bound_to: bytes = b"") -> bytes:
    """Return the data closed with the active key; it grows by 31 bytes.

    ``purpose`` is where it will stand, as ``table.column``; ``bound_to`` the row, where moving must be noticed.
    """
    ring = keyring.current()
    version = ring.sealing.active
    nonce = os.urandom(_NONCE)
    closed = ring.cipher(version, purpose).encrypt(nonce, data, _bound(purpose, bound_to))
    return mark(version) + nonce + closed


def unseal(sealed: bytes, *, purpose: str, bound_to: bytes = b"") -> bytes:
    """Return what was sealed for this purpose and row.

    Raises NotSealed, UnknownKey, Broken, KeyringMissing.
    """
    if sealed[:1] != _VALUE:
        if _plain_taken.get():
            return sealed
        raise NotSealed(f"A value of {purpose} is plain. Run `bahtera keys seal-existing`.")
    version = int.from_bytes(sealed[1:MARK_BYTES], "big")
    cipher = keyring.with_version(version).cipher(version, purpose)
    return _open(cipher, sealed[MARK_BYTES:], purpose, bound_to)


def is_sealed(stored: bytes) -> bool:
    """Tell whether stored bytes are a sealed value, by how they begin."""
    return stored[:1] == _VALUE


def mark(version: int) -> bytes:
    """Return how every value begins that this version of the key closed."""
    return _VALUE + version.to_bytes(2, "big")


def active_mark() -> bytes:
    """Return how every value begins that is closed now."""
    return mark(keyring.current().sealing.active)


@contextmanager
def taking_plain() -> Iterator[None]:
    """Let plain values through while a database from before is being sealed."""
    token = _plain_taken.set(True)
    try:
        yield
    finally:
        _plain_taken.reset(token)


# --- parts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartKey:
    """The key of one part. ``wrapped`` is what is stored; without it nothing of the part can be read again."""

    wrapped: bytes
    bound_to: bytes = field(repr=False)
    _cipher: AESGCM = field(repr=False)

    def seal(self, data: bytes, *, purpose: str) -> bytes:
        """Return a piece of the part closed; ``purpose`` tells the pieces apart."""
        nonce = os.urandom(_NONCE)
        return _PART + nonce + self._cipher.encrypt(nonce, data, _bound(purpose, self.bound_to))

    def unseal(self, sealed: bytes, *, purpose: str) -> bytes:
        """Return a piece of the part; raises NotSealed or Broken."""
        if sealed[:1] != _PART:
            raise NotSealed(f"A part of {purpose} is plain. Run `bahtera keys seal-existing`.")
        return _open(self._cipher, sealed[1:], purpose, self.bound_to)


def new_part_key(*, purpose: str, bound_to: bytes) -> PartKey:
    """Return a fresh key for one part; keep its ``wrapped`` bytes."""
    key = os.urandom(keyring.KEY_BYTES)
    return PartKey(seal(key, purpose=purpose, bound_to=bound_to), bound_to, AESGCM(key))


def open_part_key(wrapped: bytes | None, *, purpose: str, bound_to: bytes) -> PartKey:
    """Return a part's key from its stored form; raises Erased when that was destroyed, NotSealed before it was."""
    if wrapped is None:
        raise NotSealed(f"A part of {purpose} is plain. Run `bahtera keys seal-existing`.")
    if not wrapped:
        raise Erased
    return PartKey(wrapped, bound_to, AESGCM(unseal(wrapped, purpose=purpose, bound_to=bound_to)))


def rewrap(wrapped: bytes, *, purpose: str, bound_to: bytes) -> bytes:
    """Return a part's stored key closed with the active version; the part itself stays as it is."""
    return seal(unseal(wrapped, purpose=purpose, bound_to=bound_to), purpose=purpose, bound_to=bound_to)


# --- blind indexes ----------------------------------------------------------------------------------------


def digest(value: str, *, purpose: str) -> str:
    """Return a keyed digest of an already normalised value, as ``version.letters``: 128 bits, no way back.

    Equal values of one purpose have equal digests while the index key stays; without the key nobody can try
    out all NIKs.
    """
    ring = keyring.current()
    return _digest(ring, ring.index.active, value, purpose)


def digests(value: str, *, purpose: str) -> tuple[str, ...]:
    """Return the digests under which a value may stand: one for each live version, the active one first."""
    ring = keyring.current()
    versions = sorted(ring.index.by_version, key=lambda version: (version != ring.index.active, -version))
    return tuple(_digest(ring, version, value, purpose) for version in versions)


def active_digest_mark() -> str:
    """Return how every digest begins that is made now."""
    return f"{keyring.current().index.active}."


# --- inside -----------------------------------------------------------------------------------------------


def _digest(ring: keyring.Keyring, version: int, value: str, purpose: str) -> str:
    raw = hmac.digest(ring.index_key(version, purpose), value.encode(), "sha256")[:_DIGEST_BYTES]
    return f"{version}.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def _bound(purpose: str, bound_to: bytes) -> bytes:
    return b"bahtera/1\0" + purpose.encode() + b"\0" + bound_to


def _open(cipher: AESGCM, closed: bytes, purpose: str, bound_to: bytes) -> bytes:
    if len(closed) < _NONCE + _TAG:
        raise _broken(purpose)
    try:
        return cipher.decrypt(closed[:_NONCE], closed[_NONCE:], _bound(purpose, bound_to))
    except InvalidTag:
        raise _broken(purpose) from None


def _broken(purpose: str) -> Broken:
    return Broken(f"A sealed value of {purpose} was changed, or stands where it was not sealed for.")
