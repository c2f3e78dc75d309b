"""The door of releases: data versions of rounds, and what they hold for statistics."""

from bahtera.releases.errors import UnknownVersion
from bahtera.releases.queries import micro_rows
from bahtera.releases.values import WEIGHT_UNIT, Citation, Kind, MicroData, MicroRow, MicroScore

__all__ = [
    "WEIGHT_UNIT",
    "Citation",
    "Kind",
    "MicroData",
    "MicroRow",
    "MicroScore",
    "UnknownVersion",
    "micro_rows",
]
