"""What the record of a client says in the words of packets. Values in, values out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from bahtera.referrals.values import Packets

AGES: Final = ((5, "0_5"), (12, "6_12"), (17, "13_17"), (24, "18_24"), (44, "25_44"), (59, "45_59"))
"""The last whole year of each age group and its code; older people are ``60_lebih``."""
OLDEST: Final = "60_lebih"
_DAYS: Final = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
_DISTRICT: Final = 8
MOST_KNOWN: Final = 60
"""Most fields that a draft may hold."""


def age_group(born: date, day: date) -> str:
    """Return the code of the age group of somebody on a day."""
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next((code for last, code in AGES if age <= last), OLDEST)


def district_of(village_code: str) -> str:
    """Return the code of the district in which a village lies."""
    return village_code[:_DISTRICT]


def hours_line(hours: Iterable[tuple[frozenset[int], time, time]]) -> str:
    """Return safe hours on one line: ``sen, sel 10:00-12:00; jum 08:00-09:00``; weekdays are 1 (Monday) to 7."""
    return "; ".join(
        f"{', '.join(_DAYS[one - 1] for one in sorted(days))} {opens:%H:%M}-{closes:%H:%M}"
        for days, opens, closes in hours
    )


def unknown_fields(known: Iterable[str], declared: Packets) -> list[str]:
    """Return the names among those given that no packet has."""
    return sorted(set(known) - set(declared.fields))
