"""What the directory refuses.

::

    Refused
    ├── DirectoryError
    │   ├── BadOffer        a service that an office offers, with faults: each with its field
    │   ├── BadTable        a table of services with faults: each with line and column; nothing of it was kept
    │   ├── BadAgreement    an agreement that says too little or contradicts itself
    │   ├── BadFile         not a PDF, JPG or PNG, or too large
    │   ├── BadCentre       a status that does not fit what is known of the centre
    │   └── NoReason        something is ended or taken back without a reason
    ├── Conflict
    │   ├── Moved           somebody wrote it meanwhile
    │   └── Overlapping     the unit offers this service in that time already
    └── NotFound
        ├── UnknownOffer, UnknownAgreement, UnknownStatus
        └── UnknownOffice   no such unit or agency
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bahtera.foundation.errors import Conflict, NotFound, Refused


class DirectoryError(Refused):
    """The request cannot be met for this office, service or agreement."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the field ``place``; in a table at ``line`` and ``column`` from 1 (0: the whole)."""

    code: str
    message: str
    place: str = ""
    line: int = 0
    column: int = 0
    details: dict[str, str | int] = field(default_factory=dict)


class BadOffer(DirectoryError):
    """A service that cannot be kept as it is written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "directory.bad_offer",
            "The service has {count} faults. Nothing was kept.",
            count=len(faults),
        )
        self.faults = tuple(faults)


class BadTable(DirectoryError):
    """A table that has faults; nothing of it was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "directory.bad_table",
            "The table of services has {count} faults. Nothing was kept.",
            count=len(faults),
        )
        self.faults = tuple(faults)


class BadAgreement(DirectoryError):
    """An agreement that says too little or contradicts itself."""

    @classmethod
    def parties(cls) -> "BadAgreement":
        """Fewer than two offices stand in it, or one stands in it twice."""
        return cls("directory.two_parties", "An agreement is between at least two different offices.")

    @classmethod
    def dates(cls) -> "BadAgreement":
        """Its last day lies before its first."""
        return cls("directory.upside_down", "The last day lies before the first.")

    @classmethod
    def number(cls) -> "BadAgreement":
        """It has no number, or one that is too long."""
        return cls("directory.no_number", "Write the number of the agreement.")

    @classmethod
    def scope(cls, given: str) -> "BadAgreement":
        """A service or an area that nobody knows."""
        return cls("directory.no_such_scope", "There is no service or area {given}.", given=given)

    @classmethod
    def contact(cls) -> "BadAgreement":
        """The contact office is no party."""
        return cls("directory.contact_no_party", "The contact office belongs to a party.")

    @classmethod
    def settled(cls) -> "BadAgreement":
        """Only a draft is changed or agreed upon, and only what holds is ended."""
        return cls(
            "directory.settled",
            "This agreement is no longer a draft, or has ended. Write a new one instead.",
        )


class BadFile(DirectoryError):
    """Not a file that is kept with an agreement."""

    def __init__(self, most: int) -> None:
        super().__init__("directory.bad_file", "Attach a PDF, JPG or PNG of at most {most} MB.", most=most)


class BadCentre(DirectoryError):
    """A status that does not fit what is known of the centre."""

    @classmethod
    def kind(cls) -> "BadCentre":
        """The unit is no family counselling centre."""
        return cls("directory.no_centre", "This unit is no PPKS/Satyagatra (BKKBN) centre.")

    @classmethod
    def step(cls, before: str, after: str) -> "BadCentre":
        """One status does not follow another."""
        return cls(
            "directory.no_such_step",
            "A centre that is {before} does not become {after}.",
            before=before,
            after=after,
        )

    @classmethod
    def decree(cls) -> "BadCentre":
        """What a decree does is written with its number and day."""
        return cls("directory.no_decree", "Write number and date of the decree (SK).")

    @classmethod
    def ahead(cls) -> "BadCentre":
        """A status is written when it holds, not before."""
        return cls("directory.ahead", "The day of a status does not lie ahead.")

    @classmethod
    def same_day(cls) -> "BadCentre":
        """Another status holds from that very day."""
        return cls("directory.same_day", "Another status begins on that day. Take it back first.")


class NoReason(DirectoryError):
    """Something is ended or taken back without a reason."""

    def __init__(self) -> None:
        super().__init__("directory.no_reason", "Say in a few words why.")


class Moved(Conflict):
    """Somebody wrote it meanwhile."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "directory.moved",
            "Somebody changed it meanwhile (version {version}). Look at it again.",
            version=version,
        )


class Overlapping(Conflict):
    """The unit offers this service in that time already."""

    def __init__(self) -> None:
        super().__init__(
            "directory.overlapping", "The office offers this service in that time already. Change that one."
        )


class UnknownOffer(NotFound):
    """No such service of an office."""

    def __init__(self) -> None:
        super().__init__("directory.unknown_offer", "There is no such service of an office.")


class UnknownAgreement(NotFound):
    """No such agreement."""

    def __init__(self) -> None:
        super().__init__("directory.unknown_agreement", "There is no such agreement.")


class UnknownStatus(NotFound):
    """No such status of a centre, or it was taken back."""

    def __init__(self) -> None:
        super().__init__("directory.unknown_status", "There is no such status of a centre.")


class UnknownOffice(NotFound):
    """No such unit or agency, or it was closed."""

    def __init__(self) -> None:
        super().__init__("directory.unknown_office", "There is no such office, or it is closed.")
