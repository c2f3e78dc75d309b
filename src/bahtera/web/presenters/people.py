"""What the pages about people show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.web import places, wording
from bahtera.web.presenters.administration import COUNTRY, Known, place_line
from bahtera.web.presenters.parts import Option, Tab, Tag
from bahtera.web.presenters.phones import PhoneLine
from bahtera.web.presenters.roles import RoleLine


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list."""

    url: str
    name: str
    place: str
    roles: str
    tag: Tag | None


@dataclass(frozen=True)
class PeoplePage:
    """A page of people, with its filters."""

    tabs: tuple[Tab, ...]
    rows: tuple[PersonLine, ...]
    text: str
    roles: tuple[Option, ...]
    left: bool
    filtered: bool
    more_url: str


@dataclass(frozen=True)
class KinLine:
    """A family that somebody does not visit."""

    id: int
    name: str
    relation: str


@dataclass(frozen=True)
class CardLine:
    """A card of somebody."""

    areas: str
    issued_at: datetime
    revoked_at: datetime | None
    zone: str


@dataclass(frozen=True)
class PersonPage:
    """Somebody with everything the reader may see and do."""

    tabs: tuple[Tab, ...]
    id: str
    name: str
    place: str
    username: str
    sign_in_url: str
    is_active: bool
    left_at: datetime | None
    zone: str
    roles: tuple[RoleLine, ...]
    past: tuple[RoleLine, ...]
    places: tuple[access.MembershipRow, ...]
    kin: tuple[KinLine, ...]
    kin_found: tuple[Option, ...]
    kin_text: str
    relations: tuple[Option, ...]
    cards: tuple[CardLine, ...]
    phones: tuple[PhoneLine, ...]
    units: tuple[Option, ...]
    today: date
    can_keep: bool
    can_grant: bool
    can_place: bool
    can_declare: bool
    can_search_kin: bool
    knows_kin: bool


def person_line(row: access.PersonRow, known: Known) -> PersonLine:
    """Return somebody as a line of a list."""
    held = [
        f"{wording.say(wording.ROLES, role)} · {places.full_name(known[area]) if area in known else COUNTRY}"
        for role, area in row.roles
    ]
    tag = None
    if row.is_active and not held:
        tag = Tag(gettext("No role yet"), "none")
    if not row.is_active:
        tag = Tag(gettext("Has left"), "none")
    url = reverse("web:person", args=[row.id])
    return PersonLine(url, row.name, place_line(row.area, known), "; ".join(held), tag)
