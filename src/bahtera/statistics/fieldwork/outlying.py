"""Numbers far from the others: scores from the median, which a few wild numbers do not move.

The modified score of Iglewicz and Hoaglin (1993), *How to Detect and Handle Outliers*: 0.6745 of the distance to the
median in median absolute deviations; 3.5 and more is worth a look. Where more than half are equal that deviation is
zero, and Tukey's fences (1977, *Exploratory Data Analysis*) speak instead.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_NORMAL: Final = 0.6745
_QUARTILES: Final = (25, 75)


def robust_scores(values: ArrayLike) -> NDArray[np.float64]:
    """Return each value's modified score with its sign; NaN for missing values and where all are too alike to tell.

    Where the median deviation is zero, the score is 0 within Tukey's outer fences and 3.5 with its sign beyond.
    """
    x = np.asarray(values, np.float64)
    known = x[~np.isnan(x)]
    if not len(known):
        return np.full(x.shape, np.nan)
    centre = np.median(known)
    spread = np.median(np.abs(known - centre))
    if spread > 0:
        scores: NDArray[np.float64] = _NORMAL * (x - centre) / spread
        return scores
    low, high = fences(known)
    if low == high:
        return np.full(x.shape, np.nan)
    return np.where(np.isnan(x), np.nan, np.where(x > high, 3.5, np.where(x < low, -3.5, 0.0)))


def fences(values: ArrayLike, *, reach: float = 3.0) -> tuple[float, float]:
    """Return Tukey's fences: so many quartile ranges below the lower and above the upper quartile."""
    low, high = np.percentile(np.asarray(values, np.float64), _QUARTILES)
    return float(low - reach * (high - low)), float(high + reach * (high - low))
