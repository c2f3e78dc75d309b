"""WebP, chunk by chunk. Kept: what draws the picture. Dropped: EXIF, XMP, what is unknown, trailers."""

import struct
from typing import Final

from bahtera.foundation.photos import orientation

_HEAD: Final = 12
_EXIF: Final = b"EXIF"
_KEPT: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
# Bits of the first byte of VP8X that announce EXIF and XMP.
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def is_webp(data: bytes) -> bool:
    """Tell whether bytes begin as a WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def stripped(data: bytes) -> bytes:
    """Return the picture with its orientation and colours alone; one that breaks off comes back as it is."""
    (size,) = struct.unpack_from("<I", data, 4)
    end = min(8 + size, len(data))
    kept: list[bytes] = []
    at, turned = _HEAD, orientation.UPRIGHT
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", data, at + 4)
        kind, after = data[at : at + 4], at + 8 + length + length % 2
        if at + 8 + length > end:
            # Broken off: metadata is not kept even then.
            if kind in _KEPT:
                kept.append(data[at:end])
            break
        content = data[at + 8 : at + 8 + length]
        if kind == _EXIF:
            turned = orientation.read(content.removeprefix(b"Exif\0\0"))
        elif kind in _KEPT:
            kept.append(data[at:after])
        at = after
    if turned != orientation.UPRIGHT:
        kept.append(_chunk(_EXIF, orientation.written(turned)))
    body = b"".join(_announced(one, turned) for one in kept)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _announced(chunk: bytes, turned: int) -> bytes:
    """Return the chunk; the one that announces what follows says what there is now."""
    if chunk[:4] != b"VP8X" or len(chunk) < 9:  # noqa: PLR2004 - kind, length and flags
        return chunk
    flags = chunk[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned != orientation.UPRIGHT else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
