"""Which files may be kept as the scan of a decree: told by what is in them, never by their name."""

import re
from typing import Final

LARGEST: Final = 10 * 1024 * 1024

_STARTS: Final = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_ENDS: Final = {"pdf": b"%%EOF", "jpg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
_TAIL: Final = 2048
_PLAIN: Final = re.compile(r"[^\w .()-]+")


def kind_of(data: bytes) -> str | None:
    """Return "pdf", "jpg" or "png" for a whole file of that kind, or None."""
    kind = next((name for start, name in _STARTS if data.startswith(start)), None)
    return kind if kind and _ENDS[kind] in data[-_TAIL:] else None


def scan_name(name: str, kind: str) -> str:
    """Return a file name that is safe to show and to save, ending as its content does."""
    stem = _PLAIN.sub(" ", name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "SK")
    return f"{' '.join(stem.split())[:120] or 'SK'}.{kind}"
