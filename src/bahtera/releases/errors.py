"""What this package refuses.

::

    Refused
    ├── UnsettledVisits      a final version while visits wait, and nobody said to know how many
    ├── NotFinal             a correction in a round whose figures do not stand yet
    ├── NoReason             a correction, or a refusal of one, without a reason
    └── NothingToCorrect     a change that the visit's state does not allow
    NotFound
    ├── UnknownVersion       the round has no data version of this number
    ├── UnknownCorrection    no such correction, or none that this person may know of
    └── UnknownMicroRequest  no such request for micro-data, or none that this person may know of
    Conflict
    ├── RoundChanged         somebody decided about a visit while the version was being made
    ├── AlreadyAsked         somebody asked for a correction of this visit, and it waits
    ├── AlreadyDecided       somebody decided about this correction
    ├── VisitChanged         the visit is no longer what the correction was asked for
    ├── SamePerson           one person cannot ask and decide
    ├── MicroRefused         micro-data asked for twice, decided twice or by one person, or changed since
    └── OrderRefused         work asked for twice, ended already, or broken off again and again
"""

from uuid import UUID

from bahtera.foundation.errors import Conflict, NotFound, Refused


class UnknownVersion(NotFound):
    """The round has no data version of this number, or none that this person may know of."""

    def __init__(self, round_id: int, number: int) -> None:
        super().__init__(
            "releases.unknown_version",
            "This round has no data version {number}.",
            round_id=round_id,
            number=number,
        )


class UnknownCorrection(NotFound):
    """There is no such correction, or none that this person may know of."""

    def __init__(self, correction_id: UUID) -> None:
        super().__init__(
            "releases.unknown_correction", "There is no such correction.", correction_id=str(correction_id)
        )


class UnsettledVisits(Refused):
    """Visits wait for a decision or for the second level, and nobody has said to know how many."""

    def __init__(self, undecided: int, unconfirmed: int) -> None:
        super().__init__(
            "releases.unsettled",
            "{undecided} visits of this round are not decided yet and will not be in its final figures; {unconfirmed}"
            " approved ones will be, and wait for the second level. Settle them, or say that you know.",
            undecided=undecided,
            unconfirmed=unconfirmed,
        )


class NotFinal(Refused):
    """The figures of the round do not stand yet: a visit is decided about in the ordinary way."""

    def __init__(self) -> None:
        super().__init__(
            "releases.not_final",
            "The figures of this round are not final: decide about the visit itself, no correction is needed.",
        )


class NoReason(Refused):
    """A correction, or the refusal of one, without a reason that may stay."""

    @classmethod
    def missing(cls) -> "NoReason":
        """Nothing was said."""
        return cls("releases.no_reason", "Say why: the reason stays with the data version.")

    @classmethod
    def number(cls) -> "NoReason":
        """A number of a person, perhaps."""
        return cls(
            "releases.reason_number",
            "Leave out NIK, card and telephone numbers: the reason is read by others, too.",
        )


class NothingToCorrect(Refused):
    """A change that the state of the visit does not allow."""

    def __init__(self) -> None:
        super().__init__(
            "releases.nothing_to_correct",
            "The state of this visit does not allow the change that was asked for.",
        )


class RoundChanged(Conflict):
    """Somebody decided about a visit of the round while its version was being made."""

    def __init__(self) -> None:
        super().__init__(
            "releases.round_changed",
            "A visit of this round came in or was decided about at this very moment. Nothing was signed; try again.",
        )


class AlreadyAsked(Conflict):
    """Somebody asked for a correction of this visit, and it waits for the second person."""

    def __init__(self) -> None:
        super().__init__(
            "releases.already_asked",
            "A correction of this visit was asked for already and waits for a second person.",
        )


class AlreadyDecided(Conflict):
    """Somebody decided about this correction."""

    def __init__(self) -> None:
        super().__init__("releases.already_decided", "This correction was decided about already.")


class VisitChanged(Conflict):
    """The visit is no longer what the correction was asked for."""

    def __init__(self) -> None:
        super().__init__(
            "releases.visit_changed",
            "The visit has changed since the correction was asked for. Refuse it and ask again.",
        )


class SamePerson(Conflict):
    """One person cannot ask for a correction and agree to it."""

    def __init__(self) -> None:
        super().__init__(
            "releases.same_person", "You asked for this correction: somebody else must decide about it."
        )


class UnknownMicroRequest(NotFound):
    """There is no such request for micro-data, or none that this person may know of."""

    def __init__(self, request_id: UUID) -> None:
        super().__init__(
            "releases.unknown_micro_request",
            "There is no such request for micro-data.",
            request_id=str(request_id),
        )


class MicroRefused(Conflict):
    """A request for micro-data that cannot be made, decided or used."""

    @classmethod
    def asked(cls) -> "MicroRefused":
        """A request for the same version waits."""
        return cls("releases.micro_asked", "Micro-data of this version were asked for already.")

    @classmethod
    def decided(cls) -> "MicroRefused":
        """Somebody decided."""
        return cls("releases.micro_decided", "This request was decided about already.")

    @classmethod
    def same_person(cls) -> "MicroRefused":
        """One person cannot ask and agree."""
        return cls("releases.micro_same_person", "You asked for these micro-data: somebody else must decide.")

    @classmethod
    def changed(cls) -> "MicroRefused":
        """The file of the report is not kept any more."""
        return cls(
            "releases.micro_changed",
            "The rows are no longer those of the report, because a family was erased. Ask again.",
        )

    @classmethod
    def not_agreed(cls) -> "MicroRefused":
        """Nobody agreed."""
        return cls(
            "releases.micro_not_agreed", "The data-protection officer has not agreed to these micro-data."
        )


class OrderRefused(Conflict):
    """Work that is not begun again, or of which nothing came."""

    @classmethod
    def under_way(cls) -> "OrderRefused":
        """The same was asked for and is being done."""
        return cls(
            "releases.order_under_way",
            "This was asked for already and is being done. Nothing was begun again.",
        )

    @classmethod
    def ended(cls) -> "OrderRefused":
        """Another worker ended it."""
        return cls("releases.order_ended", "This was done already.")

    @classmethod
    def broken(cls) -> "OrderRefused":
        """It failed, or was broken off as often as it was begun."""
        return cls(
            "releases.order_broken",
            "Something went wrong on our side, and nothing was made. Try again; if it fails again, tell whoever looks"
            " after this site.",
        )

    @classmethod
    def nobody(cls) -> "OrderRefused":
        """Who asked for it has left."""
        return cls("releases.order_nobody", "Whoever asked for this may no longer sign in. Nothing was made.")
