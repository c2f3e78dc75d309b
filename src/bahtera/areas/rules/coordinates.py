"""What coordinates seem to be, from their numbers alone: degrees, degrees the wrong way round, or metres."""

from __future__ import annotations

from typing import Final

# West, south, east, north.
Box = tuple[float, float, float, float]
INDONESIA: Final[Box] = (92.0, -13.0, 144.0, 8.0)
"""Indonesia with the sea around it, in degrees."""
# The same in the metres of Web Mercator (EPSG:3857), which web maps use.
_MERCATOR: Final[Box] = (10_241_000.0, -1_460_000.0, 16_030_000.0, 894_000.0)
_WIDEST, _HIGHEST = 180.0, 90.0


def looks_like(box: Box) -> str:
    """Return "degrees" (in Indonesia), "swapped" (latitude first), "mercator", "metres", or "" for other degrees."""
    west, south, east, north = box
    if _within(box, INDONESIA):
        return "degrees"
    if _within((south, west, north, east), INDONESIA):
        return "swapped"
    if _within(box, _MERCATOR):
        return "mercator"
    far = max(abs(west), abs(east)) > _WIDEST or max(abs(south), abs(north)) > _HIGHEST
    return "metres" if far else ""


def _within(box: Box, other: Box) -> bool:
    return box[0] >= other[0] and box[1] >= other[1] and box[2] <= other[2] and box[3] <= other[3]
