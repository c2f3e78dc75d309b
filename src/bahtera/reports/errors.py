"""What this package refuses.

::

    Refused
    ├── BadWords         lines that cannot stand in a report
    └── NoFigures        the round measures nothing in this village
    NotFound
    └── UnknownReport
    Conflict
    ├── IllegalMove      the state of the report does not allow it
    ├── ReportUnderway   the village has a report that is not settled
    ├── ReportIdReused   the same id with another content
    └── SamePerson       one person confirmed already
"""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class BadWords(Refused):
    """Lines that cannot stand in a report."""

    @classmethod
    def numbers(cls) -> "BadWords":
        """A number of a person, perhaps."""
        return cls(
            "reports.person_number",
            "Leave out NIK, card and telephone numbers: a report names nobody. Write long numbers in words.",
        )

    @classmethod
    def too_long(cls, most: int) -> "BadWords":
        """More than fits."""
        return cls(
            "reports.too_long", "A line has at most {most} characters, and there are at most five.", most=most
        )

    @classmethod
    def unknown_choice(cls) -> "BadWords":
        """A choice that is not on the list."""
        return cls("reports.unknown_choice", "Choose one from the list.")

    @classmethod
    def no_reason(cls) -> "BadWords":
        """Sent back without a word."""
        return cls("reports.no_reason", "Say what is to be mended before you send the report back.")


class NoFigures(Refused):
    """The round measures nothing in this village."""

    def __init__(self) -> None:
        super().__init__("reports.no_figures", "This village takes no part in this round.")


class UnknownReport(NotFound):
    """There is no such report, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("reports.unknown", "There is no such report.")


class IllegalMove(Conflict):
    """The state of the report does not allow it."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(
            "reports.illegal_move",
            "The report has moved on meanwhile. Look at it again.",
            state=state,
            move=move,
        )


class ReportUnderway(Conflict):
    """The village has a report in this round that is neither accepted nor sent back."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "reports.underway", "Report {number} of this village is still on its way.", number=number
        )


class ReportIdReused(Conflict):
    """The same id with another content."""

    def __init__(self) -> None:
        super().__init__("reports.id_reused", "Another report was made under this id.")


class SamePerson(Conflict):
    """One person confirmed already."""

    def __init__(self) -> None:
        super().__init__(
            "reports.same_person", "You confirmed this report already: the kepala desa must do so too."
        )
