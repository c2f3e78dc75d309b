"""Opening hours as a person writes them: ``sen-kam 08:00-15:30 | jum 08:00-11:00``."""

from __future__ import annotations

import re
from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bahtera.directory.values import Hours

DAYS: Final = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
_PART: Final = re.compile(
    rf"({'|'.join(DAYS)})[a-z]*(?:\s*-\s*({'|'.join(DAYS)})[a-z]*)?\s+"
    r"(\d{1,2})[:.](\d{2})\s*-\s*(\d{1,2})[:.](\d{2})",
    re.ASCII,
)


def read_hours(text: str) -> Hours | None:
    """Return the hours of a week out of written words, () for none; None for what cannot be read.

    A day stands once, and a unit closes after it opens.
    """
    said = text.strip().casefold().replace("\N{EN DASH}", "-")
    if not said:
        return ()
    week: list[tuple[time, time] | None] = [None] * len(DAYS)
    for part in said.split("|"):
        found = _PART.fullmatch(part.strip())
        if found is None:
            return None
        first = DAYS.index(found[1])
        last = DAYS.index(found[2]) if found[2] else first
        try:
            hours = time(int(found[3]), int(found[4])), time(int(found[5]), int(found[6]))
        except ValueError:
            return None
        if last < first or hours[1] <= hours[0] or any(week[first : last + 1]):
            return None
        week[first : last + 1] = [hours] * (last - first + 1)
    return tuple(week)


def write_hours(hours: Hours) -> str:
    """Return the hours of a week as `read_hours` reads them."""
    written = []
    for said, days in groupby(enumerate(hours), key=lambda one: one[1]):
        places = [place for place, _ in days]
        if said is not None:
            name = DAYS[places[0]] if len(places) == 1 else f"{DAYS[places[0]]}-{DAYS[places[-1]]}"
            written.append(f"{name} {said[0]:%H:%M}-{said[1]:%H:%M}")
    return " | ".join(written)


def are_hours(hours: Hours) -> bool:
    """Tell whether hours are those of a week in which a unit closes after it opens, or nobody said them."""
    if not hours:
        return True
    return len(hours) == len(DAYS) and all(one is None or one[0] < one[1] for one in hours)
