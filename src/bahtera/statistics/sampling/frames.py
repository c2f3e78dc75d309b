"""A frame: the units that can be drawn, each with its size and stratum, in an order and a hash that never vary."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bahtera.statistics.sampling.errors import BadFrame

LARGEST_SIZE: Final = 10**9


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that can be drawn: its key (an area code), its size (families) and its stratum."""

    key: str
    size: int
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Units by stratum and key. Make one with `frame`."""

    units: tuple[Unit, ...]
    sha256: str

    @property
    def size(self) -> int:
        """The sum of the sizes."""
        return sum(unit.size for unit in self.units)

    def strata(self) -> dict[str, tuple[Unit, ...]]:
        """Return the units of each stratum, by name; units stay in the order of their keys."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.stratum, []).append(unit)
        return {name: tuple(units) for name, units in found.items()}


def frame(units: Iterable[Unit]) -> Frame:
    """Return a frame in its one order with its hash.

    The hash is SHA-256 of a line for each unit, in order of stratum and key: the JSON list of stratum, key and size,
    ASCII, without spaces, ended by LF. However a file was ordered, the same units give the same hash.

    Raises:
        BadFrame: no units, a key twice or empty or no text, or a size that is no whole number between 1 and 10^9.
    """
    listed = list(units)
    if not listed:
        raise BadFrame.empty()
    if not all(isinstance(unit.key, str) and isinstance(unit.stratum, str) and unit.key for unit in listed):
        raise BadFrame.unnamed()
    found = sorted(listed, key=lambda unit: (unit.stratum, unit.key))
    doubles = sorted(key for key, times in Counter(unit.key for unit in found).items() if times > 1)
    if doubles:
        raise BadFrame.doubles(doubles)
    wrong = [unit.key for unit in found if not (is_count(unit.size) and 1 <= unit.size <= LARGEST_SIZE)]
    if wrong:
        raise BadFrame.sizes(wrong, LARGEST_SIZE)
    return Frame(tuple(found), digest([unit.stratum, unit.key, unit.size] for unit in found))


def is_count(value: object) -> bool:
    """Tell whether something is a whole number: neither text nor a fraction nor yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


def digest(rows: Iterable[list[str | int]]) -> str:
    """Return the SHA-256 of rows as canonical JSON lines."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update((json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n").encode("ascii"))
    return whole.hexdigest()
