"""Words of the register: what happens to families, and what people are to each other."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.families import api as families
from bahtera.web import numbers
from bahtera.web.presenters.answers import language

KINDS: Final = {
    "birth": gettext_noop("Birth"),
    "death": gettext_noop("Death"),
    "divorce": gettext_noop("Divorce"),
    "marriage_in": gettext_noop("Marries into the family"),
    "marriage_out": gettext_noop("Marries and leaves"),
    "split": gettext_noop("Family splits"),
    "join": gettext_noop("Joins another family"),
    "move_in": gettext_noop("Moves in"),
    "move_out": gettext_noop("Moves out"),
    "head": gettext_noop("Another head of the family"),
    "adoption": gettext_noop("Adoption or guardianship"),
    "shared": gettext_noop("Belongs to two families"),
    "correction": gettext_noop("Event taken back"),
}
SOURCES: Final = {
    "visit": gettext_noop("by a visit"),
    "officer": gettext_noop("by an officer"),
    "import": gettext_noop("by an import"),
}
SHARINGS: Final = {
    "polygamy": gettext_noop("Husband of more than one wife"),
    "shared_custody": gettext_noop("Child who lives with both parents in turn"),
}
RELATIONS: Final = {
    "kepala": gettext_noop("Head of the family"),
    "pasangan": gettext_noop("Wife or husband"),
    "anak": gettext_noop("Child"),
    "menantu": gettext_noop("Son- or daughter-in-law"),
    "cucu": gettext_noop("Grandchild"),
    "orang_tua": gettext_noop("Parent or parent-in-law"),
    "famili_lain": gettext_noop("Other relative"),
    "lainnya": gettext_noop("Somebody else"),
}
STATUSES: Final = {
    "away": gettext_noop("moved away"),
    "dead": gettext_noop("died"),
    "withdrawn": gettext_noop("entered by mistake"),
    "duplicate": gettext_noop("on record twice"),
    "merged": gettext_noop("part of another family now"),
    "ended": gettext_noop("nobody left"),
}


def special(name: str) -> str:
    """Return the words for a special make of family; empty for a common one."""
    words = families.special_families().get(name, {})
    return words.get(language(), words.get("id", ""))


def told_as(event: families.EventRow) -> str:
    """Return what an event is called; a move of nobody by name is the whole family's."""
    whole = {
        families.Kind.MOVE_OUT: gettext("The whole family moves"),
        families.Kind.MOVE_IN: gettext("The whole family comes"),
    }
    if not event.persons and event.kind in whole:
        return whole[event.kind]
    return gettext(KINDS[event.kind.value])


def day_of(event: families.EventRow) -> str:
    """Return the day of an event as well as it is known."""
    if event.precision is families.Precision.DAY:
        return numbers.day(event.on)
    return numbers.month(event.on) if event.precision is families.Precision.MONTH else str(event.on.year)
