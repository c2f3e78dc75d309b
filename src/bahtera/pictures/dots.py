"""Ranked dot plots: one row an area, a dot on a scale of 0 to 100, with its interval where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bahtera.pictures.scales import Track, axis, fitted, wide_of
from bahtera.pictures.svg import element, hatching, picture, text, words

_CUT: Final = 75.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: whose figure it is, its place from 0 to 100, and how it is written.

    ``value`` None: there is none, or it is ``hidden``; ``told`` then says which. ``low``, ``high``: an interval.
    ``under``: it is under the line, as its package decided; ``unsure``: to be used with care.
    ``before``: where it stood at another time, drawn as a small ring.
    """

    label: str
    told: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    under: bool = False
    hidden: bool = False
    unsure: bool = False
    before: float | None = None


def dot_plot(
    rows: Sequence[Dot],
    *,
    name: str,
    title: str,
    description: str = "",
    wide: bool = False,
    line: float | None = _CUT,
) -> str:
    """Return the rows in the order given. ``wide``: names stand beside the scale, else above it, as on a phone."""
    width, step = (880.0, 30.0) if wide else (360.0, 44.0)
    track = Track(300, 790) if wide else Track(4, 290)
    bottom = 6 + step * len(rows)
    drawn = [
        _row(each, track, 6 + step * at, wide=wide, line=line, name=name) for at, each in enumerate(rows)
    ]
    # On a phone the names stand in the way of the line.
    spans = () if wide else tuple((6 + step * at + 21, 6 + step * at + 39) for at in range(len(rows)))
    body = axis(track, 2, bottom, line=line, spans=spans) + "".join(drawn)
    return picture(body, size=(width, bottom + 24), name=name, title=title, description=description)


def _row(row: Dot, track: Track, top: float, *, wide: bool, line: float | None, name: str) -> str:
    middle = top + (15 if wide else 30)
    label = fitted(row.label, track.left - 12) if wide else fitted(row.label, 350)
    spot = (track.left - 12, middle + 4.5) if wide else (4, top + 14)
    named = words(spot[0], spot[1], label, anchor="end" if wide else "start")
    end = 876 if wide else 356
    told = words(
        end, middle + 4.5, row.told, style="strong" if row.value is not None else "soft", anchor="end"
    )
    if row.value is None:
        room = Track(track.left, min(track.right, end - 8 - wide_of(row.told)))
        return element("g", None, _title(row), named, _nothing(row, room, middle, name), told)
    return element("g", None, _title(row), named, _shape(row, row.value, track, middle, line), told)


def _nothing(row: Dot, track: Track, middle: float, name: str) -> str:
    """Return a hatched strip where a figure is hidden, the bare track where there is none."""
    if not row.hidden:
        return element(
            "line", {"x1": track.left, "x2": track.right, "y1": middle, "y2": middle, "class": "track"}
        )
    return element(
        "rect",
        {
            "x": track.left,
            "y": middle - 5,
            "width": track.width,
            "height": 10,
            "fill": hatching(name, "hidden"),
            "class": "veiled",
        },
    )


def _shape(row: Dot, value: float, track: Track, middle: float, line: float | None) -> str:
    x = track.at(value)
    drawn = [
        element("line", {"x1": track.left, "x2": track.right, "y1": middle, "y2": middle, "class": "track"})
    ]
    if row.low is not None and row.high is not None:
        ends = {"x1": track.at(row.low), "x2": track.at(row.high), "y1": middle, "y2": middle}
        drawn.append(element("line", {**ends, "class": "interval-unsure" if row.unsure else "interval-line"}))
        drawn += [
            element("line", {"x1": at, "x2": at, "y1": middle - 5, "y2": middle + 5, "class": "interval-end"})
            for at in (track.at(row.low), track.at(row.high))
        ]
    elif row.under and line is not None:
        drawn.append(
            element("line", {"x1": track.at(line), "x2": x, "y1": middle, "y2": middle, "class": "stem"})
        )
    if row.before is not None:
        before = track.at(row.before)
        drawn.append(element("line", {"x1": before, "x2": x, "y1": middle, "y2": middle, "class": "path"}))
        drawn.append(element("circle", {"cx": before, "cy": middle, "r": 4, "class": "dot-before"}))
    drawn.append(
        element("circle", {"cx": x, "cy": middle, "r": 6, "class": "dot-low" if row.under else "dot-high"})
    )
    return "".join(drawn)


def _title(row: Dot) -> str:
    return element("title", None, text(f"{row.label}: {row.told}"))
