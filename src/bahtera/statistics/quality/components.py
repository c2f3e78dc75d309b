"""Principal components of the indicators' correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bahtera.statistics.quality.covariances import Constant, Pairing, covariances
from bahtera.statistics.quality.errors import NotMeasurable
from bahtera.statistics.quality.table import FloatArray, Table

_SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Principal components, the strongest first.

    Attributes:
        indicators: one a row of `vectors` and `loadings`.
        left_out: indicators with one value everywhere.
        eigenvalues: shape (components,), adding up to the number of indicators.
        shares: eigenvalues over the number of indicators: the share of all variance each component explains.
        vectors: shape (indicators, components), each column of length 1.
        loadings: vectors times the root of the eigenvalue: each indicator's correlation with the component.
        kaiser: how many eigenvalues exceed 1 (Kaiser 1960).
        units: units used.
    """

    indicators: tuple[str, ...]
    left_out: tuple[str, ...]
    eigenvalues: FloatArray
    shares: FloatArray
    vectors: FloatArray
    loadings: FloatArray
    kaiser: int
    units: int


def principal_components(
    table: Table, *, pairing: Pairing = Pairing.COMPLETE, constant: Constant = Constant.REFUSE
) -> Components:
    """Return the principal components of the correlation matrix; see OECD/JRC Handbook (2008), part 1 step 4.

    The sign of a component is free; here its largest loading is positive.

    Raises:
        NotMeasurable: see `covariances`; or pairwise correlations that no data could have together.
    """
    found = covariances(table, pairing=pairing, constant=constant)
    values, vectors = np.linalg.eigh(found.correlation)
    values, vectors = values[::-1], vectors[:, ::-1]
    if values[-1] < -_SLACK:
        raise NotMeasurable(
            "statistics.contradicting_correlations",
            "Taken pair by pair, the correlations contradict each other; use complete units or fill in missing values.",
        )
    values = np.clip(values, 0.0, None)
    largest = np.argmax(np.abs(vectors), axis=0)
    signs = np.sign(vectors[largest, np.arange(values.size)])
    vectors = vectors * signs
    return Components(
        found.indicators,
        found.left_out,
        values,
        values / values.size,
        vectors,
        vectors * np.sqrt(values),
        int((values > 1 + _SLACK).sum()),
        found.units,
    )
