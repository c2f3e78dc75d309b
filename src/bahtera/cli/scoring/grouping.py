"""What `--by` means: levels of the area code, or columns as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.indices.sums import Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.sums import Key

LEVELS = {"province": 2, "regency": 5, "district": 8, "village": 13}
"""Characters of a dotted area code, 63.02.01.2001, by level."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The columns of the file to group by, and how each value is shortened afterwards.

    `names` are the columns of the result, `columns` those of the file; `lengths` None keeps a value whole.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    lengths: tuple[int | None, ...]

    def apply(self, sums: Sums) -> Sums:
        """Return the sums by the result's columns."""
        groups: dict[Key, tuple[int, ...]] = {}
        for row in sums:
            parts = zip(row.key, self.lengths, strict=True)
            key = tuple(
                part if length is None or part is None else str(part)[:length] for part, length in parts
            )
            known = groups.get(key)
            groups[key] = row.values if known is None else tuple(map(int.__add__, known, row.values))
        return Sums(sums.layout, sums.index_hash, self.names, groups)


def read_grouping(by: Sequence[str], area_column: str) -> Grouping:
    """Return what `--by` asks for: a level of the area code (`village`, `regency` ...) or a column's name."""
    wanted = list(dict.fromkeys(by))
    return Grouping(
        names=tuple(wanted),
        columns=tuple(area_column if each in LEVELS else each for each in wanted),
        lengths=tuple(LEVELS.get(each) for each in wanted),
    )
