"""PNG, chunk by chunk. Kept: what draws the picture. Dropped: texts, EXIF, times, what is unknown, trailers."""

import struct
import zlib
from typing import Final

from bahtera.foundation.photos import orientation

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LAST: Final = b"IEND"
_EXIF: Final = b"eXIf"
_ANCILLARY: Final = 0x20
# Length and kind before a chunk's content, its check sum behind.
_AROUND: Final = 12
# What is not needed to draw a picture begins with a small letter; of that, this says how it looks and moves.
_LOOKS: Final = frozenset(
    b"cHRM gAMA iCCP sBIT sRGB bKGD hIST tRNS pHYs sPLT cICP mDCV cLLI acTL fcTL fdAT".split()
)


def is_png(data: bytes) -> bool:
    """Tell whether bytes begin as a PNG."""
    return data.startswith(_SIGNATURE)


def stripped(data: bytes) -> bytes:
    """Return the picture with its orientation and colours alone; of one that breaks off, as far as it goes."""
    kept, at, turned = [_SIGNATURE], len(_SIGNATURE), orientation.UPRIGHT
    while at + _AROUND <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + _AROUND + size
        if end > len(data):
            break
        if kind == _EXIF:
            turned = orientation.read(data[at + 8 : end - 4])
        elif kind in _LOOKS or not kind[0] & _ANCILLARY:
            kept.append(data[at:end])
        at = end
        if kind == _LAST:
            return _joined(kept, turned)
    kept.append(data[at:])
    return _joined(kept, turned)


def _joined(kept: list[bytes], turned: int) -> bytes:
    """Return the chunks, with the orientation behind the first, which says how large the picture is."""
    own = [_chunk(_EXIF, orientation.written(turned))] if turned != orientation.UPRIGHT else []
    return b"".join((*kept[:2], *own, *kept[2:]))


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
