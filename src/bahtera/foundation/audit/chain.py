"""The arithmetic of the chain: what is sealed, and how one entry hangs on the one before.

An entry keeps 32 bytes. The first 16 are its *seal*, an HMAC over its place and every column: no row can be
changed, moved or made without the key. The last 16 are its *link*, an HMAC over the link before and this seal:
rows of two histories (a restored copy and what was written after it) cannot be mixed. Seals stand alone so
that, with a neighbour deleted, each remaining entry can still be told whole from changed.
"""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256

import orjson

from bahtera.foundation.audit.values import Draft, Head, Place, instant

HALF = 16
_BLOCK = 64


def canonical(entry_id: int, columns: Sequence[object]) -> bytes:
    """Return the bytes of an entry that are sealed; JSON, because no edit can then shift text between columns.

    ``columns`` are at (UTC, to the microsecond, as text), action, actor, subject, and the stored texts of details
    and about. Raises TypeError for what is no text at all, as only a tampered row can hold.
    """
    return orjson.dumps([entry_id, *columns])


def seal(key: bytes, content: bytes) -> bytes:
    """Return the seal of an entry's canonical bytes."""
    return hmac.digest(key, b"entry\0" + content, sha256)[:HALF]


def link(key: bytes, before: bytes, own_seal: bytes) -> bytes:
    """Return the link of an entry to the one before it."""
    return hmac.digest(key, b"link\0" + before + own_seal, sha256)[:HALF]


def sealer(key: bytes) -> Callable[[bytes], bytes]:
    """Return what gives the seal of canonical bytes as `seal` does, quicker for many."""
    return _keyed(key, b"entry\0")


def linker(key: bytes) -> Callable[[bytes], bytes]:
    """Return what gives the link as `link` does, of the link before and the own seal put together."""
    return _keyed(key, b"link\0")


def genesis(key: bytes, entry_id: int, before: Head | None) -> bytes:
    """Return the link on which a lane's first entry of a day hangs: the same lane's last of the day before."""
    last = b"" if before is None else orjson.dumps([before.id, before.seq, before.link.hex()])
    return hmac.digest(key, b"genesis\0" + orjson.dumps(entry_id) + last, sha256)[:HALF]


def head_seal(key: bytes, head: Head) -> bytes:
    """Return the seal of a lane's head: who deletes the last entries cannot make the head they leave."""
    content = [head.id, head.after, head.lanes, head.genesis.hex(), head.seq, head.link.hex(), head.is_open]
    return hmac.digest(key, b"head\0" + orjson.dumps(content), sha256)[:HALF]


def anchor_seal(key: bytes, day: int, lines: int, line_hash: str, *, is_closed: bool) -> bytes:
    """Return the seal of what the database remembers of a day's anchor file."""
    content = orjson.dumps([day, lines, line_hash, is_closed])
    return hmac.digest(key, b"anchor\0" + content, sha256)[:HALF]


def append(key: bytes, place: Place, before: bytes, draft: Draft, about: str) -> bytes:
    """Return seal and link of a draft that is written at a place."""
    at = instant(draft.at)
    content = canonical(place.id, (at, draft.action, draft.actor, draft.subject, draft.details, about))
    own = seal(key, content)
    return own + link(key, before, own)


def _keyed(key: bytes, begins: bytes) -> Callable[[bytes], bytes]:
    """Return HMAC-SHA256 (RFC 2104), cut to half, of messages that begin so; the key is taken in only once."""
    block = key.ljust(_BLOCK, b"\0")
    inside = sha256(bytes(one ^ 0x36 for one in block) + begins)
    outside = sha256(bytes(one ^ 0x5C for one in block))
    copy_inside, copy_outside = inside.copy, outside.copy

    def mac(message: bytes) -> bytes:
        inner, outer = copy_inside(), copy_outside()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()[:HALF]

    return mac
