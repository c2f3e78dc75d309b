"""Photos without what a camera writes beside the picture: where it was taken, when, with what, by whom.

``stripped`` leaves the picture's own bytes as they are: nothing is decoded, so nothing is lost and nothing can be
exploited. Of the metadata only the orientation stays, without which a photo would lie on its side, and the colour
profile. JPEG, PNG and WebP are known; everything else, and what is broken beyond reading, comes back as it is.
"""

from collections.abc import Callable
from typing import Final

from bahtera.foundation.photos import jpeg, png, webp

_KINDS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bytes]], ...]] = (
    (jpeg.is_jpeg, jpeg.stripped),
    (png.is_png, png.stripped),
    (webp.is_webp, webp.stripped),
)
# So many bytes tell what a file is.
HEAD: Final = 16


def is_photo(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a photo whose metadata can be taken out."""
    return any(is_kind(head) for is_kind, _ in _KINDS)


def stripped(data: bytes) -> bytes:
    """Return a photo without its metadata; the same bytes when there is none, or when it is no photo we know."""
    for is_kind, strip in _KINDS:
        if is_kind(data):
            plain = strip(data)
            return data if plain == data else plain
    return data
