"""JPEG, segment by segment. Kept: what draws the picture. Dropped: EXIF, XMP, IPTC, comments, previews, trailers."""

import re
import struct
from dataclasses import dataclass, field
from typing import Final

from bahtera.foundation.photos import orientation

_START: Final = b"\xff\xd8"
_END: Final = 0xD9
_SCAN: Final = 0xDA
_COMMENT: Final = 0xFE
_APPS: Final = range(0xE0, 0xF0)
# Markers that stand alone, without a length behind them.
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_EXIF: Final = b"Exif\0"
# What an application segment must begin with to be kept: JFIF's sizes, the colour profile, Adobe's colour model.
_KEPT: Final = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
# The next marker within the picture's data: not a stuffed FF, not a restart.
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def is_jpeg(data: bytes) -> bool:
    """Tell whether bytes begin as a JPEG."""
    return data.startswith(b"\xff\xd8\xff")


@dataclass
class _Walk:
    """A way through the segments: what is kept so far, and which way up the picture is."""

    data: bytes
    at: int = len(_START)
    kept: list[bytes] = field(default_factory=list)
    turned: int = orientation.UPRIGHT
    dropped: bool = False
    over: bool = False


def stripped(data: bytes) -> bytes:
    """Return the picture with its orientation and colours alone; of one that breaks off, as far as it goes."""
    walk = _Walk(data)
    while not walk.over:
        _segment(walk)
    if not walk.dropped:
        return data
    own = _exif(walk.turned) if walk.turned != orientation.UPRIGHT else b""
    # JFIF wants to stand first; the orientation comes right behind it.
    first = 1 if walk.kept and walk.kept[0][:2] == b"\xff\xe0" else 0
    return b"".join((_START, *walk.kept[:first], own, *walk.kept[first:]))


def _segment(walk: _Walk) -> None:
    """Take one segment, or the rest as it is where the file breaks its own rules."""
    data, at = walk.data, walk.at
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if len(data) < at + 2 or data[at] != 0xFF:  # noqa: PLR2004 - the byte every marker begins with
        _rest(walk)
        return
    marker = data[at + 1]
    if marker == _END:
        walk.kept.append(data[at : at + 2])
        walk.dropped |= at + 2 < len(data)
        walk.over = True
        return
    if marker in _ALONE:
        walk.kept.append(data[at : at + 2])
        walk.at = at + 2
        return
    size = struct.unpack_from(">H", data, at + 2)[0] if len(data) >= at + 4 else 0
    end = at + 2 + size
    if size < 2 or end > len(data):  # noqa: PLR2004 - a length counts its own two bytes
        _broken(walk, marker)
        return
    if marker == _SCAN:
        end = _end_of_scan(data, end)
    segment = data[at:end]
    if _is_kept(marker, segment[4:]):
        walk.kept.append(segment)
    else:
        walk.dropped = True
        if marker == _APPS.start + 1 and segment[4:].startswith(_EXIF):
            walk.turned = orientation.read(segment[4 + len(_EXIF) + 1 :])
    walk.at = end
    walk.over = end >= len(data)


def _end_of_scan(data: bytes, start: int) -> int:
    found = _MARKER.search(data, start)
    return found.start() if found else len(data)


def _is_kept(marker: int, content: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if marker not in _APPS:
        return True
    return any(marker == kept and content.startswith(begin) for kept, begin in _KEPT)


def _rest(walk: _Walk) -> None:
    walk.kept.append(walk.data[walk.at :])
    walk.over = True


def _broken(walk: _Walk, marker: int) -> None:
    """A segment longer than the file: of a picture the rest is kept, of metadata nothing."""
    if marker in _APPS or marker == _COMMENT:
        walk.dropped = walk.over = True
    else:
        _rest(walk)


def _exif(turned: int) -> bytes:
    content = _EXIF + b"\0" + orientation.written(turned)
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
