"""First-order and total Sobol indices, by the estimators of Saltelli and Jansen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.choices import Drawn, record
from bahtera.statistics.quality.table import FloatArray

_CHUNK = 4096
_CONSTANT = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Shares of an output's variance by factor.

    Attributes:
        first: shape (factors, outputs): the share a factor explains by itself. NaN where the output does not vary.
        total: the same shape: the share that stays while the factor alone is unknown; first-order and every
            interaction with others. NaN where the output does not vary.
        variance: shape (outputs,).

    Estimates err: a first-order index near 0 may come out slightly negative, and is left so.
    """

    first: FloatArray
    total: FloatArray
    variance: FloatArray


class SobolSums:
    """Sums over draws from which the indices follow; draws arrive in batches and are not kept."""

    def __init__(self, factors: int, outputs: int) -> None:
        self._count = 0
        self._total = np.zeros(outputs)
        self._squares = np.zeros(outputs)
        self._products = np.zeros((factors, outputs))
        self._steps = np.zeros((factors, outputs))
        self._jumps = np.zeros((factors, outputs))

    def add(self, first: FloatArray, second: FloatArray, mixed: Sequence[FloatArray]) -> None:
        """Add a batch of outputs, each of shape (draws, outputs).

        They are those of the first and the second sample, and of the first with each factor in turn taken from the
        second.
        """
        self._count += len(first)
        self._total += (first + second).sum(axis=0)
        self._squares += (first**2 + second**2).sum(axis=0)
        for factor, output in enumerate(mixed):
            step = output - first
            self._products[factor] += (second * step).sum(axis=0)
            self._steps[factor] += step.sum(axis=0)
            self._jumps[factor] += (step**2).sum(axis=0)

    def indices(self) -> SobolIndices:
        """Return the indices of what was added.

        First order: Saltelli et al. (2010), Comput. Phys. Commun. 181, 259-270, table 2 (b), on outputs less their
        mean; total: Jansen (1999), Comput. Phys. Commun. 117, 35-43, equation (f) of the same table.
        """
        mean = self._total / (2 * self._count)
        scale = self._squares / (2 * self._count)
        variance = np.maximum(scale - mean**2, 0.0)
        varies = variance > scale * _CONSTANT
        divisor = np.where(varies, variance, np.nan) * self._count
        return SobolIndices(
            (self._products - mean * self._steps) / divisor,
            self._jumps / (2 * divisor),
            np.where(varies, variance, 0.0),
        )


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
        sums.add(outputs[0], outputs[1], outputs[2:])
    assert sums is not None
    return sums.indices(), drawn
