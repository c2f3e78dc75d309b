"""Whether ages or other numbers gather at round digits, as they do where they are guessed.

Whipple's index counts ages that end in 0 or 5 from 23 to 62 (100: as expected, 500: nothing else); Myers's blended
index is the share of ages from 10 to 99 that would have to change their last digit. Both as in Siegel and Swanson
(eds., 2004), *The Methods and Materials of Demography*, chapter 7. Ages also heap where people do not know their birth
year: compare a kader with the others of the same place.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_WHIPPLE: Final = (23, 62)
_MYERS: Final = (10, 89)
_DIGITS: Final = 10


def whipple(ages: ArrayLike) -> tuple[float, int]:
    """Return Whipple's index of whole ages and how many of them it rests on; NaN for none."""
    known = np.asarray(ages, np.int64)
    counted = known[(known >= _WHIPPLE[0]) & (known <= _WHIPPLE[1])]
    if not len(counted):
        return float("nan"), 0
    return 500.0 * float((counted % 5 == 0).sum()) / len(counted), len(counted)


def myers(ages: ArrayLike) -> tuple[float, int]:
    """Return Myers's blended index, from 0 to 90, and how many ages it rests on; NaN for none.

    Each digit is counted over 80 years from 10 and from 20 on, with weights that make up for people getting fewer.
    """
    known = np.asarray(ages, np.int64)
    counted = known[(known >= _MYERS[0]) & (known <= _MYERS[1])]
    later = known[(known >= _MYERS[0] + _DIGITS) & (known <= _MYERS[1] + _DIGITS)]
    if not len(counted):
        return float("nan"), 0
    from_ten = last_digits(counted)
    from_twenty = last_digits(later)
    weight = np.arange(1, _DIGITS + 1)
    blended = weight * from_ten + (_DIGITS - weight) * from_twenty
    shares = 100 * blended / blended.sum()
    return float(np.abs(shares - 10).sum() / 2), len(counted)


def last_digits(numbers: ArrayLike) -> NDArray[np.int64]:
    """Return how many whole numbers end in 0, 1, ... 9."""
    digits = np.abs(np.asarray(numbers, np.int64)) % _DIGITS
    found: NDArray[np.int64] = np.bincount(digits, minlength=_DIGITS).astype(np.int64)
    return found
