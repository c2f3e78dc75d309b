"""What a map is made of: areas and their classes, what lies beneath them, and the words of its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

Ring = Sequence[tuple[float, float]]
Polygons = Sequence[Sequence[Ring]]
Mark = Literal["", "down", "disc", "up", "ring"]
State = Literal["shown", "hidden", "missing"]

SEQUENCE: Final[Mapping[int, tuple[str, ...]]] = {
    3: ("klass-1", "klass-3", "klass-5"),
    4: ("klass-1", "klass-2", "klass-4", "klass-5"),
    5: ("klass-1", "klass-2", "klass-3", "klass-4", "klass-5"),
}
"""Classes of the style sheet from the palest to the darkest, for as many steps."""


@dataclass(frozen=True, slots=True)
class Klass:
    """One class of a map: its limits in words, its class in the style sheet and the mark beside its colour.

    ``striped``: areas of it bear light stripes, so that two dark colours stay two on black-and-white paper.
    """

    label: str
    style: str
    mark: Mark = ""
    striped: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One area of a map: what it is called, what is said of it, and how it is drawn.

    ``state``: "shown" with the place of its class in ``klass``; "hidden" for few families; "missing" without data.
    ``under``: under the line of its measure; ``unsure``: to be used with care. ``polygons``: rings of (longitude,
    latitude) in degrees, the outer one first; without them it is drawn as a point at ``at``, larger with ``weight``.
    """

    code: str
    label: str
    told: str
    state: State
    klass: int = 0
    under: bool = False
    unsure: bool = False
    polygons: Polygons = ()
    at: tuple[float, float] | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An area without a figure, for the reader's bearings: its outline or its position, its name in pale letters.

    ``focus``: the map is about it. Then the map shows it whole and of the others what lies inside its frame.
    ``inside``: a part of the focus, drawn as a line in it.
    """

    label: str = ""
    polygons: Polygons = ()
    at: tuple[float, float] | None = None
    focus: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies beneath points, for the reader's bearings: outlines, and positions of areas without a figure.

    ``around``: such areas with their names. ``north``: the letter of the arrow that points there, on a map
    with a frame; "" for neither. ``tallest``: how tall the drawing may be, 640 wide. ``letters``: names
    are so many times as large, ``marks``: signs and points.
    """

    outlines: Sequence[Polygons] = ()
    specks: Sequence[tuple[float, float]] = ()
    around: Sequence[Neighbour] = ()
    north: str = ""
    tallest: float = 640.0
    letters: float = 1.0
    marks: float = 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """The words of a legend: of the classes' title, and of what has no figure. An empty one is left out."""

    title: str = ""
    missing: str = ""
    hidden: str = ""
    under: str = ""
    unsure: str = ""
    sources: Sequence[str] = field(default_factory=tuple)
