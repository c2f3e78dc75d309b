"""The front door of areas."""

from bahtera.areas.errors import AreasError, BadSnapshot, UnknownArea
from bahtera.areas.operations import load_snapshot
from bahtera.areas.queries import (
    ancestors,
    children,
    decree,
    exists,
    find,
    get,
    search,
    villages_within,
)
from bahtera.areas.rules import ancestors_of, code_in, is_code, is_within, level_of, parent_of, zone_of
from bahtera.areas.values import Area, Kind, Level, Loaded, Zone

__all__ = [
    "Area",
    "AreasError",
    "BadSnapshot",
    "Kind",
    "Level",
    "Loaded",
    "UnknownArea",
    "Zone",
    "ancestors",
    "ancestors_of",
    "children",
    "code_in",
    "decree",
    "exists",
    "find",
    "get",
    "is_code",
    "is_within",
    "level_of",
    "load_snapshot",
    "parent_of",
    "search",
    "villages_within",
    "zone_of",
]
