"""How families spread over bands of their scores: one column a band, in the colour of its category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bahtera.pictures.svg import element, hatching, number, picture, text, words

_ROOM = 30.0
"""A narrower column has no number above it on a phone; its title tells it."""
STYLES = ("rendah", "sedang", "tinggi")


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``low`` to ``high``, the families in it and how they are written.

    ``style``: one of `STYLES`, the category the band lies in. ``count`` None: hidden.
    """

    low: float
    high: float
    style: str
    count: int | None
    told: str


def spread(
    bands: Sequence[Band], *, name: str, title: str, description: str = "", wide: bool = False, unit: str = ""
) -> str:
    """Return columns whose areas compare: height is families a point of score. Hidden bands are dotted and low.

    Raises ValueError for a band without width or of no known style.
    """
    if any(band.high <= band.low or band.style not in STYLES for band in bands):
        message = "a band has a width and the style of its category"
        raise ValueError(message)
    width, bottom, top = (880.0 if wide else 360.0), 220.0, 26.0
    left, right = 6.0, width - 6.0
    heights = [band.count / (band.high - band.low) for band in bands if band.count is not None]
    highest = max(heights, default=0.0) or 1.0
    begins, ends = min((b.low for b in bands), default=0.0), max((b.high for b in bands), default=100.0)

    def at(score: float) -> float:
        return left + (score - begins) / (ends - begins) * (right - left)

    drawn = []
    for band in bands:
        x, wide_of = at(band.low), at(band.high) - at(band.low)
        if band.count is None:
            tall = 16.0
            shape = {"class": "veiled", "fill": hatching(name, "hidden")}
        else:
            tall = (bottom - top) * band.count / (band.high - band.low) / highest
            shape = {"class": f"band-{band.style}"}
        box = {"x": x + 1, "y": bottom - tall, "width": max(wide_of - 2, 1), "height": tall}
        said = f"{number(band.low)}-{number(band.high)}: {band.told}"
        drawn.append(
            element("g", None, element("title", None, text(said)), element("rect", {**box, **shape}))
        )
        if wide_of > _ROOM or wide:
            drawn.append(words(x + wide_of / 2, bottom - tall - 6, band.told, style="soft", anchor="middle"))
    edges = sorted({edge for band in bands for edge in (band.low, band.high)})
    drawn.append(element("line", {"x1": left, "x2": right, "y1": bottom, "y2": bottom, "class": "axis"}))
    room, last = 24.0, float("-inf")
    for edge in edges:
        x = at(edge)
        drawn.append(element("line", {"x1": x, "x2": x, "y1": bottom, "y2": bottom + 4, "class": "axis"}))
        if x - last >= room or edge == ends:
            anchor = "start" if edge == begins else "end" if edge == ends else "middle"
            drawn.append(words(x, bottom + 17, number(edge), style="soft", anchor=anchor))
            last = x
    drawn.append(words(left, 13, unit, style="soft"))
    return picture("".join(drawn), size=(width, bottom + 24), name=name, title=title, description=description)
