"""Every write of areas."""

from bahtera.areas.operations.bounding import import_boundaries
from bahtera.areas.operations.loading import load_snapshot

__all__ = ["import_boundaries", "load_snapshot"]
