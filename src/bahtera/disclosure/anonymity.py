"""Rows about single families that may leave: nobody stands in a class of fewer than k (k-anonymity).

A *quasi-identifier* is what a neighbour knows anyway: where a family lives, how old its head is. Rows that agree in all
of them are a *class*. Each quasi-identifier has a hierarchy of coarser values; every row gets the same coarseness
(full-domain generalisation, Samarati 2001), the least with which enough rows stand in classes of k or more, and rows
that still do not lose all their quasi-identifiers. A class must also hold several values of each sensitive column
(distinct l-diversity, Machanavajjhala et al. 2007): forty families that are all poor tell the answer of each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Levels = tuple[int, ...]
    Values = tuple[str, ...]

SUPPRESSED: Final = "*"
"""Stands for a value that is not told; a hierarchy's last step is always this."""
_MOST_NODES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Ever coarser values of one quasi-identifier.

    Args:
        name: of the column.
        steps: for each coarser level a mapping from the value *as it is in the data* to the coarser one; telling
            nothing at all follows by itself as the last level.

    Raises:
        ValueError: a step that tells apart what an earlier one joined, or that leaves out a value of the first.
    """

    name: str
    steps: tuple[Mapping[str, str], ...] = ()

    def __post_init__(self) -> None:
        for finer, coarser in zip(self.steps, self.steps[1:], strict=False):
            joined: dict[str, str] = {}
            for value, kept in finer.items():
                if value not in coarser:
                    raise ValueError(f"{self.name}: a coarser step leaves out {value!r}.")
                if joined.setdefault(kept, coarser[value]) != coarser[value]:
                    raise ValueError(f"{self.name}: a coarser step tells apart what {kept!r} joined.")

    @property
    def height(self) -> int:
        """Return the number of the level that tells nothing."""
        return len(self.steps) + 1

    def at(self, level: int, value: str) -> str:
        """Return a value as coarse as asked for: 0 as it is. Raises ValueError for a value no step knows."""
        if level == 0 or level >= self.height:
            return value if level == 0 else SUPPRESSED
        if value not in self.steps[level - 1]:
            raise ValueError(f"{self.name}: nothing coarser is known for {value!r}.")
        return self.steps[level - 1][value]


@dataclass(frozen=True, slots=True)
class Demand:
    """What rows must meet before they leave.

    Args:
        k: fewest rows of a class, at least 2.
        l: fewest different values of each sensitive column in a class; 1 asks nothing.
        suppress: largest share of rows that may lose all their quasi-identifiers, from 0 to 1.

    Raises:
        ValueError: numbers outside these bounds.
    """

    k: int
    l: int = 1  # noqa: E741 - the name it has in the literature
    suppress: Fraction = Fraction(1, 20)

    def __post_init__(self) -> None:
        if self.k < 2 or self.l < 1 or not 0 <= self.suppress <= 1:  # noqa: PLR2004
            raise ValueError("k is at least 2, l at least 1, and the share suppressed between 0 and 1.")


@dataclass(frozen=True, slots=True)
class AnonymityReport:
    """What was done to the rows, and what risk is left.

    ``levels``: column -> level it was brought to; ``heights`` -> the level that tells nothing. ``sizes``: size of
    class -> how many classes have it, suppressed rows as one class. ``unique_before``: rows that stood alone as they
    came. ``diversity``: sensitive column -> fewest values in a class. ``precision``: 1 if nothing was made
    coarser, 0 if nothing is told (Sweeney 2002), suppressed rows counted as untold. ``discernibility``: sum of squared
    class sizes, suppressed rows each as large as the table (Bayardo & Agrawal 2005).
    """

    rows: int
    k: int
    classes: int
    suppressed: int
    unique_before: int
    levels: Mapping[str, int]
    heights: Mapping[str, int]
    sizes: Mapping[int, int]
    diversity: Mapping[str, int]
    precision: Fraction
    discernibility: int

    @property
    def highest_risk(self) -> Fraction:
        """Return the chance to pick the right row of whom one knows to be among them: one over the smallest class."""
        return Fraction(1, self.k) if self.rows else Fraction(0)

    @property
    def mean_risk(self) -> Fraction:
        """Return that chance on average over all rows."""
        return Fraction(self.classes, self.rows) if self.rows else Fraction(0)


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Quasi-identifiers as they may leave, row by row in the order given, and the report."""

    rows: tuple[Values, ...] = field(repr=False)
    report: AnonymityReport


