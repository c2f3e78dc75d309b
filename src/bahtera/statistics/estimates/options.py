"""Choices a caller makes by name, checked before anything is reckoned."""

from __future__ import annotations

from typing import get_args

from bahtera.statistics.estimates.errors import BadOption
from bahtera.statistics.estimates.intervals import Method
from bahtera.statistics.estimates.linearised import Deff
from bahtera.statistics.estimates.variance import Lonely


def check_options(level: float, method: Method, deff: Deff) -> None:
    """Refuse an interval or a comparison that there is not.

    Raises:
        BadOption: the level is not between 0 and 1, or there is no such method or design effect.
    """
    if not 0 < level < 1:
        raise BadOption.level()
    for name, given, known in (("interval", method, get_args(Method)), ("deff", deff, get_args(Deff))):
        if given not in known:
            raise BadOption.unknown(name, given, known)


def lonely_rule(given: Lonely | str) -> Lonely:
    """Return the rule for strata with one unit of that name.

    Raises:
        BadOption: there is no such rule.
    """
    if given not in tuple(Lonely):
        raise BadOption.unknown("lonely_psu", given, [rule.value for rule in Lonely])
    return Lonely(given)
