"""What the areas package hands out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

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
class Overlap:
    """Two areas of one level on top of each other, and how much of the smaller one that is, in per cent."""

    one: str
    other: str
    percent: int


@dataclass(frozen=True, slots=True)
class Boundary:
    """The boundary of an area, some ten metres exact, and where it is from."""

    code: str
    polygons: tuple[Polygon, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where boundaries are from: their source, its date and licence as typed, and when they were imported."""

    source: str
    dated: str
    licence: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Outlined:
    """An area as it is drawn on a page: few corners, edges shared with its neighbours."""

    code: str
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The areas of a page that have a boundary, by code, and where those are from."""

    outlines: Mapping[str, Outlined]
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first areas of a file that waits for a decision, as they would be drawn.

    ``replaces``: those that have a boundary from another file now.
    """

    outlines: Mapping[str, Outlined]
    replaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A feature that was left out: its place in the file (from 1), its code and name as written, and why.

    ``why``: "number" (a code that a program took for a number), "short" (too few digits), "no_code", "unknown" (no
    area has it), "bps_unknown" (a BPS code that our list does not have), "no_polygon", "broken", "swapped" (latitude
    first), "mercator" or "metres" (no degrees), "elsewhere", "sliver",
    "far" (nowhere near the area of this code), "other_name" (the name is that of a neighbour with another code).
    """

    place: int
    text: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Several:
    """An area that stands in a file several times: at which places (from 1), all laid together into one.

    ``percent``: how much of the smallest lies on the others; 0 for islands, 100 for the same polygon twice.
    """

    code: str
    places: tuple[int, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of boundaries.

    ``levels``: how many areas of each level are kept. ``columns``: which columns the codes are from. ``mended``:
    polygons that had to be repaired. ``other_names``: kept, though file and list name the area differently.
    ``overlaps``: kept, though they lie on top of each other. ``several``: areas out of several features.
    ``without``: areas of the same level beside those kept, in the districts, regencies or provinces they lie in, that
    have no boundary now. A stored report holds the first lines of long lists; `count` tells how long they were.
    """

    kept: int
    replaced: int
    features: int
    levels: Mapping[str, int]
    columns: tuple[str, ...]
    mended: int
    unmatched: tuple[Unmatched, ...]
    other_names: tuple[tuple[str, str, str], ...]
    overlaps: tuple[Overlap, ...]
    without: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    several: tuple[Several, ...] = ()

    def count(self, name: str) -> int:
        """Return how long a list is: unmatched, other_names, overlaps, several or without."""
        return self.counts.get(name, len(getattr(self, name)))


class FileState(StrEnum):
    """How far a file of boundaries is."""

    WAITING = "waiting"
    """The worker has still to read it."""
    READ = "read"
    """Its report is there; somebody decides."""
    KEEPING = "keeping"
    """Somebody decided to keep it; the worker has still to do so."""
    KEPT = "kept"
    REFUSED = "refused"
    """Nothing of it can be used; `BoundaryFileRow.problem` says why."""
    DROPPED = "dropped"
    """Somebody decided not to keep it."""
    WITHDRAWN = "withdrawn"
    """It was kept and somebody took it back: its boundaries are gone from the maps."""


@dataclass(frozen=True, slots=True)
class FileNotes:
    """What a person says of a file of boundaries: where it is from, of when, under which licence; and how to read it.

    ``property_name``: the column of the code, ``crs``: the projection, ``layer``: which layer; each "" to find it.
    """

    source: str
    dated: str = ""
    licence: str = ""
    property_name: str = ""
    crs: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class BoundaryFileRow:
    """One file of boundaries in the history: what it is, who sent it when, how far it is and what became of it.

    ``problem``: code, message and details of a refusal. ``in_use``: how many areas still have their boundary from it.
    """

    id: int
    name: str
    notes: FileNotes
    state: FileState
    sha256: str
    size: int
    sent_at: datetime
    sent_by: str
    decided_at: datetime | None
    report: Imported | None
    problem: Mapping[str, Any] | None
    in_use: int = 0
