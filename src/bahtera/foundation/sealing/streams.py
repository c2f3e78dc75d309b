"""Files closed in pieces, so that a large photo is never whole in memory and any place of it can be read.

::

    magic (4) format (1) prefix (7) | slot (63) slot (63) | piece (64 KiB + 16) ... last piece

A slot holds the file's own key, sealed for the file's name; there are two, so that rotation can write the new
one, see it on disk, and only then take away the old: at no moment is there none. A piece's nonce is the prefix,
its number, and whether it is the last: pieces cannot be dropped, doubled, moved, or cut off at the end.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bahtera.foundation.sealing import values
from bahtera.foundation.sealing.errors import Broken, SealingProblem
from bahtera.foundation.sealing.keyring import KEY_BYTES

MAGIC: Final = b"BHTS"
PIECE: Final = 64 * 1024
_FORMAT: Final = b"\x01"
_PREFIX_BYTES: Final = 7
_FIXED: Final = len(MAGIC) + len(_FORMAT) + _PREFIX_BYTES
_TAG: Final = 16
_SLOT: Final = values.MARK_BYTES + 12 + KEY_BYTES + _TAG
_SLOTS: Final = (_FIXED, _FIXED + _SLOT)
HEADER: Final = _FIXED + 2 * _SLOT
_CLOSED: Final = PIECE + _TAG
_PURPOSE: Final = "foundation.blobs"


class Writer:
    """Closes a file into ``target`` (opened at its beginning) piece by piece; its name may be known last.

    Call ``write`` for what comes, then ``finish`` with the name it is bound to.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._key = os.urandom(KEY_BYTES)
        self._cipher = AESGCM(self._key)
        self._fixed = MAGIC + _FORMAT + os.urandom(_PREFIX_BYTES)
        self._kept = bytearray()
        self._number = 0
        target.write(bytes(HEADER))

    def write(self, data: bytes) -> None:
        """Take more of the file; the last piece waits for ``finish``."""
        self._kept += data
        at = 0
        while len(self._kept) - at > PIECE:
            self._put(bytes(self._kept[at : at + PIECE]), last=False)
            at += PIECE
        del self._kept[:at]

    def finish(self, name: bytes) -> None:
        """Write the last piece and the header."""
        self._put(bytes(self._kept), last=True)
        self._target.seek(0)
        slot = values.seal(self._key, purpose=_PURPOSE, bound_to=name)
        self._target.write(self._fixed + slot + bytes(_SLOT))
        self._target.seek(0, os.SEEK_END)

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._fixed, self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, piece, self._fixed))
        self._number += 1


class Reader(io.RawIOBase):
    """A closed file, opened for reading at any place; closes ``source`` when closed. Raises Broken."""

    def __init__(self, source: BinaryIO, name: bytes) -> None:
        self._source = source
        self._fixed, key = open_header(source, name)
        self._cipher = AESGCM(key)
        closed = source.seek(0, os.SEEK_END) - HEADER
        self._pieces = max(1, -(-closed // _CLOSED))
        self._size = closed - self._pieces * _TAG
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        if self._size < 0:
            raise _broken()
        self._piece(self._pieces - 1)  # a file cut short is found before any of it is believed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override] # any writable buffer
        if self._at >= self._size:
            return 0
        number, inside = divmod(self._at, PIECE)
        found = self._piece(number)[inside : inside + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(HEADER + number * _CLOSED)
            closed = self._source.read(_CLOSED)
            nonce = _nonce(self._fixed, number, last=number == self._pieces - 1)
            try:
                self._held = (number, self._cipher.decrypt(nonce, closed, self._fixed))
            except InvalidTag:
                raise _broken() from None
        return self._held[1]


def is_sealed(source: BinaryIO) -> bool:
    """Tell whether a file is a closed one, by how it begins; leaves the place where it was."""
    at = source.tell()
    source.seek(0)
    begins = source.read(len(MAGIC) + len(_FORMAT))
    source.seek(at)
    return begins == MAGIC + _FORMAT


def open_header(source: BinaryIO, name: bytes) -> tuple[bytes, bytes]:
    """Return the unchanging part of the header and the file's key; raises Broken, UnknownKey."""
    source.seek(0)
    header = source.read(HEADER)
    if len(header) < HEADER:
        raise _broken()
    problem: SealingProblem = _broken()
    for slot in _filled(header):
        try:
            return header[:_FIXED], values.unseal(slot, purpose=_PURPOSE, bound_to=name)
        except SealingProblem as error:
            problem = error
    raise problem


def marks(source: BinaryIO) -> Iterable[bytes]:
    """Return which versions of the key a file's slots carry, as marks."""
    source.seek(0)
    return [slot[: values.MARK_BYTES] for slot in _filled(source.read(HEADER))]


def rewrap(file: BinaryIO, name: bytes) -> None:
    """Bring a file's key to the active version; ``file`` is open for reading and writing.

    A power cut at any moment leaves a slot that opens the file.
    """
    _, key = open_header(file, name)
    good = next(at for at in _SLOTS if _opens(_slot(file, at), name))
    other = _SLOTS[1 - _SLOTS.index(good)]
    for at, content in (
        (other, values.seal(key, purpose=_PURPOSE, bound_to=name)),
        (good, bytes(_SLOT)),
    ):
        file.seek(at)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def destroy(file: BinaryIO) -> None:
    """Overwrite both slots: what is left of the file is noise."""
    for at in _SLOTS:
        file.seek(at)
        file.write(bytes(_SLOT))
    file.flush()
    os.fsync(file.fileno())


def _slot(file: BinaryIO, at: int) -> bytes:
    file.seek(at)
    return file.read(_SLOT)


def _opens(slot: bytes, name: bytes) -> bool:
    try:
        values.unseal(slot, purpose=_PURPOSE, bound_to=name)
    except SealingProblem:
        return False
    return True


def _filled(header: bytes) -> Iterator[bytes]:
    for at in _SLOTS:
        slot = header[at : at + _SLOT]
        if values.is_sealed(slot):
            yield slot


def _nonce(fixed: bytes, number: int, *, last: bool) -> bytes:
    return fixed[-_PREFIX_BYTES:] + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _broken() -> Broken:
    return Broken("A sealed file was changed, cut short, or stands under a name it was not sealed for.")
