"""What the pages of those who look after people have in common: their tabs, forms, and areas to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.areas import api as area_api
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters.parts import Option, Tab

Known = Mapping[str, area_api.Area]
COUNTRY: Final = "Indonesia"
# Between the code and the name in a line of the list of areas.
LINE_DOT: Final = " · "
_MOST_AREAS: Final = 250


@dataclass(frozen=True)
class FormPage:
    """A page with one form: what was typed so far, what can be chosen, and why it was not taken."""

    tabs: tuple[Tab, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    areas: tuple[Option, ...] = ()
    roles: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    decrees: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    name: str = ""
    back_url: str = ""


def tabs(actor: access.Actor, current: str) -> tuple[Tab, ...]:
    """Return the pages for those who look after people, as far as the reader may open them."""
    found = (
        ("web:people", gettext("People"), "person.read"),
        ("web:units", gettext("Units"), "unit.read"),
        ("web:decrees", gettext("Decrees"), "decree.read"),
        ("web:tokens", gettext("Phones"), "token.manage"),
    )
    return tuple(
        Tab(label, reverse(name), name == current)
        for name, label, action in found
        if access.may(actor, action)
    )


def place_line(code: str, known: Known) -> str:
    """Name an area with those above it; the country by its name."""
    return places.village_line(code, known) if code else COUNTRY


def area_options(actor: access.Actor, action: str) -> tuple[Option, ...]:
    """Offer the reader's own areas and the villages of open rounds; others are typed by code or name."""
    scopes = access.reach(actor, action)
    codes = dict.fromkeys(scope for scope in scopes if scope)
    for row in surveys.open_rounds():
        inside = [
            one.village_code
            for one in surveys.targets(row.id)
            if any(access.covers(scope, one.village_code) for scope in scopes)
        ]
        codes.update(dict.fromkeys(inside[:_MOST_AREAS]))
    for scope in list(codes):
        codes.update(dict.fromkeys(one.code for one in area_api.children(scope)))
    shown = list(codes)[:_MOST_AREAS]
    known = places.names_of(shown)
    named = [Option(f"{code}{LINE_DOT}{place_line(code, known)}", "", chosen=False) for code in shown]
    whole = [Option(COUNTRY, "", chosen=False)] if "" in scopes else []
    return (*whole, *named)
