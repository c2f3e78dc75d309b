"""What the areas package hands out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "regency", "district", "village"]
Zone = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
Kind = Literal["provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa", "desa_adat"]
Progress = Callable[[int, int], None]


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
