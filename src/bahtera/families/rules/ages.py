"""Who is too young for what an event would make of them. Nobody is whose birth date is not known."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bahtera.families.rules import refusing
from bahtera.families.rules.people import SPOUSE, Register, Somebody
from bahtera.families.values.register import Happening, Kind

ADULT: Final = 18
# From ten on BPS's household surveys ask whether somebody is married; a marriage under age must stay recordable.
OF_ONES_OWN: Final = 10
_GROWN: Final = frozenset({SPOUSE, "menantu", "orang_tua"})
# What somebody newly born can be to the head.
OF_THE_BORN: Final = ("anak", "cucu", "famili_lain", "lainnya")


def is_adult(born: date | None, on: date) -> bool:
    """Tell whether somebody is 18 or older on a day; nobody is whose birth date is not known."""
    return born is not None and _age(born, on) >= ADULT


def check_ages(before: Register, after: Register, told: Happening) -> None:
    """Raise FamilyRefused when an event makes somebody what they are too young for.

    Under ten nobody marries, is spouse, parent or child-in-law, or founds a family. Under eighteen and unmarried nobody
    becomes head where an adult lives, and under ten nobody where somebody older than that does: orphans head a family.
    Only whom the event is about is looked at, so that an old slip about somebody else stops nothing.
    """
    for one in _put_by_hand(before, after, told):
        if _is_under(one, OF_ONES_OWN, told.on) and (
            one.relation in _GROWN or told.kind in {Kind.MARRIAGE_IN, Kind.MARRIAGE_OUT}
        ):
            raise refusing.too_young(OF_ONES_OWN)
    for family in after.homes:
        known = {one.id for one in before.heads(family)}
        for head in after.heads(family):
            if head.id not in known:
                _check_head(before, after, head, told)


def _put_by_hand(before: Register, after: Register, told: Happening) -> Iterator[Somebody]:
    for key in {*told.persons, *told.relations, *([told.newcomer] if told.newcomer else [])}:
        one = after.people.get(key)
        if one is not None and one != before.people.get(key):
            yield one


def _check_head(before: Register, after: Register, head: Somebody, told: Happening) -> None:
    was = before.people.get(head.id)
    married = was is not None and was.relation == SPOUSE
    married = married or told.kind is Kind.MARRIAGE_OUT
    others = [one for one in after.present(head.family) if one.id != head.id]
    older = any(not _is_under(one, OF_ONES_OWN, told.on) for one in others)
    if _is_under(head, OF_ONES_OWN, told.on) and (older or head.family == told.new_family):
        raise refusing.too_young(OF_ONES_OWN)
    if _is_under(head, ADULT, told.on) and not married and any(is_adult(one.born, told.on) for one in others):
        raise refusing.adult_lives_there(ADULT)


def _is_under(one: Somebody, years: int, on: date) -> bool:
    return one.born is not None and _age(one.born, on) < years


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
