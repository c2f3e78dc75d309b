"""Ways into the service wing: a tile for each page of it that the reader may open; tabs of the directory."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.web.presenters.parts import Tab


@dataclass(frozen=True)
class Tile:
    """One way in: ``icon`` of the sprite, and a line that says what is done there."""

    label: str
    about: str
    url: str
    icon: str


# Label, what is done there, address, picture, action that opens it. In the order of a day's work.
_TILES: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        gettext_noop("Referrals"),
        gettext_noop("What reached your unit, what is due, and what your unit sent"),
        "web:referrals",
        "tasks",
        "referral.read",
    ),
    (
        gettext_noop("Centres by kecamatan"),
        gettext_noop("Where a PPKS/Satyagatra (BKKBN) centre is at work, asleep or not known"),
        "web:coverage",
        "map",
        "directory.read",
    ),
    (
        gettext_noop("Agreements"),
        gettext_noop("MoU and PKS that referrals rest on, and which end soon"),
        "web:agreements",
        "document",
        "directory.read",
    ),
    (
        gettext_noop("Days off"),
        gettext_noop("By which days offices work and deadlines are counted"),
        "web:days_off",
        "calendar",
        "deadlines.import",
    ),
)
_TABS: Final = (
    (gettext_noop("Services"), "web:services", "directory.read"),
    (gettext_noop("Referrals"), "web:referrals", "referral.read"),
    (gettext_noop("Centres"), "web:coverage", "directory.read"),
    (gettext_noop("Agreements"), "web:agreements", "directory.read"),
    (gettext_noop("Days off"), "web:days_off", "deadlines.import"),
)


def tiles_of(actor: Actor) -> tuple[Tile, ...]:
    """Return the ways in that the reader has."""
    return tuple(
        Tile(gettext(label), gettext(about), reverse(name), icon)
        for label, about, name, icon, action in _TILES
        if may(actor, action)
    )


def tabs_of(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the pages of the directory that the reader may open, marking the current one."""
    return tuple(
        Tab(gettext(label), reverse(name), name == current)
        for label, name, action in _TABS
        if may(actor, action)
    )
