"""What the areas package hands out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "regency", "district", "village"]
Zone = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
Kind = Literal["provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa", "desa_adat"]
Progress = Callable[[int, int], None]
Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of a closed line's corners; the first is not said again at the end."""
Polygon = tuple[Ring, ...]
"""An outer ring, then the rings of holes."""


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative area.

    ``code`` is the dotted Kemendagri code and always text: 63.10 is a regency, 63.1 is nothing.
    ``latitude`` and ``longitude`` are degrees (WGS 84): the seat of government for a province or regency, a
    point inside for a district or village; None where the source has none. ``bps_code`` is what BPS calls
    the same area, known for provinces and the regencies of Jambi and Kalimantan Selatan, else None.
    ``is_active`` is False for an area that a later decree no longer lists.
    """

    code: str
    name: str
    level: Level
    kind: Kind
    parent_code: str | None
    bps_code: str | None
    latitude: float | None
    longitude: float | None
    zone: Zone
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One line of the snapshot file; ``other_names`` are names people use beside the official one."""

    code: str
    name: str
    kind: Kind
    latitude: float | None
    longitude: float | None
    bps_code: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: areas ``written`` (0 when loaded before), ``retired``, and active in all."""

    decree: str
    written: int
    retired: int
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reading of what a person typed: a squeezed name, and the kinds of area it may be (empty: any)."""

    key: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature of a file of boundaries: its code as ``text`` and as read, and why it is of no use ("": it is).

    ``problem``: "number" (a code that a program took for a number), "no_polygon", "broken", "elsewhere" (outside
    Indonesia, or not in degrees), "sliver".
    """

    text: str
    code: str | None
    name: str
    polygons: tuple[Polygon, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """The boundary of an area, and where it is from."""

    code: str
    polygons: tuple[Polygon, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A feature that was left out: its place in the file (from 1), its code and name as written, and why.

    ``why``: a problem of `Outline`, "no_code", "unknown" (no area has it), "far" (nowhere near the area of this code).
    """

    place: int
    text: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of boundaries.

    ``other_names``: kept, though file and list name the area differently. ``without``: areas of the same level beside
    those kept, in the districts, regencies or provinces they lie in, that have no boundary now.
    """

    kept: int
    replaced: int
    unmatched: tuple[Unmatched, ...]
    other_names: tuple[tuple[str, str, str], ...]
    without: tuple[str, ...]
