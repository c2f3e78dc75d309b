"""Breaking the glass: which roles are lent, for how long, and for what reason. Values in, answer out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bahtera.access.errors import GlassRefused
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import may
from bahtera.access.values import Actor, Grant

# Those that help somebody in danger. Who gives rights, watches others or releases data lends nothing.
LENT_ROLES: Final = ("supervisor", "case_worker")
SHORTEST: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=4)
# A clock that was a little ahead when the glass was broken does not close it.
_SKEW: Final = timedelta(minutes=2)
_REGENCY: Final = len("63.10")
_LETTERS: Final = 20
_WORDS: Final = 3
_MOST: Final = 1000


def check_may_break(actor: Actor, role: str, area: str) -> None:
    """Raise GlassRefused unless the role is one that is lent, over a regency at most, and not held there."""
    if role not in LENT_ROLES:
        raise GlassRefused.role()
    if len(area) < _REGENCY:
        raise GlassRefused.area()
    if any(one.role == role and one.glass is None and covers(one.area, area) for one in actor.grants):
        raise GlassRefused.held()


def check_length(length: timedelta) -> None:
    """Raise GlassRefused unless it lies between half an hour and four hours."""
    if not SHORTEST <= length <= LONGEST:
        raise GlassRefused.hours()


def reason_of(text: str) -> str:
    """Return a reason as it is kept; raises GlassRefused for one that says nothing."""
    plain = _plain(text)
    if len(plain) < _LETTERS or len(set(plain.casefold().split())) < _WORDS:
        raise GlassRefused.reason()
    return plain


def finding_of(text: str) -> str:
    """Return what a review found as it is kept; raises GlassRefused for one that says nothing."""
    plain = _plain(text)
    if len(plain) < _LETTERS:
        raise GlassRefused.note()
    return plain


def _plain(text: str) -> str:
    """Return prose on one line, without signs that cannot be seen or stored."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if sign.isprintable())[:_MOST]


def runs(now: datetime, started_at: datetime, ends_at: datetime, ended_at: datetime | None) -> bool:
    """Tell whether it runs. A clock that went back before its beginning, or beyond its length, stops it."""
    return ended_at is None and started_at - _SKEW <= now < ends_at <= started_at + LONGEST


def lends(own: Iterable[Grant], role: str, area: str) -> bool:
    """Tell whether somebody with these roles of their own may still use what was lent: the role that let them ask."""
    return role in LENT_ROLES and may(Actor("", "", tuple(own)), "glass.break", area=area)
