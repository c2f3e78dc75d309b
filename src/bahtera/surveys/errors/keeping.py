"""Refusals of erasing."""

from bahtera.foundation.errors import Refused


class NoReasonToErase(Refused):
    """An erasure without a reason."""

    def __init__(self) -> None:
        super().__init__("surveys.no_reason_to_erase", "Say why it is erased: the reason stays.")
