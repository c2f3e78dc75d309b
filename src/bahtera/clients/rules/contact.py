"""Whether somebody may be contacted now. The answer to everything that is not said is silence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bahtera.clients.errors import BadContact
from bahtera.clients.values import SafeContact, Way

_WEEK: Final = frozenset(range(1, 8))
_MOST_HOURS: Final = 21
_MOST_NAMES: Final = 20
_LONGEST: Final = 300
_CALLS: Final = frozenset({Way.PHONE, Way.WHATSAPP})


def check_contact(told: SafeContact) -> None:
    """Raise BadContact unless the rules can be kept and followed."""
    if told.silent and told.ways:
        raise BadContact.silent()
    for one in told.hours:
        if not one.weekdays or one.weekdays - _WEEK or one.opens >= one.closes:
            raise BadContact.hours()
    words = (told.password, told.note, *told.never)
    if (
        len(told.hours) > _MOST_HOURS
        or len(told.never) > _MOST_NAMES
        or any(len(x) > _LONGEST for x in words)
    ):
        raise BadContact.long()


def may_contact(rules: Iterable[SafeContact], way: Way, at: datetime) -> bool:
    """Tell whether every rule of one person allows a way at a local time; without any rule nobody is contacted."""
    found = list(rules)
    return bool(found) and all(_allows(one, way, at) for one in found)


def _allows(one: SafeContact, way: Way, at: datetime) -> bool:
    if one.silent or way not in one.ways:
        return False
    return way not in _CALLS or any(
        at.isoweekday() in hours.weekdays and hours.opens <= at.time() < hours.closes for hours in one.hours
    )
