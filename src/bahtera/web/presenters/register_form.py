"""What the form of each event asks, and how its answers become an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from bahtera.families import api as families
from bahtera.web import wording
from bahtera.web.presenters import register_words as words
from bahtera.web.presenters.parts import Option


@dataclass(frozen=True)
class Shape:
    """What is asked: ``persons`` how many of the family (one, many or none), ``other`` which side another family is on
    (``from``, ``to`` or none), ``where`` whether they go to another family, one of their own, or away.
    """

    persons: str = ""
    newcomer: bool = False
    other: str = ""
    where: bool = False
    own: bool = False
    head: bool = False
    relation: str = ""
    sharing: bool = False


SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "birth": Shape(newcomer=True, relation="anak"),
        "death": Shape(persons="one", head=True),
        "divorce": Shape(persons="many", where=True, head=True),
        "marriage_in": Shape(newcomer=True, other="from", relation="pasangan"),
        "marriage_out": Shape(persons="one", where=True, head=True),
        "split": Shape(persons="many", own=True, head=True),
        "join": Shape(other="to"),
        "move_in": Shape(newcomer=True, other="from", relation="famili_lain"),
        "move_out": Shape(persons="many", head=True),
        "head": Shape(persons="one"),
        "adoption": Shape(newcomer=True, other="from", relation="anak"),
        "shared": Shape(persons="one", other="to", relation="famili_lain", sharing=True),
    }
)


@dataclass(frozen=True)
class EventForm:
    """The page with the form of one event."""

    kind: str
    title: str
    family: str
    family_url: str
    shape: Shape
    people: tuple[Option, ...]
    others: tuple[Option, ...]
    other_people: tuple[Option, ...]
    relations: tuple[Option, ...]
    sharings: tuple[Option, ...]
    revision: str
    proposal: str
    today: date
    typed: Mapping[str, str] = field(default_factory=dict)


def people_options(members: tuple[families.Member, ...], chosen: frozenset[str]) -> tuple[Option, ...]:
    """Return the living members of a family to choose from, each with the relation to the head."""
    return tuple(
        Option(
            str(one.id),
            " · ".join(filter(None, (one.name, wording.say(words.RELATIONS, one.relation)))),
            str(one.id) in chosen,
        )
        for one in members
        if one.status == "present"
    )


def relation_options(kind: str, chosen: str) -> tuple[Option, ...]:
    """Return what somebody may be to the head by an event; heads are chosen apart."""
    names = (
        families.OF_THE_BORN if kind == "birth" else [name for name in words.RELATIONS if name != "kepala"]
    )
    return tuple(Option(name, wording.say(words.RELATIONS, name), name == chosen) for name in names)
