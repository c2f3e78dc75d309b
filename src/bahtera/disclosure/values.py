"""The plain values of disclosure control: a table of counts over areas, and what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOTAL = "n"
"""The name of the total column of a table; no ordinary column may bear it."""


class Totals(Enum):
    """What a reader of the table knows about the sum of each row."""

    KNOWN = "known"
    """The sum is printed whatever happens: a coverage count such as families approved."""
    CELLS = "cells"
    """The sum is a figure like the others (how many families an indicator applies to)."""
    ABSENT = "absent"
    """Columns are not parts of anything: each adds up over areas only (families behind a mean)."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One figure of a table: `column` is one of the table's columns, or `TOTAL`."""

    area: str
    column: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How small is too small.

    Args:
        threshold: a count from 1 to `threshold - 1` is not printed, nor anything resting on so few.
        width: how many families apart the lowest and the highest possible value of such a count must stay for
            a reader who knows every printed figure; 0 stands for `threshold`.
        hide_uniform: also hide a row in which everybody gave the same answer (0 % or 100 %), because it tells
            the answer of each; for sensitive questions.
    """

    threshold: int
    width: int = 0
    hide_uniform: bool = False

    def __post_init__(self) -> None:
        if self.threshold < 1 or self.width < 0:
            raise ValueError("A threshold is at least 1 and a width is not negative.")

    @property
    def required_width(self) -> int:
        return self.width or self.threshold


PUBLIC = Policy(threshold=5)
INTERNAL = Policy(threshold=3)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of families: finest areas x columns, with the tree that adds the areas up.

    Args:
        columns: names of the columns; unless totals are absent, they are parts that add up to the row's sum.
        counts: for every finest area one count a column, not negative.
        parents: child -> parent for every area that has one in the table; sums of all areas are printed too.
        totals: what is known of each row's sum.

    Raises:
        ValueError: a negative count, a row of the wrong length, counts for an area that has children, or
            a tree that turns back on itself.
    """

    columns: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    parents: Mapping[str, str] = field(default_factory=dict)
    totals: Totals = Totals.KNOWN

    def __post_init__(self) -> None:
        if TOTAL in self.columns or len(set(self.columns)) != len(self.columns):
            raise ValueError(f"Column names are unique and none is {TOTAL!r}.")
        if self.totals is Totals.KNOWN and len(self.columns) == 1:
            raise ValueError("A single column with a known sum has nothing that can be hidden.")
        size = len(self.columns)
        lengths = set(map(len, self.counts.values()))
        if lengths - {size} or (size and min(map(min, self.counts.values()), default=0) < 0):
            raise ValueError(f"Every row needs {size} counts of 0 or more.")
        above = set(self.parents.values())
        if not above.isdisjoint(self.counts):
            area = min(above & self.counts.keys())
            raise ValueError(f"{area!r} has children: its counts are their sum and cannot be given.")
        for area in {self.parents[area] for area in self.counts if area in self.parents}:
            for _ in self.ancestors(area):
                pass

    def ancestors(self, area: str) -> Iterator[str]:
        """Yield the areas above this one, nearest first."""
        seen = {area}
        while area in self.parents:
            area = self.parents[area]
            if area in seen:
                raise ValueError(f"{area!r} is above itself.")
            seen.add(area)
            yield area

    def rows(self) -> dict[str, tuple[int, ...]]:
        """Return the counts of every area, those above the finest as sums; each parent after its children."""
        depth: dict[str, int] = {}
        for leaf in self.counts:
            line = [leaf, *self.ancestors(leaf)]
            depth.update((area, len(line) - steps) for steps, area in enumerate(line))
        order = sorted(depth, key=lambda name: (-depth[name], name))
        sums = {area: self.counts.get(area, (0,) * len(self.columns)) for area in order}
        for area in order:
            above = self.parents.get(area)
            if above is not None:
                sums[above] = tuple(map(add, sums[above], sums[area]))
        return sums

    def cells(self) -> Iterator[tuple[Cell, int]]:
        """Yield every figure with its value; row sums only where they are figures (`Totals.CELLS`)."""
        for area, row in self.rows().items():
            for column, value in zip(self.columns, row, strict=True):
                yield Cell(area, column), value
            if self.totals is Totals.CELLS:
                yield Cell(area, TOTAL), sum(row)


@dataclass(frozen=True, slots=True)
class Interval:
    """What a reader can still tell about a hidden count: at least `low`, at most `high` (None: no limit)."""

    low: int
    high: int | None

    @property
    def width(self) -> float:
        return float("inf") if self.high is None else self.high - self.low


@dataclass(frozen=True, slots=True)
class Protection:
    """Which figures stay hidden: the small ones (`primary`) and those that would give them away."""

    hidden: frozenset[Cell]
    primary: frozenset[Cell]

    def shows(self, area: str, column: str) -> bool:
        return Cell(area, column) not in self.hidden

    def shows_row(self, area: str, columns: tuple[str, ...]) -> bool:
        """Tell whether every figure of the row may be printed: only then may a share of it be."""
        return all(self.shows(area, column) for column in (*columns, TOTAL))
