"""Who acts, what levels of secrecy there are, and what a fresh token looks like."""

from dataclasses import dataclass
from datetime import date, datetime
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
    """One role over one area subtree (empty: the country), held in a unit of an agency or in none.

    ``glass`` names the emergency access that lends it for some hours; the policy lets a lent role do less.
    """

    role: str
    area: str
    unit_id: UUID | None = None
    glass: UUID | None = None


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

    @cached_property
    def glass(self) -> UUID | None:
        """Return the emergency access that runs, whatever is done with it or without."""
        return next((grant.glass for grant in self.grants if grant.glass), None)

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
    person_id: UUID | None = None
    person: str = ""


# --- enrolled phones --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActivationCard:
    """An activation code at the only moment it is known, for whom it is and where they are a kader."""

    id: UUID
    person_id: UUID
    name: str
    code: str
    expires_at: datetime
    areas: tuple[str, ...]


@dataclass(frozen=True)
class UnlockCard:
    """A code that opens a locked profile, at the only moment it is shown."""

    device_id: UUID
    name: str
    label: str
    code: str


@dataclass(frozen=True)
class CodeRow:
    """An activation code that still works: never the code."""

    id: UUID
    person_id: UUID
    person: str
    areas: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class DeviceRow:
    """A profile on a phone. ``state``: "active", "waiting" after wrong PINs, "locked", "no_role" or "revoked".

    ``can_open``: the reader may make codes for this person, who is a kader nowhere outside the reader's areas.
    """

    id: UUID
    person_id: UUID
    person: str
    label: str
    areas: tuple[str, ...]
    state: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None
    can_open: bool


@dataclass(frozen=True)
class EnrolledDevice:
    """A phone that was just enrolled; ``unlock_secret`` is told this once, base64."""

    id: UUID
    name: str
    areas: tuple[str, ...]
    unlock_secret: str


@dataclass(frozen=True)
class Challenge:
    """What a phone signs to prove itself, and how many seconds it holds."""

    text: str
    seconds: int


@dataclass(frozen=True)
class SignedInDevice:
    """A phone that signed in: its bearer token, known this once, and until when it works."""

    token: str
    expires_at: datetime
    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class DeviceState:
    """How things stand with a profile (as in ``DeviceRow``), and how long its next PIN must wait, in seconds."""

    state: str
    seconds: int


# --- people at work ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonRow:
    """Somebody as lists show them; ``roles`` are (role, area) of the roles that hold today."""

    id: UUID
    name: str
    area: str
    is_active: bool
    has_account: bool
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AddedPerson:
    """Somebody new; the first password is known this once, to be handed over in person."""

    id: UUID
    name: str
    username: str
    password: str


@dataclass(frozen=True)
class DecreeRow:
    """A decree; ``ends_soon`` within 60 days; ``grants`` counts the roles that rest on it and have not ended."""

    id: UUID
    number: str
    about: str
    signed_on: date
    signer: str
    area: str
    valid_from: date
    valid_to: date | None
    scan_name: str
    is_valid: bool
    ends_soon: bool
    grants: int = 0


@dataclass(frozen=True)
class DecreeChangeRow:
    """The days of a decree were put right: what they were and why."""

    at: datetime
    by: str
    reason: str
    from_before: date
    from_after: date
    to_before: date | None
    to_after: date | None
    roles: int


@dataclass(frozen=True)
class GrantRow:
    """One role of one person. ``state``: "held", "coming", "expired" (day or decree over) or "ended"."""

    id: UUID
    person_id: UUID
    person_name: str
    role: str
    area: str
    unit: str
    decree: DecreeRow | None
    valid_from: date
    valid_to: date | None
    state: str
    ended_at: datetime | None
    end_reason: str
    minutes_id: UUID | None
    can_end: bool


