"""When the public picture of a village moves on while a round is open."""

STEP = 5
"""Families that must have come or gone; the public threshold, so a step is as large as a printed count."""


def moves_on(released: int | None, approved: int, *, step: int = STEP) -> bool:
    """Tell whether the public copy is replaced: at first, and whenever enough families have come or gone.

    A correction of one family leaves the public copy as it is until the next step.
    """
    return released is None or abs(approved - released) >= step
