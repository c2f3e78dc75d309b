"""Who acts, what levels of secrecy there are, and what a fresh token looks like."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Final, Self
from uuid import UUID


class Level(IntEnum):
    """How secret a field is; every model says it of each of its fields (``SENSITIVITY``)."""

    AGGREGATE = 1
    SERVICE = 2
    IDENTITY = 3
    SAFETY = 4
    NOTES = 5

    @classmethod
    def of(cls, written: str) -> Self:
        """Return the level a model wrote as ``L1`` to ``L5``; raises ValueError for anything else."""
        return cls(int(written.removeprefix("L")))


class Purpose(StrEnum):
    """Why something is read or written: rights given for one purpose say nothing about another."""

    SURVEY = "survey"
    STATISTICS = "statistics"
    PLANNING = "planning"
    PUBLICATION = "publication"
    SERVICE = "service"
    PROTECTION = "protection"
    ADMINISTRATION = "administration"
    ACCOUNTABILITY = "accountability"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role over one area subtree (empty: the country), held in a unit of an agency or in none."""

    role: str
    area: str
    unit_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a person with an account, a kader's phone, or the system itself.

    A role counts over the area of its own grant only. ``assured`` tells that this session passed a second
    factor (a one-time code, a passkey, or a phone's enrolled key with its PIN). ``kin`` are families this
    person may never visit or read: their own household and declared relatives'.
    """

    key: str
    name: str
    grants: tuple[Grant, ...]
    assured: bool = True
    kin: frozenset[UUID] = frozenset()

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Return the areas of any grant, each once, in order. What may be *done* there is ``policy.reach``."""
        return tuple(sorted({grant.area for grant in self.grants}))

    @classmethod
    def over(cls, key: str, name: str, roles: frozenset[str], areas: tuple[str, ...]) -> Self:
        """Return an actor who holds every one of some roles over every one of some areas."""
        return cls(key, name, tuple(Grant(role, area) for role in sorted(roles) for area in areas))


SYSTEM: Final = Actor("system", "Bahtera", (Grant("system", ""),))


@dataclass(frozen=True)
class IssuedToken:
    """A kader's token at the only moment its secret is known."""

    id: int
    name: str
    secret: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class TokenRow:
    """A token as the list shows it: never the secret."""

    id: int
    name: str
    areas: tuple[str, ...]
    issued_at: datetime
    revoked_at: datetime | None
