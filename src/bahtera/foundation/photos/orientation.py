"""Which way up a picture is, read from EXIF and written as the smallest EXIF that says so and nothing else."""

import struct
from typing import Final, Literal

_TAG: Final = 0x0112
_SHORT: Final = 3
_MOST_ENTRIES: Final = 512
UPRIGHT: Final = 1
_LAST: Final = 8


def read(tiff: bytes) -> int:
    """Return 1 (upright) to 8 from the TIFF structure inside EXIF; 1 for what cannot be read."""
    order: Literal["<", ">"]
    if tiff[:4] == b"II*\0":
        order = "<"
    elif tiff[:4] == b"MM\0*":
        order = ">"
    else:
        return UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(min(count, _MOST_ENTRIES)):
            tag, kind, number, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == _TAG and kind == _SHORT and number == 1:
                return int(value) if UPRIGHT <= value <= _LAST else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def written(orientation: int) -> bytes:
    """Return a TIFF structure that holds the orientation alone."""
    entry = struct.pack(">HHIHH", _TAG, _SHORT, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
