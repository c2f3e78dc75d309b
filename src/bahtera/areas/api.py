"""The front door of areas."""

from bahtera.areas.errors import AreasError, BadBoundaries, BadSnapshot, UnknownArea
from bahtera.areas.operations import import_boundaries, load_snapshot
from bahtera.areas.queries import (
    ancestors,
    boundaries,
    children,
    decree,
    exists,
    find,
    get,
    search,
    villages_within,
)
from bahtera.areas.rules import ancestors_of, code_in, is_code, is_within, level_of, parent_of, zone_of
from bahtera.areas.values import Area, Boundary, Imported, Kind, Level, Loaded, Polygon, Unmatched, Zone

__all__ = [
    "Area",
    "AreasError",
    "BadBoundaries",
    "BadSnapshot",
    "Boundary",
    "Imported",
    "Kind",
    "Level",
    "Loaded",
    "Polygon",
    "UnknownArea",
    "Unmatched",
    "Zone",
    "ancestors",
    "ancestors_of",
    "boundaries",
    "children",
    "code_in",
    "decree",
    "exists",
    "find",
    "get",
    "import_boundaries",
    "is_code",
    "is_within",
    "level_of",
    "load_snapshot",
    "parent_of",
    "search",
    "villages_within",
    "zone_of",
]
