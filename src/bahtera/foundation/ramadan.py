"""The months of Ramadan, as the government announced them or as arithmetic expects them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

import yaml

from bahtera.foundation.shipped import definitions

_HIJRI_YEAR: Final = timedelta(days=354)
_STATUSES: Final = frozenset({"announced", "estimated"})


@dataclass(frozen=True, slots=True)
class Ramadan:
    """A month of Ramadan: first and last day of fasting. ``status``: announced by the government, or estimated."""

    hijri: int
    first: date
    last: date
    status: str
    source: str


@cache
def ramadans() -> tuple[Ramadan, ...]:
    """Return the months of Ramadan that are written down, the earliest first.

    Raises ValueError for one that ends before it begins or whose status is not known.
    """
    told = yaml.safe_load((definitions("holidays") / "ramadan.yaml").read_text(encoding="utf-8"))
    found = tuple(Ramadan(**one) for one in told["ramadan"])
    for one in found:
        if one.last < one.first or one.status not in _STATUSES:
            message = f"definitions/holidays/ramadan.yaml: Ramadan {one.hijri} is not written as it should be"
            raise ValueError(message)
    return tuple(sorted(found, key=lambda one: one.first))


def ramadan_in(first: date, last: date) -> tuple[Ramadan, ...]:
    """Return the months of Ramadan that share a day with a stretch of days."""
    return tuple(one for one in ramadans() if one.first <= last and first <= one.last)


def are_listed(first: date, last: date) -> bool:
    """Tell whether a stretch of days lies within the years of which Ramadan is written down."""
    listed = ramadans()
    return listed[0].last - _HIJRI_YEAR < first and last < listed[-1].first + _HIJRI_YEAR
