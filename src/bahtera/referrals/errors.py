"""What referrals refuses.

::

    Refused
    ├── ReferralsError
    │   ├── BadMove         what must be given with a move is missing or wrong
    │   ├── BadPackets      declared packets that say too little, or would let out what they must not
    │   ├── NoPacket        this unit is told nothing for this service
    │   ├── NotReady        ground, agreement, data or the receiver stand against it
    │   └── BadFhir         a bundle that is no referral: each fault with its place; nothing of it was taken
    └── Conflict
        └── IllegalMove     this state has no such move, or not by this side
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bahtera.foundation.errors import Conflict, Refused


class ReferralsError(Refused):
    """The request cannot be met for this referral."""


class BadMove(ReferralsError):
    """What must be given with a move is missing or wrong."""


class BadPackets(ReferralsError):
    """Declared packets that say too little, or would let out what they must not."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__("referrals.bad_packets", "Packet {name} {why}.", name=name, why=why)


class NoPacket(ReferralsError):
    """This unit is told nothing for this service."""

    def __init__(self, service: str) -> None:
        super().__init__(
            "referrals.no_packet",
            "This unit does not receive referrals for this service. Choose another unit or another service.",
            service=service,
        )


class NotReady(ReferralsError):
    """Ground, agreement, data or the receiver stand against it; ``hindrances`` names all of them."""

    def __init__(self, code: str, message: str, hindrances: Sequence[str]) -> None:
        super().__init__(code, message, hindrances=", ".join(hindrances))
        self.hindrances = tuple(hindrances)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a bundle; ``path`` as in ``Task.status``."""

    path: str
    why: str


class BadFhir(ReferralsError):
    """A bundle that is no referral; nothing of it was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "referrals.bad_fhir",
            "This is no referral that can be read: {path}: {why}. Nothing was taken.",
            path=faults[0].path,
            why=faults[0].why,
            count=len(faults),
        )
        self.faults = tuple(faults)


class IllegalMove(Conflict):
    """This state has no such move, or not by this side."""

    def __init__(self, state: str, move: str, by: str) -> None:
        super().__init__(
            "referrals.illegal_move",
            "This can no longer be done: the referral has moved on. Open it again to see where it stands.",
            state=state,
            move=move,
            by=by,
        )
