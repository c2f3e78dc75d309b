"""Families and the people in them, as the rules of events see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from bahtera.families.values import FamilyStatus, MemberStatus

HEAD: Final = "kepala"
SPOUSE: Final = "pasangan"
CHILD: Final = "anak"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member: where, how, since when; ``same`` is the first record of the same person."""

    id: UUID
    family: UUID
    status: MemberStatus
    relation: str
    since: date
    same: UUID
    sex: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """A family: how it is and since when; ``into`` is the family that took it in."""

    id: UUID
    status: FamilyStatus
    since: date
    into: UUID | None = None


@dataclass(frozen=True)
class Register:
    """Families and everybody in them, by id."""

    homes: Mapping[UUID, Home]
    people: Mapping[UUID, Somebody]

    def present(self, family: UUID) -> tuple[Somebody, ...]:
        """Return who lives in a family."""
        return tuple(one for one in self.people.values() if one.family == family and one.status == "present")

    def heads(self, family: UUID) -> tuple[Somebody, ...]:
        """Return the heads of a family."""
        return tuple(one for one in self.present(family) if one.relation == HEAD)

    def couple(self, family: UUID) -> frozenset[UUID]:
        """Return the head and the spouse, when there are both."""
        spouses = [one for one in self.present(family) if one.relation == SPOUSE]
        heads = self.heads(family)
        return frozenset(one.id for one in (*heads, *spouses)) if heads and spouses else frozenset()
