"""Where a name or a mark finds room in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LINES: Final = 9
# Off round parts of the height, so that a line seldom runs along an edge.
_OFF: Final = 0.0037


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share any point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def inside_point(rings: Sequence[Sequence[tuple[float, float]]]) -> tuple[float, float, float]:
    """Return a point inside a polygon with holes where there is most room, and how wide the room is.

    Some level lines are laid through it; the middle of the widest piece inside wins, pieces near the middle of the
    polygon before others of nearly the same width.
    """
    heights = [y for _, y in rings[0]]
    top, bottom = min(heights), max(heights)
    best = (rings[0][0][0], rings[0][0][1], 0.0)
    best_score = 0.0
    for at in range(1, _LINES + 1):
        y = top + (bottom - top) * (at / (_LINES + 1) + _OFF)
        crossings = sorted(x for ring in rings for x in _crossings(ring, y))
        central = 1 - abs(at / (_LINES + 1) - 0.5)
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            if (right - left) * central > best_score:
                best_score = (right - left) * central
                best = ((left + right) / 2, y, min(right - left, bottom - top))
    return best


def _crossings(ring: Sequence[tuple[float, float]], y: float) -> list[float]:
    """Return where a level line crosses a closed ring."""
    found = []
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y):
            found.append(ax + (y - ay) * (bx - ax) / (by - ay))
    return found
