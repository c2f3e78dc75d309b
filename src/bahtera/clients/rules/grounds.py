"""Who can agree for a client, and when a ground counts."""

from datetime import date, datetime
from typing import Final

from bahtera.clients.errors import GroundRefused
from bahtera.clients.values import BirthQuality, Given, Giver, LawfulGround, Scope

OF_AGE: Final = 18
REFER: Final = "rujuk_"
SHORTEST_REASON: Final = 5
# Until a year is over nobody knows on which side of eighteen an estimate lies.
_DOUBT: Final = 2
_APPOINTED: Final = frozenset({Giver.COMPANION, Giver.COURT})
_FOR_CHILDREN: Final = frozenset({Giver.PARENT, Giver.GUARDIAN, *_APPOINTED})


def refer_to(kind: str) -> str:
    """Return the scope that lets data go to a kind of unit."""
    return REFER + kind


def is_scope(scope: str, kinds: frozenset[str]) -> bool:
    """Tell whether a scope is one of the list, or refers to a kind of unit that there is."""
    if scope.startswith(REFER):
        return scope.removeprefix(REFER) in kinds
    return scope in set(Scope)


def age_on(born: date, day: date) -> int:
    """Return whole years lived."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_child(born: date | None, quality: BirthQuality, day: date, *, declared_of_age: bool) -> bool:
    """Tell whether somebody is under 18; raises GroundRefused when nobody knows nor declares it.

    An estimate decides only when it lies two years or more from eighteen.
    """
    if born is not None:
        age = age_on(born, day)
        if quality is BirthQuality.CERTAIN or abs(age - OF_AGE) >= _DOUBT:
            return age < OF_AGE
    if not declared_of_age:
        raise GroundRefused.age_unknown()
    return False


def check_giver(given: Given, *, child: bool) -> None:
    """Raise GroundRefused unless this kind of giver can agree, and is named where they are not the client."""
    if child and given.by not in _FOR_CHILDREN:
        raise GroundRefused.child()
    if not child and given.by is not Giver.CLIENT and given.by not in _APPOINTED:
        raise GroundRefused.own()
    if given.by is not Giver.CLIENT and not given.name.strip():
        raise GroundRefused.giver()


def counts(
    ground: LawfulGround,
    giver: Giver | None,
    *,
    given_at: datetime,
    until: datetime | None,
    ended_at: datetime | None,
    on: datetime,
    of_age: bool,
) -> bool:
    """Tell whether a ground holds at an instant; what a parent or guardian agreed to ends when the child is of age."""
    begun = given_at <= on and (until is None or on < until) and (ended_at is None or on < ended_at)
    outgrown = ground is LawfulGround.CONSENT and giver in {Giver.PARENT, Giver.GUARDIAN} and of_age
    return begun and not outgrown
