"""How many families should be visited by now, at an even pace from a first to a last day. Dates in, fractions out."""

from datetime import date
from fractions import Fraction
from typing import Final

# Behind: fewer than this share of what an even pace would have brought by the end of yesterday.
LAGGING: Final = Fraction(4, 5)


def expected_by(day: date, *, total: int | None, first: date, last: date | None) -> Fraction | None:
    """Return how many of some families are visited by the end of a day at an even pace, every day alike.

    None when nobody said how many or until when; 0 before the first day, all from the last day on.
    """
    if total is None or last is None or last < first:
        return None
    gone = min(max((day - first).days + 1, 0), (last - first).days + 1)
    return Fraction(total * gone, (last - first).days + 1)


def is_behind(done: int, expected: Fraction | None) -> bool:
    """Tell whether so many visits are clearly fewer than expected; one family more or less is not."""
    return expected is not None and done + 1 <= expected and done < LAGGING * expected
