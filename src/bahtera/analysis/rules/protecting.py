"""Which figures of classes of families stay hidden, decided for all areas of a round at once.

What is printed without classes is known: the pages of results show it. So each class's counts add up to known sums, in
every area; and the parts of a class (categories; met and not met) to its families. Both ways of adding up are
protected in turn until neither gives away what the other hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bahtera import disclosure
from bahtera.disclosure import Cell, Policy, Table, Totals

ALL = "n"
"""The one part of a measure that is a mean: the families behind it."""
UNKNOWN = "?"
"""The class of families of whom it is not known."""

Place = tuple[str, str, str]  # area, class, part


@dataclass(frozen=True, slots=True)
class Hidden:
    """The places that stay hidden: (area, class, part)."""

    places: frozenset[Place]

    def hides(self, area: str, group: str, part: str = ALL) -> bool:
        """Tell whether a figure stays hidden."""
        return (area, group, part) in self.places

    def hides_any(self, area: str, group: str, parts: Iterable[str]) -> bool:
        """Tell whether any part of a figure stays hidden."""
        return any(self.hides(area, group, part) for part in parts)


def parents_of(villages: Iterable[str]) -> dict[str, str]:
    """Return area -> the area above it, for villages up to their regencies; several provinces are not added up."""
    return {
        code[:size]: code[:above]
        for code in sorted(set(villages))
        for size, above in ((13, 8), (8, 5), (5, 2))
    }


def protect_classes(
    counts: Mapping[str, Mapping[str, Sequence[int]]],
    parts: Sequence[str],
    parents: Mapping[str, str],
    policy: Policy,
    *,
    sensitive: bool = False,
    margins: Iterable[tuple[str, str]] = (),
) -> Hidden:
    """Decide what stays hidden.

    ``counts``: village -> class -> families in each part, in the order of ``parts``. ``margins``: (area, part) that
    the pages hide without classes; their classes are hidden with them. ``sensitive``: a class in which all are alike is
    hidden as well.
    """
    classes = sorted({name for row in counts.values() for name in row})
    known = sorted({*counts, *parents.values()})
    hidden: set[Place] = {
        (area, name, part) for area, part in margins if area in known for name in classes if part in parts
    }
    tables = _tables(counts, classes, parts, parents)
    strict = replace(policy, hide_uniform=True) if sensitive and len(parts) > 1 else policy
    while True:
        before = len(hidden)
        for (kind, name), table in tables.items():
            mine = strict if kind == "class" else policy
            cells = [_cell(kind, place) for place in sorted(hidden) if _belongs(kind, name, place)]
            found = disclosure.protect(table, mine, also_primary=cells)
            hidden |= {_place(kind, name, cell) for cell in found.hidden if cell.column != disclosure.TOTAL}
        if len(hidden) == before:
            return Hidden(frozenset(hidden))


def _tables(
    counts: Mapping[str, Mapping[str, Sequence[int]]],
    classes: Sequence[str],
    parts: Sequence[str],
    parents: Mapping[str, str],
) -> dict[tuple[str, str], Table]:
    nothing = (0,) * len(parts)
    found: dict[tuple[str, str], Table] = {}
    if len(classes) > 1:
        for at, part in enumerate(parts):
            rows = {
                village: tuple(row.get(name, nothing)[at] for name in classes)
                for village, row in counts.items()
            }
            found["part", part] = Table(tuple(classes), rows, parents, Totals.KNOWN)
    for name in classes:
        inside = {village: tuple(row.get(name, nothing)) for village, row in counts.items()}
        if len(parts) > 1:
            found["class", name] = Table(tuple(parts), inside, parents, Totals.KNOWN)
    return found


def _belongs(kind: str, name: str, place: Place) -> bool:
    return place[2] == name if kind == "part" else place[1] == name


def _cell(kind: str, place: Place) -> Cell:
    area, group, part = place
    return Cell(area, group if kind == "part" else part)


def _place(kind: str, name: str, cell: Cell) -> Place:
    return (cell.area, cell.column, name) if kind == "part" else (cell.area, name, cell.column)
