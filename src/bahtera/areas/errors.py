"""What areas refuse.

::

    Refused
    ├── AreasError
    │   └── BadSnapshot     the snapshot file does not match what it says of itself
    └── NotFound
        └── UnknownArea     no area has this code
"""

from bahtera.foundation.errors import NotFound, Refused


class AreasError(Refused):
    """The request cannot be met for the areas as they are."""


class BadSnapshot(AreasError):
    """The snapshot file does not match what it says of itself; nothing was loaded."""


class UnknownArea(NotFound):
    """No area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__("areas.unknown", "There is no area with the code {area_code}.", area_code=code)
