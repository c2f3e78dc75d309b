"""Geometry of the drawings, as text for SVG attributes.

All lengths are percentages of the drawing's width, so a drawing needs neither script nor style to fit a phone
or a page; numbers are written with a full stop whatever the reader's language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction


def pct(value: float | Fraction) -> str:
    """Write a share of the width for an SVG attribute: 37.5 becomes ``37.5%``."""
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return f"{text}%"


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar."""

    style: str
    x: str
    width: str


def stack(counts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """Lay out (style, count) side by side over the whole width; nothing for an empty bar.

    The last edge is at 100 exactly, because every edge is computed from the running sum, not added up.
    """
    total = sum(count for _, count in counts)
    if total <= 0:
        return ()
    segments = []
    before = 0
    for style, count in counts:
        if count > 0:
            start = Fraction(100 * before, total)
            segments.append(Segment(style, pct(start), pct(Fraction(100 * count, total))))
        before += count
    return tuple(segments)


@dataclass(frozen=True)
class Scale:
    """A scale from 0 to 100 with its bands, the cuts between them and a marker."""

    bands: tuple[Segment, ...]
    ticks: tuple[tuple[str, str, str], ...]
    marker: str | None


def scale(value: float | Fraction | None, cuts: Sequence[int | Fraction], styles: Sequence[str]) -> Scale:
    """Lay out a scale; ``cuts`` are ascending inner bounds, ``styles`` one more than cuts, lowest first."""
    edges = [Fraction(0), *(Fraction(cut) for cut in cuts), Fraction(100)]
    bands = tuple(
        Segment(style, pct(low), pct(high - low))
        for style, low, high in zip(styles, edges, edges[1:], strict=False)
    )
    ticks = tuple((pct(edge), str(edge), _anchor(edge)) for edge in edges)
    return Scale(
        bands, ticks, None if value is None else pct(min(max(Fraction(value), Fraction(0)), Fraction(100)))
    )


def _anchor(edge: Fraction) -> str:
    if edge == 0:
        return "start"
    full = 100
    return "end" if edge == full else "middle"


STATE_STYLES = {"1": "met", "0": "unmet", "-": "na", "?": "unanswered"}


@dataclass(frozen=True)
class Cell:
    """One indicator of a plank: where it is drawn, its state and its name for a pointer."""

    x: str
    width: str
    middle: str
    style: str
    title: str


def cells(states: str, titles: Sequence[str]) -> tuple[Cell, ...]:
    """Lay out one cell an indicator over the width, with a gap of 1 between them."""
    count = len(states)
    if count == 0:
        return ()
    gap = Fraction(1)
    width = (100 - gap * (count - 1)) / count
    return tuple(
        Cell(
            pct(index * (width + gap)),
            pct(width),
            pct(index * (width + gap) + width / 2),
            STATE_STYLES[state],
            title,
        )
        for index, (state, title) in enumerate(zip(states, titles, strict=True))
    )


@dataclass(frozen=True)
class Pace:
    """Two lines over days, in a drawing of 640 by 220: what was done until each day, and what was expected.

    ``labels`` are the first and the last day; ``marks`` say how high a line stands, as (y, words).
    """

    done: str
    expected: str
    marks: tuple[tuple[str, str], ...]
    labels: tuple[str, str]


_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 632, 10, 190


def pace(
    done: Sequence[int],
    expected: Sequence[Fraction | None],
    labels: tuple[str, str],
    write: Callable[[int], str],
) -> Pace:
    """Lay out at least two days; ``write`` says a number in the reader's language."""
    known = [one for one in expected if one is not None]
    highest = max([*done, *(int(one) for one in known), 1])
    steps = max(len(done) - 1, 1)

    def spot(index: int, value: Fraction | int) -> str:
        x = _LEFT + Fraction((_RIGHT - _LEFT) * index, steps)
        y = _BOTTOM - Fraction(_BOTTOM - _TOP) * value / highest
        return f"{float(x):.1f},{float(y):.1f}"

    return Pace(
        " ".join(spot(index, value) for index, value in enumerate(done)),
        " ".join(spot(index, value) for index, value in enumerate(expected) if value is not None),
        tuple(
            (f"{float(_BOTTOM - Fraction((_BOTTOM - _TOP) * mark, highest)):.1f}", write(mark))
            for mark in dict.fromkeys((0, highest // 2, highest))
        ),
        labels,
    )
