"""Where a version belongs among others, and what an empty answer means."""

from collections.abc import Sequence
from datetime import date

from bahtera.families.values import Slot


def slot_for(starts: Sequence[date], on: date) -> Slot:
    """Return where a version that begins ``on`` belongs among versions with sorted ``starts``.

    A visit may arrive late: it then ends where the next version begins. One of the same day follows those
    already there, which become corrected versions without length.
    """
    before = sum(start <= on for start in starts)
    until = starts[before] if before < len(starts) else None
    return Slot(before - 1 if before else None, until)


def kept(new: str, known: str) -> str:
    """Return the new text, or what was known when it is empty: an empty answer erases nothing."""
    return new.strip() or known
