"""An encrypted stream that cannot be cut, reordered or altered without being noticed.

A line of magic, a line of open parameters, then pieces of AES-256-GCM. The key of each archive is derived from
the main key, a salt of its own and every open parameter; each piece is bound to its number and to whether it
is the last. So an altered parameter, a swapped piece and a missing end all fail to decrypt.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bahtera.cli.archiving.errors import Damaged, NotAnArchive, WrongKey
from bahtera.cli.archiving.secret import Secret

MAGIC = b"bahtera-archive-1\n"
PIECE = 1 << 20
_TAG = 16
_LONGEST_HEADER = 4096


class SealedWriter:
    """Encrypts what is written to it; ``finish`` writes the last piece, without which nothing can be read."""

    def __init__(self, file: IO[bytes], secret: Secret, *, kind: str) -> None:
        open_part = {"kind": kind, "salt": os.urandom(32).hex(), "secret": secret.describe()}
        main = secret.main_key(open_part["secret"])  # type: ignore[arg-type] # the dict just made
        if main is None:
            message = "a secret does not know its own description"
            raise RuntimeError(message)
        salt = bytes.fromhex(str(open_part["salt"]))
        header = json.dumps(open_part | {"check": _check(main, salt)}, sort_keys=True).encode() + b"\n"
        self._cipher = AESGCM(_own_key(main, salt, header))
        self._file = file
        self._held = bytearray()
        self._number = 0
        file.write(MAGIC + header)

    def write(self, data: bytes) -> None:
        """Take more; whole pieces go to the file."""
        self._held += data
        # One piece stays back: only `finish` knows which is the last.
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def finish(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class SealedReader:
    """Decrypts a stream piece by piece; raises NotAnArchive, WrongKey at once and Damaged where it is."""

    def __init__(self, file: IO[bytes], secret: Secret, *, kind: str, name: object) -> None:
        self._file = file
        self._name = name
        if file.readline(len(MAGIC)) != MAGIC:
            raise NotAnArchive(name)
        header = file.readline(_LONGEST_HEADER)
        described = _described(header)
        if described is None or described["kind"] != kind:
            raise NotAnArchive(name)
        main = secret.main_key(described["secret"])
        if main is None or _check(main, described["salt"]) != described["check"]:
            raise WrongKey(name)
        self._cipher = AESGCM(_own_key(main, described["salt"], header))
        self._pieces = self._opened()
        self._held = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        """Return exactly ``size`` bytes, or fewer at the end."""
        taken = []
        while size:
            if self._at == len(self._held):
                self._held, self._at = next(self._pieces, b""), 0
                if not self._held:
                    break
            part = self._held[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            taken.append(part)
        return b"".join(taken)

    def _opened(self) -> Iterator[bytes]:
        number, ahead = 0, self._file.read(PIECE + _TAG)
        while True:
            piece, ahead = ahead, self._file.read(PIECE + _TAG)
            last = not ahead
            try:
                opened = self._cipher.decrypt(_nonce(number, last=last), piece, None)
            except InvalidTag:
                raise Damaged(self._name) from None
            if opened:
                yield opened
            if last:
                return
            number += 1


def _described(header: bytes) -> dict[str, Any] | None:
    """Return the open parameters with the salt as bytes, or None when they are none."""
    try:
        found = json.loads(header)
        salt = bytes.fromhex(found["salt"])
        wanted = {"kind": str(found["kind"]), "check": str(found["check"]), "secret": dict(found["secret"])}
    except (ValueError, KeyError, TypeError):
        return None
    return wanted | {"salt": salt}


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _own_key(main: bytes, salt: bytes, header: bytes) -> bytes:
    bound = hashlib.sha256(header).digest()
    return HKDF(SHA256(), 32, salt, b"bahtera archive" + bound).derive(main)


def _check(main: bytes, salt: bytes) -> str:
    """Return what tells a wrong key from a damaged archive; it says nothing about the key."""
    return HKDF(SHA256(), 16, salt, b"bahtera archive check").derive(main).hex()
