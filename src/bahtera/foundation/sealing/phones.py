"""What lies on kader's phones, as far as the site may read it: visits, photos and back-up files sealed to it.

The phone's side, and the formats in words, are ``field/src/vault`` and ``field/src/sync/backup.ts``. Whoever sent
such bytes is not proved by them: what comes out is looked at by a person before it counts.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bahtera.foundation.sealing.errors import Broken, NotSealed
from bahtera.foundation.sealing.exchange import BACKUP_KEY, DATA_KEY, VISIT, open_sealed

MOST_VISIT_BYTES: Final = 8 * 1024 * 1024

_BOX: Final = b"\x01"
_NONCE: Final = 12
_BACKUP: Final = b"bhb1"
_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """A photo as a visit names it; ``key`` opens its box and nothing else."""

    id: str
    name: str
    type: str
    sha256: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhoneVisit:
    """A finished visit: the XML as it would have been sent, the photos it names, and what rides beside it."""

    id: str
    device: str
    xml: bytes = field(repr=False)
    files: tuple[PhoneFile, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class BackupPart:
    """One record of a back-up file: ``kind`` is visit, draft or file; ``box`` is a photo as it lay on the phone."""

    kind: str
    id: str
    content: dict[str, Any] = field(repr=False)
    box: bytes = field(repr=False)


def open_visit(sealed: bytes) -> PhoneVisit:
    """Return a visit that a phone sealed to this site; raises what ``open_sealed`` does, and Broken."""
    try:
        told = orjson.loads(_unzipped(open_sealed(sealed, purpose=VISIT)))
        files = tuple(read_file(one) for one in told["files"])
        extra = dict(told.get("extra") or {})
        return PhoneVisit(str(told["id"]), str(told["device"]), str(told["xml"]).encode(), files, extra)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise _broken() from error


def read_file(told: dict[str, Any]) -> PhoneFile:
    """Return a photo as a visit or draft names it; raises KeyError, TypeError, ValueError for what is none."""
    return PhoneFile(
        str(told["id"]),
        str(told["name"]),
        str(told["type"]),
        str(told["sha256"]),
        _from_base64url(told["key"]),
    )


def open_file(file: PhoneFile, box: bytes) -> bytes:
    """Return a photo; raises Broken when it is not the one that the visit names."""
    content = _open_box(file.key, box, f"file\0{file.id}")
    if sha256(content).hexdigest() != file.sha256:
        raise _broken()
    return content


def open_data_key(sealed: bytes, device: str) -> bytes:
    """Return what a phone gets back when its PIN is forgotten, if it is this phone's; else raises Broken."""
    told = open_sealed(sealed, purpose=DATA_KEY)
    try:
        if orjson.loads(told)["device"] != device:
            raise _broken()
    except (ValueError, KeyError, TypeError) as error:
        raise _broken() from error
    return told


def open_backup(data: bytes) -> Iterator[BackupPart]:
    """Yield what a back-up file of a phone holds, without its code.

    Raises NotSealed for another file, UnknownKey for another site's, Broken for a cut or changed one: read it to
    its end before believing any of it.
    """
    if data[: len(_BACKUP)] != _BACKUP:
        raise NotSealed("This is no back-up file of a phone.")
    told, at = _taken(data, len(_BACKUP))
    mark = sha256(told).hexdigest()
    try:
        header = orjson.loads(told)
        count = int(header["parts"])
        key = open_sealed(_from_base64url(header["byServer"]), purpose=BACKUP_KEY)
    except (ValueError, KeyError, TypeError) as error:
        raise _broken() from error
    for number in range(count):
        box, at = _taken(data, at)
        yield _part(_open_box(key, box, f"backup\0{mark}\0{number}\0{count}"))
    if at != len(data):
        raise _broken()


def _part(opened: bytes) -> BackupPart:
    told, end = _taken(opened, 0)
    try:
        record = orjson.loads(told)
        return BackupPart(
            str(record["kind"]), str(record["id"]), dict(record.get("content") or {}), opened[end:]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _broken() from error


def _taken(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the bytes whose length stands here, and where they end."""
    begin = at + _LENGTH
    end = begin + int.from_bytes(data[at:begin], "big")
    if begin > len(data) or end > len(data):
        raise _broken()
    return data[begin:end], end


def _open_box(key: bytes, box: bytes, bound_to: str) -> bytes:
    if box[:1] != _BOX:
        raise _broken()
    try:
        nonce, closed = box[1 : 1 + _NONCE], box[1 + _NONCE :]
        return AESGCM(key).decrypt(nonce, closed, b"bahtera-box-1\0" + bound_to.encode())
    except (InvalidTag, ValueError):
        raise _broken() from None


def _unzipped(data: bytes) -> bytes:
    """Return gzipped bytes, never more than a visit can hold: a small file may unfold into a disk."""
    unfolding = zlib.decompressobj(wbits=31)
    opened = unfolding.decompress(data, MOST_VISIT_BYTES + 1)
    if len(opened) > MOST_VISIT_BYTES or not unfolding.eof:
        raise _broken()
    return opened


def _from_base64url(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64url") from error


def _broken() -> Broken:
    return Broken("What a phone sealed was changed, cut, or belongs to another visit or phone.")
