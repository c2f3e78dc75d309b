"""What the pages about decrees show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.web.presenters.administration import Known, place_line
from bahtera.web.presenters.parts import Option, Tab, Tag


@dataclass(frozen=True)
class DecreeLine:
    """A decree in a list."""

    url: str
    number: str
    about: str
    place: str
    signer: str
    signed_on: date
    valid_from: date
    valid_to: date | None
    tag: Tag
    grants: int
    scan: str


@dataclass(frozen=True)
class DecreesPage:
    """A page of decrees."""

    tabs: tuple[Tab, ...]
    rows: tuple[DecreeLine, ...]
    more_url: str
    can_manage: bool


@dataclass(frozen=True)
class DecreePage:
    """One decree."""

    tabs: tuple[Tab, ...]
    decree: DecreeLine
    scan_url: str
    can_manage: bool
    changes: tuple[access.DecreeChangeRow, ...] = ()
    zone: str = ""


def decree_options(decrees: Iterable[access.DecreeRow], chosen: str = "") -> tuple[Option, ...]:
    """Offer decrees by number and what they are about."""
    return tuple(
        Option(str(one.id), " · ".join(filter(None, (one.number, one.about))), str(one.id) == chosen)
        for one in decrees
    )


def decree_line(row: access.DecreeRow, known: Known) -> DecreeLine:
    """Return a decree as a line of a list."""
    if row.ends_soon:
        tag = Tag(gettext("Runs out soon"), "sedang", "warning")
    elif row.is_valid:
        tag = Tag(gettext("In force"), "tinggi", "ok")
    else:
        tag = Tag(gettext("Not in force"), "none")
    return DecreeLine(
        reverse("web:decree", args=[row.id]),
        row.number,
        row.about,
        place_line(row.area, known),
        row.signer,
        row.signed_on,
        row.valid_from,
        row.valid_to,
        tag,
        row.grants,
        row.scan_name,
    )
