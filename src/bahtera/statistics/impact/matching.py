"""Exact matching on declared cells: families of the one side beside families of the other that were alike before.

In each cell with families of both sides the others are weighted to as many as the treated there, so that both sides
have the treated families' make-up (Iacus, King and Porro 2012, *Political Analysis* 20, 1-24, weights of coarsened
exact matching). Cells with one side alone are left out and counted. No score is modelled.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Match:
    """Weights after matching, one a family, 0 for those without a partner; and how many cells were used."""

    weights: np.ndarray[Any, np.dtype[np.float64]]
    cells: int


def match(
    treated: np.ndarray[Any, np.dtype[np.bool_]],
    cells: Sequence[Hashable],
    weights: np.ndarray[Any, np.dtype[np.float64]],
) -> Match:
    """Return the weights that give both sides the make-up of the treated; shapes: one entry a family."""
    known: dict[Hashable, int] = {}
    place = np.array([known.setdefault(cell, len(known)) for cell in cells], dtype=np.int64)
    ours = np.bincount(place, weights=np.where(treated, weights, 0.0), minlength=len(known))
    theirs = np.bincount(place, weights=np.where(treated, 0.0, weights), minlength=len(known))
    both = (ours > 0) & (theirs > 0)
    ratio = np.divide(ours, theirs, out=np.zeros_like(ours), where=both)
    factor = np.where(both[place], np.where(treated, 1.0, ratio[place]), 0.0)
    return Match(weights * factor, int(both.sum()))
