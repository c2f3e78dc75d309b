"""Named parts one after another in one stream, each with a head, pieces and an end that says what it was."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bahtera.cli.archiving.envelope import SealedReader, SealedWriter
from bahtera.cli.archiving.errors import Damaged

_HEAD, _DATA, _END = b"H", b"D", b"E"
_PREFIX = 5
_LARGEST = 1 << 26
_GATHERED = 1 << 18


class MemberWriter:
    """Writes one member; its pieces are deflated when that is worth it."""

    def __init__(self, stream: SealedWriter, name: str, *, deflate: bool, about: dict[str, Any]) -> None:
        self._stream = stream
        self._squeeze = zlib.compressobj(1) if deflate else None
        self._held = bytearray()
        _frame(stream, _HEAD, json.dumps({"name": name, "deflate": deflate, "about": about}).encode())

    def write(self, data: bytes) -> None:
        """Add data."""
        self._held += self._squeeze.compress(data) if self._squeeze else data
        if len(self._held) >= _GATHERED:
            self._flush()

    def end(self, told: dict[str, Any]) -> None:
        """Close the member, with what is known only now."""
        if self._squeeze:
            self._held += self._squeeze.flush()
        self._flush()
        _frame(self._stream, _END, json.dumps(told).encode())

    def _flush(self) -> None:
        if self._held:
            _frame(self._stream, _DATA, bytes(self._held))
            self._held.clear()


@dataclass
class Member:
    """One member as it is read; ``pieces`` must be gone through before ``told`` is there."""

    name: str
    about: dict[str, Any]
    pieces: Iterator[bytes]
    told: dict[str, Any] = field(default_factory=dict)

    def finish(self) -> dict[str, Any]:
        """Go to the end and return what it says."""
        for _ in self.pieces:
            pass
        return self.told


def read_members(stream: SealedReader, name: object) -> Iterator[Member]:
    """Yield the members in their order; each is gone through before the next comes."""
    while head := _read_frame(stream, name, wanted=_HEAD):
        described = json.loads(head)
        member = Member(described["name"], described["about"], iter(()))
        member.pieces = _pieces(stream, name, member, deflate=described["deflate"])
        yield member
        member.finish()


def _pieces(stream: SealedReader, name: object, member: Member, *, deflate: bool) -> Iterator[bytes]:
    stretch = zlib.decompressobj() if deflate else None
    while True:
        kind, data = _read(stream, name)
        if kind == _END:
            if stretch and (rest := stretch.flush()):
                yield rest
            member.told = json.loads(data)
            return
        if kind != _DATA:
            raise Damaged(name)
        piece = stretch.decompress(data) if stretch else data
        if piece:
            yield piece


def _frame(stream: SealedWriter, kind: bytes, data: bytes) -> None:
    stream.write(kind + len(data).to_bytes(4, "big"))
    stream.write(data)


def _read_frame(stream: SealedReader, name: object, *, wanted: bytes) -> bytes:
    kind, data = _read(stream, name)
    if kind not in {wanted, b""}:
        raise Damaged(name)
    return data


def _read(stream: SealedReader, name: object) -> tuple[bytes, bytes]:
    prefix = stream.read(_PREFIX)
    if not prefix:
        return b"", b""
    size = int.from_bytes(prefix[1:], "big")
    if size > _LARGEST:
        raise Damaged(name)
    data = stream.read(size)
    if len(prefix) < _PREFIX or len(data) < size:
        raise Damaged(name)
    return prefix[:1], data
