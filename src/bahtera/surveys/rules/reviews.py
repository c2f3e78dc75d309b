"""Draws by a seed: which visits are held as they arrive, looked at first, or asked about once more."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Final

BACK_CHECK: Final = "back-check"
_THOUSAND: Final = 1000


def is_drawn(seed: str, drawn_for: str, key: str, per_mille: int) -> bool:
    """Tell whether a thing falls into a random share: nobody foresees it, and whoever has the seed can check it."""
    return draw(seed, drawn_for, key) % _THOUSAND < per_mille


def draw(seed: str, drawn_for: str, key: str) -> int:
    """Return a thing's number in a draw, from 0 up to 2**64: HMAC-SHA256 of what is drawn for and its key."""
    digest = hmac.digest(seed.encode(), f"{drawn_for}:{key}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")


def draw_by_kader(
    seed: str, visits: Mapping[str, Sequence[str]], *, per_mille: int, at_least: int
) -> list[str]:
    """Draw visits to ask about once more: of each kader's the share, rounded up, and so many at least.

    ``visits``: ids by kader. The same seed and visits give the same ids, in whatever order they are handed over.
    """
    chosen: list[str] = []
    for _, ids in sorted(visits.items()):
        wanted = max(at_least, -(-len(ids) * per_mille // _THOUSAND))
        chosen += sorted(ids, key=lambda one: (draw(seed, BACK_CHECK, one), one))[:wanted]
    return chosen
