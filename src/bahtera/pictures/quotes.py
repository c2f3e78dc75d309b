"""Quoted figures by period: a dot for each source, two beside each other where they disagree, a line at a break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bahtera.pictures.svg import element, number, picture, titled, words

_HEIGHT = 250.0
_TOP, _BOTTOM = 44.0, 204.0
# How wide a letter of a label is, and how far below its neighbours every second one stands where they would touch.
_LETTER, _LOWER = 8.0, 18.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One quoted figure: how high it stands, and how it is written."""

    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Column:
    """One period with the figures quoted for it; ``broken``: the meaning changed since the period before."""

    label: str
    marks: tuple[Mark, ...]
    broken: bool = False


def quote_plot(
    columns: Sequence[Column],
    *,
    name: str,
    title: str,
    description: str = "",
    unconnected: bool = False,
) -> str:
    """Return periods from left to right over a scale from 0. No line leads over a break or to sources that disagree.

    ``unconnected``: no line at all, as for periods of different months. Labels that would touch stand in two rows.
    """
    width = 360.0
    left, right = 14.0, width - 14
    highest = max((mark.value for column in columns for mark in column.marks), default=0.0) or 1.0
    step = (right - left) / max(len(columns), 1)
    lower = _LOWER if _LETTER * max((len(one.label) for one in columns), default=0) > step else 0.0
    drawn = [element("line", {"x1": left, "x2": right, "y1": _BOTTOM, "y2": _BOTTOM, "class": "axis"})]
    before: tuple[float, float] | None = None
    for at, column in enumerate(columns):
        x = left + step * (at + 0.5)
        if column.broken:
            edge = left + step * at
            drawn.append(
                element("line", {"x1": edge, "x2": edge, "y1": 4, "y2": _BOTTOM, "class": "line-at"})
            )
        alone = len(column.marks) == 1
        spots = _spots(column, x, step, highest)
        if before and alone and not column.broken and not unconnected:
            drawn.append(_line(before, spots[0]))
        pairs = enumerate(zip(spots, column.marks, strict=True))
        drawn += [_dot(spot, mark, 11 + 15 * rank, alone=alone) for rank, (spot, mark) in pairs]
        below = _BOTTOM + 18 + lower * (at % 2)
        drawn.append(words(x, below, column.label, style="soft", anchor="middle"))
        before = spots[0] if alone else None
    return picture(
        "".join(drawn), size=(width, _HEIGHT - 20 + lower), name=name, title=title, description=description
    )


def _spots(column: Column, x: float, step: float, highest: float) -> list[tuple[float, float]]:
    apart = min(step * 0.44, 40.0)
    start = x - apart * (len(column.marks) - 1) / 2
    return [
        (start + apart * at, _BOTTOM - (_BOTTOM - _TOP) * mark.value / highest)
        for at, mark in enumerate(column.marks)
    ]


def _line(one: tuple[float, float], other: tuple[float, float]) -> str:
    return element(
        "line",
        {
            "x1": number(one[0]),
            "y1": number(one[1]),
            "x2": number(other[0]),
            "y2": number(other[1]),
            "class": "path",
        },
    )


def _dot(spot: tuple[float, float], mark: Mark, above: float, *, alone: bool) -> str:
    style = "dot-high" if alone else "dot-before"
    shape = titled("circle", {"cx": spot[0], "cy": spot[1], "r": 6, "class": style}, mark.told)
    return shape + words(spot[0], spot[1] - above, mark.told, style="strong", anchor="middle")
