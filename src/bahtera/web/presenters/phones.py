"""What the pages about enrolled phones show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.areas import api as area_api
from bahtera.web import places
from bahtera.web.presenters.parts import Tag


@dataclass(frozen=True)
class PhoneLine:
    """One profile on a phone. ``unlock`` is the address of its unlock code, empty where the reader makes none."""

    id: str
    person: str
    person_url: str
    label: str
    areas: str
    tag: Tag
    enrolled_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None
    zone: str
    unlock: str
    is_locked: bool


@dataclass(frozen=True)
class CodeLine:
    """An activation code that waits to be used."""

    id: str
    person: str
    areas: str
    expires_at: datetime
    zone: str


@dataclass(frozen=True)
class PhoneLists:
    """The enrolled phones of the reader's areas, and the codes that wait."""

    live: tuple[PhoneLine, ...]
    stopped: tuple[PhoneLine, ...]
    codes: tuple[CodeLine, ...]


@dataclass(frozen=True)
class ActivationPage:
    """A fresh activation code, shown once: in letters, and as a QR drawing (SVG path data)."""

    name: str
    areas: str
    code: str
    expires_at: datetime
    zone: str
    address: str
    size: int
    path: str
    synthetic: bool


@dataclass(frozen=True)
class UnlockPage:
    """A fresh unlock code, shown once."""

    name: str
    label: str
    code: str


def lists(actor: access.Actor) -> PhoneLists:
    """Return the phones and codes that the reader looks after."""
    rows, codes = access.list_devices(actor), access.list_codes(actor)
    scopes = [*(row.areas for row in rows), *(one.areas for one in codes)]
    known = places.names_of(code for scope in scopes for code in scope)
    own = places.own_zone(actor)
    lines = [(phone_line(row, known, own), row.state) for row in rows]
    return PhoneLists(
        live=tuple(line for line, state in lines if state != "revoked"),
        stopped=tuple(line for line, state in lines if state == "revoked"),
        codes=tuple(
            CodeLine(
                str(one.id),
                one.person,
                _names(one.areas, known),
                one.expires_at,
                zone_of(one.areas, known, own),
            )
            for one in codes
        ),
    )


def of_person(person_id: UUID, actor: access.Actor) -> tuple[PhoneLine, ...]:
    """Return the phones of one person, to who looks after phones there."""
    if not access.may(actor, "device.manage"):
        return ()
    rows = access.list_devices(actor, person_id=person_id)
    known, own = places.names_of(code for row in rows for code in row.areas), places.own_zone(actor)
    return tuple(phone_line(row, known, own) for row in rows)


def phone_line(row: access.DeviceRow, known: Mapping[str, area_api.Area], own_zone: str) -> PhoneLine:
    """Return a phone as a line, its times in the zone of its kader's area."""
    tags = {
        "active": Tag(gettext("In use"), "tinggi", "ok"),
        "waiting": Tag(gettext("Waits after wrong PINs"), "sedang", "warning"),
        "locked": Tag(gettext("Locked"), "rendah", "warning"),
        "no_role": Tag(gettext("No role at present"), "none"),
        "revoked": Tag(gettext("Stopped"), "none"),
    }
    opens = row.can_open and row.state != "revoked"
    return PhoneLine(
        id=str(row.id),
        person=row.person,
        person_url=reverse("web:person", args=[row.person_id]),
        label=row.label if row.label != "?" else gettext("Phone without a name"),
        areas=_names(row.areas, known),
        tag=tags[row.state],
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        revoked_at=row.revoked_at,
        zone=zone_of(row.areas, known, own_zone),
        unlock=reverse("web:unlock_phone", args=[row.id]) if opens else "",
        is_locked=row.state == "locked",
    )


def zone_of(codes: Iterable[str], known: Mapping[str, area_api.Area], own_zone: str) -> str:
    """Return the time zone of the first area that is known; otherwise the reader's."""
    area = next((code for code in codes if code in known), "")
    return places.zone_of(area, known) if area else own_zone


def _names(codes: Iterable[str], known: Mapping[str, area_api.Area]) -> str:
    return "; ".join(places.village_line(code, known) for code in codes)
