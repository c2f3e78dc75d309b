"""A scale from 0 to 100 on paper: where a value lies, the axis with its line, and labels that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bahtera.pictures.svg import element, number, words

_FULL: Final = 100.0
_WIDE: Final = 0.56
"""How wide a letter is on average, in heights of the letters."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where a scale from 0 to 100 begins and ends, in the picture's units."""

    left: float
    right: float

    def at(self, value: float) -> float:
        """Return where a value lies; what is beyond the scale lies at its end."""
        share = min(max(value, 0.0), _FULL) / _FULL
        return self.left + share * (self.right - self.left)

    @property
    def width(self) -> float:
        """Return how long the scale is."""
        return self.right - self.left


def axis(
    track: Track,
    top: float,
    bottom: float,
    *,
    line: float | None = None,
    spans: Sequence[tuple[float, float]] = (),
) -> str:
    """Return the axis below the rows, with its ticks, and the dashed line that shares are compared with.

    ``spans``: from and to which heights the line is drawn, where names stand between the rows; without from the top.
    """
    drawn = [
        element("line", {"x1": track.left, "x2": track.right, "y1": bottom, "y2": bottom, "class": "axis"})
    ]
    for tick in (0, 25, 50, 75, 100):
        x = track.at(tick)
        drawn.append(element("line", {"x1": x, "x2": x, "y1": bottom, "y2": bottom + 4, "class": "axis"}))
        anchor = "start" if tick == 0 else "end" if tick == _FULL else "middle"
        drawn.append(words(x, bottom + 17, number(tick), style="soft", anchor=anchor))
    if line is not None:
        x = track.at(line)
        for begin, end in spans or ((top, bottom),):
            drawn.append(element("line", {"x1": x, "x2": x, "y1": begin, "y2": end, "class": "line-at"}))
    return "".join(drawn)


def fitted(said: str, room: float, *, size: float = 13) -> str:
    """Return words cut to the room there is, with a dot of three where they were cut."""
    most = max(int(room / (size * _WIDE)), 2)
    return said if len(said) <= most else said[: most - 1].rstrip(" ,·(-") + "…"


def wide_of(said: str, *, size: float = 13) -> float:
    """Return about how wide words are."""
    return len(said) * size * _WIDE
