"""Heat tables: places by indicators, each cell with its number; darker is further below the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bahtera.pictures.scales import fitted
from bahtera.pictures.svg import element, hatching, picture, text, words

STEPS: Final = (40.0, 60.0, 75.0, 90.0)
"""Where a cell's shade changes: under 40, 40 to 60, 60 to 75, 75 to 90, and 90 or more."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its share from 0 to 100 and how it is written; without a share it is ``hidden`` or empty."""

    told: str = ""
    value: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One place, with a cell for each column."""

    label: str
    cells: tuple[HeatCell, ...]


def shade(value: float) -> int:
    """Return 1 (furthest below) to 5 (90 or more); a limit itself belongs to the lighter shade."""
    return 1 + sum(value >= step for step in STEPS)


def heat_table(
    columns: Sequence[tuple[str, str]],
    rows: Sequence[HeatRow],
    *,
    name: str,
    title: str,
    description: str = "",
    groups: Sequence[tuple[str, int]] = (),
) -> str:
    """Return the table. ``columns``: (short code, full name); ``groups``: (name, how many columns), left to right.

    Raises ValueError when a row has not one cell a column.
    """
    if any(len(row.cells) != len(columns) for row in rows):
        message = "a row of a heat table has one cell a column"
        raise ValueError(message)
    left, side, step, top = 190.0, 34.0, 24.0, 62.0
    drawn = [_heads(columns, groups, left, side, top)]
    for at, row in enumerate(rows):
        y = top + step * at
        drawn.append(words(left - 8, y + 16, fitted(row.label, left - 12), anchor="end"))
        drawn += [
            _cell(cell, f"{row.label} · {full}", (left + side * place, y), (side, step), name)
            for place, (cell, (_, full)) in enumerate(zip(row.cells, columns, strict=True))
        ]
    size = (left + side * len(columns) + 4, top + step * len(rows) + 4)
    return picture("".join(drawn), size=size, name=name, title=title, description=description)


def _heads(
    columns: Sequence[tuple[str, str]],
    groups: Sequence[tuple[str, int]],
    left: float,
    side: float,
    top: float,
) -> str:
    drawn, begins = [], left
    for said, count in groups:
        wide = side * count
        drawn.append(words(begins + 2, 13, fitted(said, wide - 4, size=12), style="soft"))
        drawn.append(
            element("line", {"x1": begins, "x2": begins + wide - 2, "y1": 18, "y2": 18, "class": "axis"})
        )
        begins += wide
    for place, (code, full) in enumerate(columns):
        x = left + side * place + side / 2
        said = words(x + 4, top - 6, code, style="soft", turned=-55)
        drawn.append(element("g", None, element("title", None, text(full)), said))
    return "".join(drawn)


def _cell(cell: HeatCell, named: str, at: tuple[float, float], size: tuple[float, float], name: str) -> str:
    x, y = at
    box = {"x": x, "y": y, "width": size[0] - 1, "height": size[1] - 1}
    if cell.value is None:
        fill = hatching(name, "hidden") if cell.hidden else None
        drawn = element("rect", {**box, "class": "veiled" if cell.hidden else "heat-none", "fill": fill})
        return element("g", None, element("title", None, text(f"{named}: {cell.told}")), drawn)
    which = shade(cell.value)
    return element(
        "g",
        None,
        element("title", None, text(f"{named}: {cell.told}")),
        element("rect", {**box, "class": f"heat-{which}"}),
        words(x + size[0] / 2 - 0.5, y + 16, cell.told, style=f"heat-text-{which}", anchor="middle"),
    )
