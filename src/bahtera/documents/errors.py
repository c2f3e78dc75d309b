"""What this package refuses.

::

    NotFound
    ├── UnknownDocument    no such document, or none that this person may know of
    └── UnknownSchedule    no such entry of the monthly schedule
    Refused
    ├── BadKind            this kind of document is not made for such an area
    ├── BadScan            the signed copy is no whole PDF, JPEG or PNG, or too large
    ├── BadDay             a day of the month that not every month has
    └── NoReason           withdrawing without a reason
    Conflict
    ├── AlreadyBeingMade   the same is being made at this moment
    ├── IllegalMove        the document's state does not allow it
    └── AlreadyScheduled   this kind is on the schedule there already
"""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class UnknownDocument(NotFound):
    """There is no such document, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("documents.unknown", "There is no such document.")


class UnknownSchedule(NotFound):
    """There is no such entry of the schedule."""

    def __init__(self) -> None:
        super().__init__("documents.unknown_schedule", "There is no such entry in the schedule.")


class BadKind(Refused):
    """This kind of document is not made for such an area."""

    def __init__(self, kind: str, area: str) -> None:
        super().__init__(
            "documents.bad_kind",
            "This kind of document is not made for {area}. Choose an area of the right level.",
            kind=kind,
            area=area or "-",
        )


class BadScan(Refused):
    """The signed copy is no file that is kept."""

    @classmethod
    def of_what(cls) -> "BadScan":
        """What it holds is something else than its name says, or it is not whole."""
        return cls("documents.bad_scan", "The signed copy must be a whole PDF, JPG or PNG file.")

    @classmethod
    def active(cls) -> "BadScan":
        """It can do something by itself."""
        return cls(
            "documents.active_scan",
            "This PDF holds a program or another file. Scan the paper again and attach the plain scan.",
        )

    @classmethod
    def too_large(cls, most: int) -> "BadScan":
        """It is larger than a scan of a few pages is."""
        return cls(
            "documents.large_scan", "The file is larger than {most} MB. Scan with fewer dots.", most=most
        )


class BadDay(Refused):
    """A day of the month that not every month has."""

    def __init__(self) -> None:
        super().__init__("documents.bad_day", "Choose a day from 1 to 28: every month has it.")


class NoReason(Refused):
    """Withdrawing without a reason."""

    def __init__(self) -> None:
        super().__init__("documents.no_reason", "Write why the document is withdrawn.")


class AlreadyBeingMade(Conflict):
    """The same is being made at this moment."""

    def __init__(self) -> None:
        super().__init__("documents.being_made", "This document is being made already. Wait a moment.")


class IllegalMove(Conflict):
    """The document's state does not allow it."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(
            "documents.illegal_move",
            "This cannot be done with the document as it stands now. Look at it again.",
            state=state,
            move=move,
        )


class AlreadyScheduled(Conflict):
    """This kind is on the schedule there already."""

    def __init__(self) -> None:
        super().__init__("documents.scheduled", "This is on the schedule already. End that entry first.")
