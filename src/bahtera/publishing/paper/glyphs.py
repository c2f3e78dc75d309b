"""Which signs our fonts can print. A tagged PDF may hold no sign without a picture, and one odd sign in one name must
not keep two hundred families from their forms: what cannot be printed becomes its plain letter, or a question mark.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

FONTS: Final = Path(__file__).resolve().parent / "fonts"
_LOST: Final = "?"
_SEGMENTS: Final = 4
_BLANKS: Final = str.maketrans(dict.fromkeys("\n\r\t", " "))


def printable(text: str) -> str:
    """Return a text with every sign that no font of ours has told by others, or by a question mark."""
    known = _known()
    plain = text.translate(_BLANKS)
    if all(sign in known for sign in plain):
        return plain
    return "".join(
        sign if sign in known else _told(sign, known) for sign in unicodedata.normalize("NFC", plain)
    )


def printable_in(data: Any) -> Any:
    """Return lists and mappings with every text in them made printable; drawings and keys stay as they are."""
    match data:
        case str():
            return data if data.startswith("<svg") else printable(data)
        case list() | tuple():
            return [printable_in(one) for one in data]
        case dict():
            return {key: printable_in(value) for key, value in data.items()}
    return data


def _told(sign: str, known: frozenset[str]) -> str:
    if unicodedata.category(sign) in {"Cc", "Cf", "Mn"}:
        return ""
    if sign.isspace():
        return " "
    parts = [
        one for one in unicodedata.normalize("NFKD", sign) if one in known and not unicodedata.combining(one)
    ]
    return "".join(parts) or _LOST


@cache
def _known() -> frozenset[str]:
    """Return the signs that each of the fonts has."""
    found = [_signs(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*found)


def _signs(font: bytes) -> frozenset[str]:
    """Return the signs of a TrueType font: the segments of its Unicode table (``cmap``, format 4)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables))
    base = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, base + 2)[0]
    for place in range(count):
        start = base + struct.unpack_from(">I", font, base + 4 + 8 * place + 4)[0]
        if struct.unpack_from(">H", font, start)[0] == _SEGMENTS:
            return _segments(font, start)
    msg = "the font has no table of segments"
    raise ValueError(msg)


def _segments(font: bytes, start: int) -> frozenset[str]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    begins = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 4 * count)
    ranges = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, ranges)
    found = set()
    for place, (begin, end, delta, offset) in enumerate(zip(begins, ends, deltas, offsets, strict=True)):
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = ranges + 2 * place + offset + 2 * (code - begin)
                glyph = struct.unpack_from(">H", font, at)[0]
            if glyph and (glyph + delta) & 0xFFFF:
                found.add(chr(code))
    return frozenset(found)