class NotAnonymous(ValueError):
    """No coarseness meets the demand: too few rows, or rows that are all alike in something sensitive."""


def anonymise(
    rows: Sequence[Values],
    hierarchies: Sequence[Hierarchy],
    demand: Demand,
    sensitive: Mapping[str, Sequence[str]] | None = None,
) -> Anonymised:
    """Return the rows no finer than the demand allows; the same rows always give the same answer.

    Of all levels that meet the demand, those with the highest precision are taken, then the lowest discernibility,
    then the first in the order of ``hierarchies``.

    Args:
        rows: one value for each hierarchy, in their order.
        hierarchies: one for each quasi-identifier, the one to be kept finest last.
        demand: what must hold.
        sensitive: column -> its value for each row.

    Raises:
        NotAnonymous: nothing meets the demand.
        ValueError: rows or columns of the wrong length, a value that no hierarchy knows, too many levels to try.
    """
    columns = dict(sensitive or {})
    _check_shapes(rows, hierarchies, columns)
    if not rows:
        raise NotAnonymous("There are no rows.")
    told = _Told(rows, columns)
    best = min(_met(told, hierarchies, demand), key=lambda each: each.rank, default=None)
    if best is None:
        raise NotAnonymous(
            f"No coarser values put these {len(rows)} rows into classes of {demand.k} or more."
        )
    return _written(told, hierarchies, best)


def _check_shapes(
    rows: Sequence[Values], hierarchies: Sequence[Hierarchy], columns: Mapping[str, Sequence[str]]
) -> None:
    if not hierarchies or any(len(row) != len(hierarchies) for row in rows):
        raise ValueError("Each row needs one value for each hierarchy, and there is at least one.")
    if any(len(column) != len(rows) for column in columns.values()):
        raise ValueError("A sensitive column needs one value for each row.")
    nodes = 1
    for each in hierarchies:
        nodes *= each.height + 1
    if nodes > _MOST_NODES:
        raise ValueError(f"{nodes} combinations of levels are more than can be tried.")


class _Told:
    """The rows by what they say: how many say the same, and which sensitive values are among them."""

    def __init__(self, rows: Sequence[Values], columns: Mapping[str, Sequence[str]]) -> None:
        self.rows = rows
        self.names = tuple(columns)
        self.counts = Counter(rows)
        self.sensitive: dict[Values, tuple[set[str], ...]] = defaultdict(
            lambda: tuple(set() for _ in columns)
        )
        for at, row in enumerate(rows):
            for seen, column in zip(self.sensitive[row], columns.values(), strict=True):
                seen.add(column[at])

    def classes(self, mapped: Mapping[Values, Values]) -> dict[Values, tuple[int, tuple[set[str], ...]]]:
        """Return class -> its rows, and the values of each sensitive column among them."""
        sizes: Counter[Values] = Counter()
        seen: dict[Values, tuple[set[str], ...]] = defaultdict(lambda: tuple(set() for _ in self.names))
        for row, count in self.counts.items():
            sizes[mapped[row]] += count
            _join(seen[mapped[row]], self.sensitive[row])
        return {name: (size, seen[name]) for name, size in sizes.items()}


@dataclass(frozen=True, slots=True)
class _Choice:
    """Levels that meet the demand, and the classes that lose their quasi-identifiers with them."""

    levels: Levels
    outside: frozenset[Values]
    rank: tuple[Fraction, int, Levels]


