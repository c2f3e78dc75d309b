"""What referrals refuses.

::

    Refused
    ├── ReferralsError
    │   └── BadMove         what must be given with a move is missing or wrong
    └── Conflict
        └── IllegalMove     this state has no such move, or not by this side
"""

from bahtera.foundation.errors import Conflict, Refused


class ReferralsError(Refused):
    """The request cannot be met for this referral."""


class BadMove(ReferralsError):
    """What must be given with a move is missing or wrong."""


class IllegalMove(Conflict):
    """This state has no such move, or not by this side; it is kept in the audit log."""

    def __init__(self, state: str, move: str, by: str) -> None:
        super().__init__(
            "referrals.illegal_move",
            "This can no longer be done: the referral has moved on. Open it again to see where it stands.",
            state=state,
            move=move,
            by=by,
        )
