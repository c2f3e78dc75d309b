"""What deadlines refuses.

::

    Refused
    ├── DeadlinesError
    │   ├── BadDays         a list of days off with faults: each with its line and column; nothing of it was kept
    │   ├── BadClock        a declared clock that says too little or contradicts itself
    │   ├── TooFar          a limit reaches further than calendars do
    │   └── NoReason        a list is taken back without a reason
    ├── Conflict
    │   └── AlreadyTakenBack  the list was taken back before
    └── NotFound
        ├── UnknownClock    no such clock is declared
        └── UnknownList     no such list of days off
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bahtera.foundation.errors import Conflict, NotFound, Refused


class DeadlinesError(Refused):
    """The request cannot be met for these days or clocks."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file; ``line`` and ``column`` from 1, 0 for the whole."""

    code: str
    message: str
    line: int
    column: int = 0
    details: dict[str, str | int] = field(default_factory=dict)


class BadDays(DeadlinesError):
    """A file that has faults; nothing of it was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "deadlines.bad_days",
            "The list has {count} faults. Nothing was kept.",
            count=len(faults),
        )
        self.faults = tuple(faults)


class BadClock(DeadlinesError):
    """A declared clock that says too little or contradicts itself."""

    def __init__(self, clock: str, why: str) -> None:
        super().__init__("deadlines.bad_clock", "Clock {clock}: {why}.", clock=clock, why=why)


class TooFar(DeadlinesError):
    """A limit reaches further than calendars do."""

    def __init__(self, days: int) -> None:
        super().__init__("deadlines.too_far", "A deadline lies within {days} days.", days=days)


class NoReason(DeadlinesError):
    """A list is taken back without a reason."""

    def __init__(self) -> None:
        super().__init__("deadlines.no_reason", "Say in a few words why the list is taken back.")


class AlreadyTakenBack(Conflict):
    """The list was taken back before."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "deadlines.already_taken_back", "List {number} was taken back before.", number=number
        )


class UnknownClock(NotFound):
    """No such clock is declared."""

    def __init__(self, clock: str) -> None:
        super().__init__("deadlines.unknown_clock", "There is no clock {clock}.", clock=clock)


class UnknownList(NotFound):
    """No such list of days off."""

    def __init__(self, number: int) -> None:
        super().__init__("deadlines.unknown_list", "There is no list {number}.", number=number)
