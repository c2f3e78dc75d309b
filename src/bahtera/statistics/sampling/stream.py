"""Random whole numbers that are the same everywhere and always: SHA-256 of a seed, a purpose and a counter.

Version 1. Block number i (from 0) is SHA-256 of the UTF-8 text ``bahtera-sampling/1 LF seed LF purpose LF i``, read as
a big-endian whole number. A number below n is the first block below the largest multiple of n that 2^256 holds, modulo
n: every value is exactly equally likely. No floating point and no library's generator takes part, so that a draw can
be done again in any language from this paragraph.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, TypeVar

from bahtera.statistics.sampling.errors import BadSeed

ALGORITHM: Final = "bahtera-sampling/1"
LONGEST_SEED: Final = 60
_PLAIN: Final = re.compile(r"[A-Za-z0-9.,\-_/:]+", re.ASCII)
_SPACE: Final = 1 << 256
Item = TypeVar("Item")


def clean_seed(text: str) -> str:
    """Return a seed as it is used: one word, each run of spaces inside it as a hyphen.

    So it can be told by telephone, and stands in an audit that takes codes and no prose.

    Raises:
        BadSeed: it is no text, empty, longer than 60 characters, or holds characters that look alike on paper.
    """
    seed = "-".join(text.split()) if isinstance(text, str) else ""
    if len(seed) > LONGEST_SEED or _PLAIN.fullmatch(seed) is None:
        raise BadSeed(LONGEST_SEED)
    return seed


class Stream:
    """The numbers of one seed for one purpose; two purposes share no number."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._head = f"{ALGORITHM}\n{clean_seed(seed)}\n{purpose}\n"
        self._next = 0

    def below(self, n: int) -> int:
        """Return the next number of 0 ... n - 1, each equally likely."""
        if not 0 < n < _SPACE:
            msg = "a random number needs at least one value to choose from"
            raise ValueError(msg)
        limit = _SPACE - _SPACE % n
        while True:
            block = hashlib.sha256(f"{self._head}{self._next}".encode()).digest()
            self._next += 1
            value = int.from_bytes(block, "big")
            if value < limit:
                return value % n

    def shuffled(self, items: list[Item]) -> list[Item]:
        """Return the items in random order, each order equally likely (Fisher and Yates 1938; Durstenfeld 1964)."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found
