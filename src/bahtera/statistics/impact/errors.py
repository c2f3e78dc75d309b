"""What a comparison of before and after refuses; a person can act on each.

::

    Refused
    └── ImpactRefused
        ├── BadPanel    columns that do not fit each other, or numbers that are none
        └── OneSided    nobody on one of the two sides
"""

from __future__ import annotations

from bahtera.foundation.errors import Refused


class ImpactRefused(Refused):
    """The base of what this room refuses."""


class BadPanel(ImpactRefused):
    """The families at two moments are not a table one can compare."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            "statistics.bad_panel", "The table of families at two moments: {problem}.", problem=problem
        )


class OneSided(ImpactRefused):
    """There are no families with both values on one side, so there is nothing to compare with."""

    def __init__(self) -> None:
        super().__init__(
            "statistics.one_sided",
            "On one of the two sides no family was met in both rounds with this answer: nothing to compare.",
        )
