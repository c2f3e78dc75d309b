"""What the pages about agencies and their units show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from bahtera.access import api as access
from bahtera.web.presenters.parts import Option, Tab


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list of its agency."""

    url: str
    name: str
    kind: str
    place: str
    inbox: str
    people: int


@dataclass(frozen=True)
class AgencyCard:
    """An agency with its units."""

    name: str
    short_name: str
    place: str
    add_url: str
    units: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitsPage:
    """A page of agencies."""

    tabs: tuple[Tab, ...]
    agencies: tuple[AgencyCard, ...]
    more_url: str
    can_manage: bool


@dataclass(frozen=True)
class UnitPage:
    """One unit, and who works there."""

    tabs: tuple[Tab, ...]
    unit: access.UnitRow
    place: str
    kind: str
    kinds: tuple[Option, ...]
    now: tuple[access.MembershipRow, ...]
    before: tuple[access.MembershipRow, ...]
    can_manage: bool


def kind_options(chosen: str = "") -> tuple[Option, ...]:
    """Offer the kinds of units in the reader's language."""
    language = get_language() or "id"
    return tuple(Option(one.name, one.label(language), one.name == chosen) for one in access.unit_kinds())


def kind_label(name: str) -> str:
    """Return the words for a kind of unit."""
    kind = access.unit_kind(name)
    return kind.label(get_language() or "id") if kind else name


def unit_options(units: Iterable[access.UnitRow], chosen: str = "") -> tuple[Option, ...]:
    """Offer units, each with its agency."""
    return tuple(Option(str(one.id), f"{one.name}, {one.agency}", str(one.id) == chosen) for one in units)
