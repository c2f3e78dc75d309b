"""How alike the answers of two families are: copied questionnaires look alike in almost everything.

The maximum percent match of Kuriakose and Robbins (2016, *Statistical Journal of the IAOS* 32, 283-291): for each
interview, the largest share of questions answered alike in any other. They took 85 % for a line. Simmons et al. (2016,
same journal 32, 333-338) show that honest surveys pass that line where questions are few, alike or answered alike by
most, as ours are. So a match also has its weight in bits: agreeing on what most families answer weighs little,
agreeing on what few answer weighs much.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
"""Answers of shape (interviews, questions): a number an answer, 0 where there is none."""

_BLOCK: Final = 2048


@dataclass(frozen=True)
class Likeness:
    """For each interview its closest other: where it stands (-1: none comparable), share and bits that agree.

    ``compared`` is how many questions both answered.
    """

    partner: NDArray[np.int64]
    share: NDArray[np.float64]
    bits: NDArray[np.float64]
    compared: NDArray[np.int64]


def answer_bits(codes: Codes) -> list[dict[int, float]]:
    """Return for each question what it is worth that a second interview gives the same answer: ``-log2`` of its share.

    The share is that among the others, with the second one: ``(count - 1) / (answered - 1)``. Counting both would make
    an answer of only these two look common where few were interviewed. An answer given once is nobody else's.
    """
    found = []
    for column in codes.T:
        answers, counts = np.unique(column[column > 0], return_counts=True)
        others = int(counts.sum()) - 1
        found.append(
            {
                int(answer): float(-np.log2((count - 1) / others))
                for answer, count in zip(answers, counts, strict=True)
                if count > 1
            }
        )
    return found


def closest(codes: Codes, bits: list[dict[int, float]], *, least: int) -> Likeness:
    """Return each interview's closest other by share of equal answers, the first where shares are equal.

    Only pairs that both answered at least ``least`` questions are compared. An answer without bits weighs nothing.
    """
    n = len(codes)
    partner = np.full(n, -1, np.int64)
    share = np.zeros(n)
    compared = np.zeros(n, np.int64)
    for start in range(0, n, _BLOCK):
        rows = np.arange(start, min(n, start + _BLOCK))
        equal, both = _agreeing(codes, rows)
        shares = np.where(both >= least, equal / np.maximum(both, 1), -1.0)
        shares[np.arange(len(rows)), rows] = -1.0
        best = np.argmax(shares, axis=1)
        known = shares.max(axis=1) >= 0
        partner[rows] = np.where(known, best, -1)
        share[rows] = np.where(known, shares[np.arange(len(rows)), best], 0.0)
        compared[rows] = np.where(known, both[np.arange(len(rows)), best], 0)
    agree = (codes > 0) & (codes == codes[partner]) & (partner >= 0)[:, None]
    worth = np.where(agree, _worth(codes, bits), 0.0).sum(axis=1)
    return Likeness(partner, share, worth, compared)


def _agreeing(codes: Codes, rows: NDArray[np.int64]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return for some interviews against all how many questions agree, and how many both answered."""
    equal = np.zeros((len(rows), len(codes)), np.int16)
    both = np.zeros_like(equal)
    # Question by question rather than by a product of matrices, which waits for other processes' cores.
    for column in np.ascontiguousarray(codes.T, np.int32):
        known = column > 0
        here = column[rows]
        told = known[rows][:, None] & known
        equal += (here[:, None] == column) & told
        both += told
    return equal, both


def _worth(codes: Codes, bits: list[dict[int, float]]) -> NDArray[np.float64]:
    """Return what agreeing on each answer is worth."""
    worth = np.zeros(codes.shape)
    for at, told in enumerate(bits):
        answers, place = np.unique(codes[:, at], return_inverse=True)
        worth[:, at] = np.asarray([told.get(int(answer), 0.0) for answer in answers])[place]
    return worth
