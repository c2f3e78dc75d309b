"""The profile of an area: one plank a dimension, its value filled, a wider area's value as a mark beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bahtera.pictures.scales import Track, axis, fitted, wide_of
from bahtera.pictures.svg import element, hatching, picture, text, words


@dataclass(frozen=True, slots=True)
class Plank:
    """One dimension: its value from 0 to 100 and how it is written; ``beside`` is the wider area's value."""

    label: str
    told: str
    value: float | None = None
    hidden: bool = False
    beside: float | None = None


def profile(
    planks: Sequence[Plank],
    *,
    name: str,
    title: str,
    description: str = "",
    wide: bool = False,
    line: float | None = 75.0,
) -> str:
    """Return the planks in the order given, all equally long, because all dimensions weigh the same.

    ``line`` None: of an index to which 75 means nothing.
    """
    width, step = (880.0, 34.0) if wide else (360.0, 46.0)
    track = Track(300, 800) if wide else Track(4, 300)
    bottom = 4 + step * len(planks)
    drawn = []
    for at, each in enumerate(planks):
        top = 4 + step * at
        y = top + (7 if wide else 20)
        spot = (track.left - 12, y + 14) if wide else (4, top + 14)
        told = "strong" if each.value is not None else "soft"
        room = Track(track.left, min(track.right, width - 12 - wide_of(each.told)))
        said = fitted(each.label, track.left - 16 if wide else 350)
        drawn.append(
            element(
                "g",
                None,
                element("title", None, text(f"{each.label}: {each.told}")),
                words(spot[0], spot[1], said, anchor="end" if wide else "start"),
                _plank(each, track if each.value is not None else room, y, name),
                words(width - 4, y + 14, each.told, style=told, anchor="end"),
            )
        )
    # On a phone the names stand in the way of the line.
    spans = () if wide else tuple((4 + step * at + 18, 4 + step * at + 42) for at in range(len(planks)))
    body = "".join(drawn) + axis(track, 2, bottom, line=line, spans=spans)
    return picture(body, size=(width, bottom + 24), name=name, title=title, description=description)


def _plank(each: Plank, track: Track, y: float, name: str) -> str:
    box = {"x": track.left, "y": y, "width": track.width, "height": 18}
    if each.value is None:
        if each.hidden:
            return element("rect", {**box, "class": "veiled", "fill": hatching(name, "hidden")})
        return element("rect", {**box, "class": "plank-track"})
    drawn = [
        element("rect", {**box, "class": "plank-track"}),
        element("rect", {**box, "width": track.at(each.value) - track.left, "class": "plank-value"}),
    ]
    if each.beside is not None:
        x = track.at(each.beside)
        drawn.append(element("line", {"x1": x, "x2": x, "y1": y - 4, "y2": y + 22, "class": "mark-ground"}))
        drawn.append(element("line", {"x1": x, "x2": x, "y1": y - 4, "y2": y + 22, "class": "mark"}))
    return "".join(drawn)
