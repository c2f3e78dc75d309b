"""What index quality refuses.

::

    QualityRefused
    ├── BadTable        the table cannot be read as numbers by unit and indicator
    ├── BadChoice       a weight, goalpost, level or count that cannot be used
    ├── MissingValues   values are missing where the stated rule allows none
    └── NotMeasurable   the figure does not exist for these values: nothing varies, or too few units

Each says what it refuses in a sentence with the names concerned; nothing is answered with a silent number.
"""

from __future__ import annotations

from collections.abc import Iterable

from bahtera.foundation.errors import Refused

LARGEST = 1e50
"""Numbers beyond it are refused like infinite ones: their squares and sums would not be numbers."""

_SHOWN = 5


class QualityRefused(Refused):
    """The base of every refusal of this room."""


class BadTable(QualityRefused):
    """The table cannot be read as numbers by unit and indicator."""


class BadChoice(QualityRefused):
    """A weight, goalpost, level or count that cannot be used."""


class MissingValues(QualityRefused):
    """Values are missing where the stated rule allows none."""


class NotMeasurable(QualityRefused):
    """The figure does not exist for these values."""


def name_some(names: Iterable[object]) -> str:
    """Return the first few names for a message, and how many more there are."""
    listed = [str(name) for name in names]
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
