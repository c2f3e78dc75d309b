"""What confided refuses.

::

    Refused
    ├── NotSealedForHere    a box is no box of this site, or has another size than every box has
    ├── WrongPurpose        boxes are opened for the one purpose they were sealed for
    └── TooFewToOpen        answers are opened by the village, never one by one
"""

from bahtera.foundation.errors import Refused


class NotSealedForHere(Refused):
    """A box is not what phones seal."""

    def __init__(self) -> None:
        super().__init__(
            "confided.not_sealed_here", "The private part was not sealed to this site, or it was changed."
        )


class WrongPurpose(Refused):
    """Boxes are opened for the purpose they were sealed for."""

    def __init__(self) -> None:
        super().__init__("confided.wrong_purpose", "These are not opened for this purpose.")


class TooFewToOpen(Refused):
    """Few answers would say whose they are."""

    def __init__(self, least: int) -> None:
        super().__init__(
            "confided.too_few",
            "Private answers are opened from {least} visits on, never one by one.",
            least=least,
        )
