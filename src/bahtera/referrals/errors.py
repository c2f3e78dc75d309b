"""What referrals refuses.

::

    Refused
    ├── ReferralsError
    │   ├── BadMove         what must be given with a move is missing or wrong
    │   ├── BadPackets      declared packets that say too little, or would let out what they must not
    │   ├── NoPacket        this unit is told nothing for this service
    │   ├── NotReady        ground, agreement, data or the receiver stand against it
    │   ├── BadFhir         a bundle that is no referral: each fault with its place; nothing of it was taken
    │   ├── BadDraft        a draft that cannot be kept as it is
    │   ├── UnitClosed      the receiver no longer works
    │   ├── WrongPin        the PIN of a partner's link was not right
    │   └── BadTable        a table of referrals whose columns cannot be read; nothing of it was taken
    ├── NotFound
    │   ├── NoSuchReferral  there is none, or none that this person may know of
    │   └── LinkRefused     no such link, or it was used, forwarded, closed or is too old: all in the same words
    └── Conflict
        ├── IllegalMove     this state has no such move, or not by this side
        ├── Moved           somebody else was faster: the version that was seen is not the one that stands
        └── AlreadyOpen     the same client waits for the same service of this unit already
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bahtera.foundation.errors import Conflict, NotFound, Refused


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


class BadDraft(ReferralsError):
    """A draft that cannot be kept as it is."""

    @classmethod
    def units(cls) -> Self:
        return cls("referrals.bad_units", "Choose another unit than your own, from the list of units.")

    @classmethod
    def service(cls) -> Self:
        return cls("referrals.bad_service", "Choose a service, or name one in the words of that unit.")

    @classmethod
    def parent(cls) -> Self:
        return cls(
            "referrals.bad_parent",
            "A referral goes onward from one that your unit accepted, or begins again one that ended.",
        )

    @classmethod
    def known(cls, given: str) -> Self:
        return cls("referrals.bad_known", "{given} cannot be told with a referral.", given=given)

    @classmethod
    def number(cls) -> Self:
        return cls("referrals.no_number", "Write the number that the letter has in your office.")

    @classmethod
    def cell(cls, column: str) -> Self:
        return cls(
            "referrals.bad_cell", "What stands under {column} is missing or cannot be read.", column=column
        )

    @classmethod
    def words(cls, most: int) -> Self:
        return cls("referrals.too_long", "Say it in at most {most} characters.", most=str(most))


class UnitClosed(ReferralsError):
    """The receiver no longer works."""

    def __init__(self) -> None:
        super().__init__("referrals.unit_closed", "This unit is closed. Choose another one.")


class WrongPin(ReferralsError):
    """The PIN of a partner's link was not right; ``left`` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(
            "referrals.wrong_pin", "This PIN is not right. Tries that are left: {left}.", left=str(left)
        )


class BadTable(ReferralsError):
    """A table of referrals whose columns cannot be read; nothing of it was taken."""

    @classmethod
    def without(cls, names: Sequence[str]) -> Self:
        return cls(
            "referrals.bad_table",
            "The first line must name the columns. Not found: {missing}. Nothing was taken.",
            missing=", ".join(names),
        )

    @classmethod
    def strange(cls, names: Sequence[str]) -> Self:
        return cls(
            "referrals.strange_columns",
            "These columns are not known, or stand twice: {strange}. Nothing was taken.",
            strange=", ".join(name[:40] or "?" for name in names[:10]),
        )


class NoSuchReferral(NotFound):
    """There is none, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("referrals.not_found", "There is no such referral.")


class LinkRefused(NotFound):
    """No such link, or it was used, forwarded, closed or is too old."""

    def __init__(self) -> None:
        super().__init__(
            "referrals.link_refused",
            "This link does not open any more. Ask the office that sent it for a new one.",
        )


class Moved(Conflict):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(
            "referrals.moved",
            "Somebody else has just done something with this referral. Open it again to see where it stands.",
        )


class AlreadyOpen(Conflict):
    """The same client waits for the same service of this unit already."""

    def __init__(self) -> None:
        super().__init__(
            "referrals.already_open",
            "A referral of this client to this unit for this service is already open.",
        )


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
