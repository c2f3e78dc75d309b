"""First-order and total Sobol indices, by the estimators of Saltelli and Jansen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.choices import Drawn, record
from bahtera.statistics.quality.table import BoolArray, FloatArray

_CHUNK = 4096
_CONSTANT = 1e-12
_PARTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Shares of an output's variance by factor.

    Attributes:
        first: shape (factors, outputs): the share a factor explains by itself. NaN where the output does not vary.
        total: the same shape: the share that stays while the factor alone is unknown; first-order and every
            interaction with others. NaN where the output does not vary.
        first_error, total_error: their standard errors, by a jackknife that leaves out a twentieth of the draws.
        variance: shape (outputs,).
        mean: shape (outputs,), over both samples.

    Estimates err: a first-order index near 0 may come out slightly negative, and is left so.
    """

    first: FloatArray
    total: FloatArray
    first_error: FloatArray
    total_error: FloatArray
    variance: FloatArray
    mean: FloatArray


class SobolSums:
    """Sums over draws from which the indices follow in twenty parts; the draws are not kept."""

    def __init__(self, factors: int, outputs: int) -> None:
        self._count = 0
        self._counts = np.zeros((_PARTS, 1))
        self._total = np.zeros((_PARTS, outputs))
        self._squares = np.zeros((_PARTS, outputs))
        self._products = np.zeros((_PARTS, factors, outputs))
        self._steps = np.zeros((_PARTS, factors, outputs))
        self._jumps = np.zeros((_PARTS, factors, outputs))

    def add(self, first: FloatArray, second: FloatArray, mixed: Sequence[FloatArray]) -> None:
        """Add the outputs of one draw, each of shape (outputs,).

        They are those of the first and the second sample, and of the first with each factor in turn taken from the
        second.
        """
        part = self._count % _PARTS
        self._count += 1
        self._counts[part] += 1
        self._total[part] += first + second
        self._squares[part] += first**2 + second**2
        steps = np.stack(mixed) - first
        self._products[part] += second * steps
        self._steps[part] += steps
        self._jumps[part] += steps**2

    def indices(self) -> SobolIndices:
        """Return the indices of what was added.

        First order: Saltelli et al. (2010), Comput. Phys. Commun. 181, 259-270, table 2 (b), on outputs less their
        mean; total: Jansen (1999), Comput. Phys. Commun. 117, 35-43, (f) of the same table. Standard errors: Efron &
        Tibshirani (1993), An Introduction to the Bootstrap, equation 11.5, over groups of draws.
        """
        first, total, variance = self._estimate(np.ones(_PARTS))
        without = [self._estimate(np.arange(_PARTS) != part)[:2] for part in range(_PARTS)]
        errors = [np.std(each, axis=0) * np.sqrt(_PARTS - 1) for each in zip(*without, strict=True)]
        mean = self._total.sum(axis=0) / (2 * self._count)
        return SobolIndices(first, total, errors[0], errors[1], variance, mean)

    def _estimate(self, parts: FloatArray | BoolArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return first and total indices and the variance from some parts of the draws."""
        count, total, squares, products, steps, jumps = (
            np.tensordot(parts.astype(np.float64), sums, axes=1)
            for sums in (self._counts, self._total, self._squares, self._products, self._steps, self._jumps)
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            mean, scale = total / (2 * count), squares / (2 * count)
            variance = np.maximum(scale - mean**2, 0.0)
            varies = variance > scale * _CONSTANT
            divisor = np.where(varies, variance, np.nan) * count
            return (products - mean * steps) / divisor, jumps / (2 * divisor), np.where(varies, variance, 0.0)


def sobol_indices(
    function: Callable[[FloatArray], FloatArray], factors: int, *, draws: int, seed: int
) -> tuple[SobolIndices, Drawn]:
    """Return the indices of a function of independent factors, each uniform between 0 and 1.

    Args:
        function: takes shape (draws, factors) and returns shape (draws,) or (draws, outputs).
        factors: how many.
        draws: of each of the two samples; the function is asked for draws times (factors + 2) values.
        seed: a whole number from 0 for numpy's PCG64.
    """
    drawn = record(draws, seed)
    stream = np.random.Generator(np.random.PCG64(seed))
    sums: SobolSums | None = None
    for start in range(0, draws, _CHUNK):
        size = min(_CHUNK, draws - start)
        first, second = stream.random((size, factors)), stream.random((size, factors))
        mixed = [np.where(np.arange(factors) == factor, second, first) for factor in range(factors)]
        outputs = [np.asarray(function(each)).reshape(size, -1) for each in (first, second, *mixed)]
        sums = sums or SobolSums(factors, outputs[0].shape[1])
        for draw in range(size):
            sums.add(outputs[0][draw], outputs[1][draw], [output[draw] for output in outputs[2:]])
    assert sums is not None
    return sums.indices(), drawn
