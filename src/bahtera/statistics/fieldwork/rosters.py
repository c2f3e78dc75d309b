"""Families as they are written down that can hardly be so: two heads, a child older than its parent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

OLDEST: Final = 110
YOUNGEST_PARENT: Final = 13
YOUNGEST_SPOUSE: Final = 15
YOUNGEST_GRANDPARENT: Final = 28


class RosterMember(NamedTuple):
    """One row: relation to the head as the questionnaire codes it, sex, birth date, marital state; empty: not told."""

    relation: str
    sex: str
    born: date | None
    marital: str = ""
    name: str = ""


@dataclass(frozen=True)
class Doubt:
    """What can hardly be (``code``) and at which row, counted from 1; 0 for the whole family."""

    code: str
    row: int = 0


def doubts(members: Sequence[RosterMember], on: date) -> list[Doubt]:
    """Return what can hardly be in a roster on the day of the visit; an empty roster has no doubts."""
    return list(_doubts(members, on)) if members else []


def _doubts(members: Sequence[RosterMember], on: date) -> Iterator[Doubt]:
    heads = [one for one in members if one.relation == "kepala"]
    if len(heads) != 1:
        yield Doubt("no_head" if not heads else "two_heads")
    head = heads[0] if len(heads) == 1 else None
    for row, one in enumerate(members, start=1):
        age = _years(one.born, on)
        if age is not None and not 0 <= age <= OLDEST:
            yield Doubt("age_out_of_range", row)
        if one.relation == "pasangan":
            yield from _spouse(one, age, head, row)
        elif head is not None and head.born and one.born:
            yield from _generation(one, head.born, row)
    yield from _twice(members)


def _spouse(one: RosterMember, age: int | None, head: RosterMember | None, row: int) -> Iterator[Doubt]:
    if age is not None and age < YOUNGEST_SPOUSE:
        yield Doubt("spouse_under_age", row)
    if one.marital and one.marital != "kawin":
        yield Doubt("spouse_not_married", row)
    if head is not None and one.sex and one.sex == head.sex:
        yield Doubt("spouse_same_sex", row)


def _generation(one: RosterMember, head: date, row: int) -> Iterator[Doubt]:
    assert one.born is not None
    gap = (one.born - head).days / 365.25
    if one.relation == "anak" and gap < YOUNGEST_PARENT:
        yield Doubt("child_older_than_parent" if gap <= 0 else "parent_very_young", row)
    if one.relation == "orang_tua" and -gap < YOUNGEST_PARENT:
        yield Doubt("parent_younger_than_child" if gap >= 0 else "parent_very_young", row)
    if one.relation == "cucu" and gap < YOUNGEST_GRANDPARENT:
        yield Doubt("grandchild_too_old", row)


def _twice(members: Sequence[RosterMember]) -> Iterator[Doubt]:
    told = [(" ".join(one.name.casefold().split()), one.born) for one in members]
    counts = Counter(one for one in told if one[0] and one[1])
    for row, one in enumerate(told, start=1):
        if counts[one] > 1 and told.index(one) != row - 1:
            yield Doubt("member_twice", row)


def _years(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
