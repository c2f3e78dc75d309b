"""Where interviews took place: how far apart, far from where the village lies, or many at one point.

Points are latitude and longitude in degrees with the phone's own accuracy in metres. Without a polygon of the village
its middle is the median of the points noted there, and "far" is told against the middles of the other villages.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

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
    ``times`` nearer, or it lies ``times`` farther than nine in ten of the village's own points.
    """
    own = distances(points, home)
    far = own - accuracy > at_least
    lost = own > times * np.percentile(own, 90)
    if len(others):
        lost |= own > times * distances(points[:, None, :], others[None, :, :]).min(axis=1)
    told: NDArray[np.bool_] = far & lost
    return told
