"""Writes of areas: the list itself, and official boundaries."""

from bahtera.areas.operations.bounding import import_boundaries
from bahtera.areas.operations.loading import load_snapshot
from bahtera.areas.operations.sending import (
    decide_boundaries,
    keep_file,
    needed_files,
    read_file,
    send_boundaries,
    wake_files,
    withdraw_boundaries,
)

__all__ = [
    "decide_boundaries",
    "import_boundaries",
    "keep_file",
    "load_snapshot",
    "needed_files",
    "read_file",
    "send_boundaries",
    "wake_files",
    "withdraw_boundaries",
]
