"""Where names and marks find room in a picture: no name lies on another, on a point or over the edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_LINES: Final = 9
# Off round parts of the height, so that a line seldom runs along an edge.
_OFF: Final = 0.0037
_EM: Final = 12.0
_RISE, _FALL = 10.0, 3.0
_NARROW: Final = frozenset("iIjlftr .,:;'|()-")
_BROAD: Final = frozenset("mwMW")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Tell whether another lies wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share any point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants a place at a point; ``reach``: how far what is drawn there reaches, 0 where nothing is.

    ``inside``: the point lies in an area, and the name rather in it than beside it.
    """

    label: str
    x: float
    y: float
    reach: float
    style: str = "map-name"
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A name at its place: ``y`` the line it stands on; ``leader``: from its point to it, where it lies apart."""

    label: str
    x: float
    y: float
    anchor: str
    style: str
    leader: tuple[float, float, float, float] | None = None


def place_names(
    wishes: Sequence[Wish], taken: Sequence[Box], frame: Box, *, letters: float = 1.0
) -> list[Placed]:
    """Return the names that find room, those wished first before others; no two lie on each other.

    ``letters``: they are so many times as large as the style sheet has them.
    """
    full = [*taken]
    found = []
    for wish in wishes:
        for placed in _places(wish, letters):
            box = box_of(placed, letters)
            if frame.holds(box) and not any(box.meets(other) for other in full):
                full.append(box)
                found.append(placed)
                break
    return found


def box_of(placed: Placed, letters: float = 1.0) -> Box:
    """Return the room that a placed name takes."""
    width = _width(placed.label) * letters
    left = placed.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[placed.anchor]
    return Box(left - 1, placed.y - _RISE * letters, left + width + 1, placed.y + _FALL * letters)


def _places(wish: Wish, letters: float) -> Iterator[Placed]:
    """Yield where a name may stand, the best place first."""

    def at(dx: float, dy: float, anchor: str, *, led: bool = False) -> Placed:
        x, y = wish.x + dx, wish.y + dy
        leader = (wish.x, wish.y, x, y - rise / 3) if led else None
        return Placed(wish.label, x, y, anchor, wish.style, leader)

    off, rise = wish.reach + 4, _RISE * letters
    level, under, over = rise / 3, off + rise - 2, -off
    if wish.inside:
        yield at(0, under if wish.reach else level, "middle")
        yield at(0, over, "middle")
    yield at(off, level, "start")
    yield at(-off, level, "end")
    yield at(0, under, "middle")
    yield at(0, over, "middle")
    for turn in (1, -1):
        yield at(turn * off * 0.8, under - 3, "start" if turn > 0 else "end")
        yield at(turn * off * 0.8, over + 3, "start" if turn > 0 else "end")
    for apart in (14, 26, 40, 56):
        for turn in (1, -1):
            for dy in (-apart, apart + level, level):
                yield at(turn * (off + apart), dy, "start" if turn > 0 else "end", led=True)


def _width(text: str) -> float:
    """Return about how wide a name is drawn, rather too much than too little."""
    return _EM * sum(
        0.38 if sign in _NARROW else 0.92 if sign in _BROAD else 0.72 if sign.isupper() else 0.61
        for sign in text
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
