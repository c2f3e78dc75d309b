"""Recordings and pictures that a form shows beside its questions: which it names, and what may be taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .xml import XFORMS, parse_trusted

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS: Final = frozenset({"audio", "image", "big-image"})
LARGEST: Final = 5 * 1024 * 1024
"""Bytes of one file: five minutes of speech."""

HEAD: Final = 16
# How a frame of layer III begins: MPEG 1, 2 and 2.5, each with and without a checksum.
_MP3_FRAMES: Final = frozenset({b"\xff\xfa", b"\xff\xfb", b"\xff\xf2", b"\xff\xf3", b"\xff\xe2", b"\xff\xe3"})


def named_files(xform: bytes) -> tuple[str, ...]:
    """Return the names of the recordings and pictures a form shows, in the order in which it first names them."""
    values = parse_trusted(xform).iter(f"{{{XFORMS}}}value")
    shown = (one.text or "" for one in values if one.get("form") in _FORMS)
    return tuple(dict.fromkeys(name for text in shown if (name := text.strip().rpartition("/")[2])))


def kind_of(name: str, head: bytes) -> str | None:
    """Return the content type of a file whose first bytes and whose ending say the same, else None."""
    ending = name.rpartition(".")[2].casefold()
    kind, begins = _KINDS.get(ending, ("", _never))
    return kind if begins(head) else None


def _never(_head: bytes) -> bool:
    return False


def _is_mp3(head: bytes) -> bool:
    return head[:3] == b"ID3" or head[:2] in _MP3_FRAMES


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_ogg(head: bytes) -> bool:
    return head[:4] == b"OggS"


def _is_jpeg(head: bytes) -> bool:
    return head[:3] == b"\xff\xd8\xff"


def _is_png(head: bytes) -> bool:
    return head[:8] == b"\x89PNG\r\n\x1a\n"


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


_KINDS: Final[dict[str, tuple[str, Callable[[bytes], bool]]]] = {
    "mp3": ("audio/mpeg", _is_mp3),
    "m4a": ("audio/mp4", _is_mp4),
    "ogg": ("audio/ogg", _is_ogg),
    "jpg": ("image/jpeg", _is_jpeg),
    "jpeg": ("image/jpeg", _is_jpeg),
    "png": ("image/png", _is_png),
    "webp": ("image/webp", _is_webp),
}
