"""Whether something comes up more often with one kader than with the others."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


def excess(hits: ArrayLike, trials: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Return the chance of at least so many hits in so many trials if each had this share: a binomial tail.

    Arrays of one length; no hits give 1. Answers of one kader hang together, so that this chance is smaller than it
    should be: demand a large difference besides.
    """
    k = np.asarray(hits, np.float64)
    n = np.asarray(trials, np.float64)
    p = np.clip(np.asarray(share, np.float64), 1e-12, 1 - 1e-12)
    found: NDArray[np.float64] = np.where(
        k > 0, special.betainc(np.maximum(k, 1), np.maximum(n - k + 1, 1), p), 1.0
    )
    return found
