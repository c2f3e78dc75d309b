"""Where interviews took place: how far apart, far from where the village lies, or many at one point.

Points are latitude and longitude in degrees with the phone's own accuracy in metres. Where a village's boundary is
known, "outside" is told by it. Without one its middle is the median of the points noted there, and "far" is told
against the middles of the other villages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Polygons = Sequence[Sequence[Sequence[tuple[float, float]]]]
"""Polygons of an outer ring and holes; a ring is its corners as longitude and latitude, not closed."""

_EARTH: Final = 6_371_000.0


def distances(first: Points, second: Points) -> NDArray[np.float64]:
    """Return metres along a great circle between points of shape (..., 2), broadcast against each other."""
    one, two = np.radians(first), np.radians(second)
    half = (two - one) / 2
    chord = np.sin(half[..., 0]) ** 2 + np.cos(one[..., 0]) * np.cos(two[..., 0]) * np.sin(half[..., 1]) ** 2
    found: NDArray[np.float64] = 2 * _EARTH * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return found


def middle(points: Points) -> Points:
    """Return the median latitude and longitude of points of shape (n, 2)."""
    found: Points = np.median(points, axis=0)
    return found


def crowded(points: Points, accuracy: NDArray[np.float64], *, within: float) -> NDArray[np.int64]:
    """Return for each point how many points of the set, itself among them, lie where it lies.

    Two lie at one place when they are no farther apart than ``within`` metres. A point known less exactly than that
    says nothing: it counts for nobody, and its own count is 0.
    """
    sharp = accuracy <= within
    counts = np.zeros(len(points), np.int64)
    if sharp.any():
        known = points[sharp]
        near = distances(known[:, None, :], known[None, :, :]) <= within
        counts[sharp] = near.sum(axis=1)
    return counts


def far_from_home(
    points: Points,
    accuracy: NDArray[np.float64],
    home: Points,
    others: Points,
    *,
    at_least: float,
    times: float = 2.0,
) -> NDArray[np.bool_]:
    """Tell which points lie far from their village's middle.

    That is: farther than ``at_least`` metres and the point's own accuracy; and either another village's middle is
    ``times`` nearer, or it lies ``times`` farther than points usually do. Usual is twice the median distance, which
    more than nine in ten points scattered around a middle keep to, and which points far away, up to a third of all,
    hardly move: by a percentile of their own village they would hide each other.
    """
    own = distances(points, home)
    far = own - accuracy > at_least
    lost = own > times * 2 * np.median(own)
    if len(others):
        lost |= own > times * distances(points[:, None, :], others[None, :, :]).min(axis=1)
    told: NDArray[np.bool_] = far & lost
    return told


def metres_outside(points: Points, polygons: Polygons) -> NDArray[np.float64]:
    """Return how many metres each point of shape (n, 2) lies outside some polygons; 0 inside any of them.

    A point is inside a polygon when a line from it crosses its rings an odd number of times, so rings may turn either
    way and holes are outside. Distances are those to the nearest edge on a plane that touches the earth nearby, right
    to a thousandth within 100 km.
    """
    plane = _around(points)
    outside = np.full(len(points), np.inf)
    for rings in polygons:
        inside = np.zeros(len(points), bool)
        nearest = np.full(len(points), np.inf)
        for ring in rings:
            corners = plane.project(np.asarray([(north, east) for east, north in ring], np.float64))
            ends = np.roll(corners, -1, axis=0)
            inside ^= _crossed_oddly(plane.points, corners, ends)
            far = ~inside & (nearest > 0)
            nearest[far] = np.minimum(nearest[far], _to_edges(plane.points[far], corners, ends))
        outside = np.minimum(outside, np.where(inside, 0.0, nearest))
    return outside


@dataclass(frozen=True)
class _Plane:
    """Metres east and north of a place; ``points`` are those it was made for."""

    origin: Points
    points: Points

    def project(self, places: Points) -> Points:
        return _metres(places, self.origin)


def _around(points: Points) -> _Plane:
    origin = points.mean(axis=0) if len(points) else np.zeros(2)
    return _Plane(origin, _metres(points, origin))


def _metres(places: Points, origin: Points) -> Points:
    away = np.radians(places - origin) * _EARTH
    found: Points = np.stack([away[:, 1] * np.cos(np.radians(origin[0])), away[:, 0]], axis=1)
    return found


def _crossed_oddly(points: Points, starts: Points, ends: Points) -> NDArray[np.bool_]:
    """Tell from which points a line to the east crosses a ring an odd number of times."""
    east, north = points[:, None, 0], points[:, None, 1]
    spans = (starts[:, 1] > north) != (ends[:, 1] > north)
    rise = np.where(ends[:, 1] == starts[:, 1], 1.0, ends[:, 1] - starts[:, 1])
    at = starts[:, 0] + (north - starts[:, 1]) / rise * (ends[:, 0] - starts[:, 0])
    found: NDArray[np.bool_] = (spans & (east < at)).sum(axis=1) % 2 == 1
    return found


def _to_edges(points: Points, starts: Points, ends: Points) -> NDArray[np.float64]:
    along = ends - starts
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    away = points[:, None, :] - starts
    share = np.clip((away * along).sum(axis=2) / length, 0, 1)
    gaps = away - share[:, :, None] * along
    found: NDArray[np.float64] = np.sqrt((gaps**2).sum(axis=2)).min(axis=1) if len(points) else np.zeros(0)
    return found
