"""How much of an answer depends on who asked: the intraclass correlation of interviews by kader.

One-way random effects by analysis of variance, for groups of unequal size (Donner 1986, *International Statistical
Review* 54, 67-82); a yes/no answer is taken as 0 and 1 (Ridout, Demetrio and Firth 1999, *Biometrics* 55, 137-148).
Kader who work in different places differ because the places do: compare within one village, or say so.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

_FEWEST_GROUPS: Final = 2


@dataclass(frozen=True)
class Clustering:
    """The correlation of two answers that one kader noted, and how surprising it is.

    ``icc`` is at most 1 and may be below 0; ``p`` is the chance of as large an F by luck; ``groups`` kader noted
    ``n`` answers, the smallest of them ``smallest``.
    """

    icc: float
    f: float
    p: float
    groups: int
    n: int
    smallest: int


def intraclass(values: ArrayLike, groups: ArrayLike) -> Clustering | None:
    """Return the clustering of values by group; None where it is not defined.

    It is not with one group, with as many groups as values, or where all values are equal. Missing values (NaN) are
    left out.
    """
    x = np.asarray(values, np.float64)
    keep = ~np.isnan(x)
    x = x[keep]
    _, index = np.unique(np.asarray(groups)[keep], return_inverse=True)
    sizes = np.bincount(index).astype(np.float64)
    count, n = len(sizes), len(x)
    if count < _FEWEST_GROUPS or n <= count or np.ptp(x) == 0:
        return None
    means = np.bincount(index, x) / sizes
    between = float(sizes @ (means - x.mean()) ** 2) / (count - 1)
    within = float(((x - means[index]) ** 2).sum()) / (n - count)
    usual = (n - float(sizes @ sizes) / n) / (count - 1)
    icc = (between - within) / (between + (usual - 1) * within)
    f = between / within if within else np.inf
    p = float(special.fdtrc(count - 1, n - count, f)) if within else 0.0
    return Clustering(float(icc), float(f), p, count, n, int(sizes.min()))
