"""What this package refuses.

::

    NotFound
    └── UnknownVersion   the round has no data version of this number
"""

from bahtera.foundation.errors import NotFound


class UnknownVersion(NotFound):
    """The round has no data version of this number, or none that this person may know of."""

    def __init__(self, round_id: int, number: int) -> None:
        super().__init__(
            "releases.unknown_version",
            "This round has no data version {number}.",
            round_id=round_id,
            number=number,
        )