@dataclass(frozen=True)
class MembershipRow:
    """A place in a unit."""

    id: int
    person_id: UUID
    person_name: str
    unit_id: UUID
    unit: str
    agency: str
    title: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class KinRow:
    """A family that somebody must not visit or read."""

    id: int
    family_id: UUID
    relation: str
    declared_at: datetime


@dataclass(frozen=True)
class PersonDetail:
    """Somebody with everything the reader may know of them."""

    row: PersonRow
    username: str
    grants: tuple[GrantRow, ...]
    places: tuple[MembershipRow, ...]
    kin: tuple[KinRow, ...]
    cards: tuple[TokenRow, ...]
    left_at: datetime | None
    can_keep: bool
    is_self: bool
    roles_to_give: tuple[str, ...]


@dataclass(frozen=True)
class UnitKind:
    """A kind of unit, from ``definitions/code-lists``, and the roles that people of such a unit may hold in it."""

    name: str
    labels: tuple[tuple[str, str], ...]
    roles: frozenset[str]

    def label(self, language: str) -> str:
        """Return the words for it; Indonesian when the language has none."""
        known = dict(self.labels)
        return known.get(language, known["id"])


@dataclass(frozen=True, slots=True)
class Counter:
    """How anybody reaches a unit: its public telephone, WhatsApp and address; each may be empty."""

    phone: str = ""
    whatsapp: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class HelpingUnit:
    """A unit that people in danger can turn to, with what is public of it."""

    name: str
    kind: str
    area: str
    counter: Counter


@dataclass(frozen=True)
class UnitRow:
    """A unit of an agency; ``people`` counts those who have a place in it today."""

    id: UUID
    agency_id: UUID
    agency: str
    name: str
    kind: str
    area: str
    inbox: str
    is_active: bool
    people: int = 0
    counter: Counter = Counter()


@dataclass(frozen=True)
class AgencyRow:
    """An agency with those of its units that the reader may see."""

    id: UUID
    name: str
    short_name: str
    area: str
    units: tuple[UnitRow, ...]


@dataclass(frozen=True)
class Leaver:
    """Whose role ends: the role, its area, and the actor keys under which they worked."""

    person_id: UUID
    name: str
    role: str
    area: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Taker:
    """Who takes something over; ``areas`` are where they may do such work."""

    person_id: UUID
    name: str
    areas: tuple[str, ...]
    kin: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class DeviceSender:
    """Whose phone hands something in: the areas its person was ever a kader of, and their kin.

    ``was_stopped``: the phone is revoked, or its person has left.
    """

    device_id: UUID
    person_id: UUID
    name: str
    areas: tuple[str, ...]
    kin: frozenset[UUID]
    was_stopped: bool


@dataclass(frozen=True)
class Teammate:
    """A kader of a village, and the families they must not visit."""

    person_id: UUID
    name: str
    kin: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class OpenWork:
    """Something that must not be left lying: ``kind`` names the sort of work, ``key`` the very thing."""

    key: str
    kind: str
    label: str
    area: str
    count: int = 1
    family_id: UUID | None = None


@dataclass(frozen=True)
class LeftBehind:
    """A role that ran out by itself, and how many pieces of work lie open under it."""

    grant_id: UUID
    person: str
    role: str
    area: str
    count: int


@dataclass(frozen=True)
class HandedItem:
    """One line of the minutes: what was open and who took it; nobody yet when ``taker`` is empty."""

    kind: str
    label: str
    area: str
    count: int
    taker: str


@dataclass(frozen=True)
class Minutes:
    """The minutes of a hand-over (*berita acara serah terima*)."""

    id: UUID
    grant: GrantRow
    at: datetime
    closed_by: str
    forced: bool
    items: tuple[HandedItem, ...]


@dataclass(frozen=True)
class DecreeNotice:
    """Word that a decree runs out soon; ``mine`` when the reader's own role rests on it."""

    id: int
    decree_id: UUID
    number: str
    about: str
    valid_to: date
    mine: bool