def _met(told: _Told, hierarchies: Sequence[Hierarchy], demand: Demand) -> Iterator[_Choice]:
    for levels in product(*(range(each.height + 1) for each in hierarchies)):
        classes = told.classes(_mapping(told, hierarchies, levels))
        outside = _outside(classes, demand)
        if outside is None:
            continue
        rows = sum(classes[name][0] for name in outside)
        if rows > demand.suppress * len(told.rows):
            continue
        yield _Choice(
            levels,
            frozenset(outside),
            (
                -_precision(levels, hierarchies, rows, len(told.rows)),
                _discernibility(classes, outside, rows),
                levels,
            ),
        )


def _mapping(told: _Told, hierarchies: Sequence[Hierarchy], levels: Levels) -> dict[Values, Values]:
    return {
        row: tuple(each.at(level, value) for each, level, value in zip(hierarchies, levels, row, strict=True))
        for row in told.counts
    }


def _outside(
    classes: Mapping[Values, tuple[int, tuple[set[str], ...]]], demand: Demand
) -> list[Values] | None:
    """Return the classes whose rows cannot be told, with as many more as these need to be a class; None: never.

    A few suppressed rows would be the smallest class of all; the next smallest join them until they are enough.
    """

    def fits(size: int, seen: Sequence[set[str]]) -> bool:
        return size >= demand.k and all(len(values) >= demand.l for values in seen)

    found = sorted(name for name, (size, seen) in classes.items() if not fits(size, seen))
    if not found:
        return found
    kept = sorted(classes.keys() - set(found), key=lambda name: (classes[name][0], name))
    size, seen = sum(classes[name][0] for name in found), tuple(set[str]() for _ in classes[found[0]][1])
    for name in found:
        _join(seen, classes[name][1])
    for name in kept:
        if fits(size, seen):
            break
        found.append(name)
        size += classes[name][0]
        _join(seen, classes[name][1])
    return found if fits(size, seen) else None


def _join(seen: Sequence[set[str]], more: Sequence[set[str]]) -> None:
    for values, others in zip(seen, more, strict=True):
        values.update(others)


def _precision(levels: Levels, hierarchies: Sequence[Hierarchy], suppressed: int, rows: int) -> Fraction:
    lost = sum(
        (Fraction(level, each.height) for level, each in zip(levels, hierarchies, strict=True)), Fraction(0)
    )
    return (1 - lost / len(hierarchies)) * Fraction(rows - suppressed, rows)


def _discernibility(
    classes: Mapping[Values, tuple[int, tuple[set[str], ...]]], outside: Sequence[Values], suppressed: int
) -> int:
    untold = set(outside)
    rows = sum(size for size, _ in classes.values())
    return sum(size * size for name, (size, _) in classes.items() if name not in untold) + suppressed * rows


def _written(told: _Told, hierarchies: Sequence[Hierarchy], choice: _Choice) -> Anonymised:
    nothing = (SUPPRESSED,) * len(hierarchies)
    mapped = {
        row: nothing if said in choice.outside else said
        for row, said in _mapping(told, hierarchies, choice.levels).items()
    }
    classes = told.classes(mapped)
    sizes = [size for size, _ in classes.values()]
    return Anonymised(
        tuple(mapped[row] for row in told.rows),
        AnonymityReport(
            rows=len(told.rows),
            k=min(sizes),
            classes=len(sizes),
            suppressed=sum(count for row, count in told.counts.items() if mapped[row] == nothing),
            unique_before=sum(count == 1 for count in told.counts.values()),
            levels={each.name: level for each, level in zip(hierarchies, choice.levels, strict=True)},
            heights={each.name: each.height for each in hierarchies},
            sizes=dict(sorted(Counter(sizes).items())),
            diversity={
                name: min(len(seen[at]) for _, seen in classes.values()) for at, name in enumerate(told.names)
            },
            precision=-choice.rank[0],
            discernibility=choice.rank[1],
        ),
    )
