"""Offices and what they offer: the list by area, and one office with all that somebody wants to know before they go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from bahtera.access import api as access
from bahtera.directory import api as directory
from bahtera.web import places
from bahtera.web.presenters.parts import Option, Tab
from bahtera.web.presenters.services import words
from bahtera.web.presenters.services.tiles import Tile

SIZE: Final = 20
"""So many offices stand on a page."""


@dataclass(frozen=True)
class ServiceLine:
    """A service in the list: its name, for whom, what it costs."""

    name: str
    for_whom: str
    cost: str


@dataclass(frozen=True)
class OfficeCard:
    """An office in the list with its services."""

    url: str
    name: str
    agency: str
    kind: str
    place: str
    services: tuple[ServiceLine, ...]


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to: an area, a kind of unit, a service."""

    area: str = ""
    kind: str = ""
    service: str = ""

    @property
    def query(self) -> str:
        """Return what it adds to an address."""
        told = {"wilayah": self.area or "semua", "jenis": self.kind, "layanan": self.service}
        return urlencode({name: text for name, text in told.items() if text})


@dataclass(frozen=True)
class ServicesPage:
    """The first page of the service wing."""

    tabs: tuple[Tab, ...]
    tiles: tuple[Tile, ...]
    place: str
    areas: tuple[Option, ...]
    kinds: tuple[Option, ...]
    services: tuple[Option, ...]
    cards: tuple[OfficeCard, ...]
    offices: int
    offers: int
    more_url: str
    file_url: str
    may_import: bool
    synthetic: bool


@dataclass(frozen=True)
class OfferCard:
    """A service as somebody wants to know it before they go."""

    id: UUID
    name: str
    for_whom: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]
    capacity: int | None
    contact: str
    cost: str
    bring: str
    languages: str
    access: str
    first: date
    last: date | None
    change_url: str


@dataclass(frozen=True)
class AgreementLine:
    """An agreement that an office stands in."""

    url: str
    number: str
    about: str
    others: str
    last: date | None


@dataclass(frozen=True)
class OfficePage:
    """One office."""

    tabs: tuple[Tab, ...]
    id: UUID
    name: str
    agency: str
    kind: str
    place: str
    phone: str
    whatsapp: str
    address: str
    zone: str
    offers: tuple[OfferCard, ...]
    agreements: tuple[AgreementLine, ...]
    may_keep: bool
    is_open: bool
    centre_url: str
    synthetic: bool


def area_options(units: Iterable[access.UnitRow], chosen: str, own: Sequence[str]) -> tuple[Option, ...]:
    """Offer the areas in which offices are, with those above them, and the reader's own; in the order of codes."""
    codes = {code for unit in units for code in (unit.area[:2], unit.area[:5], unit.area[:8]) if code}
    codes |= {code for code in (*own, chosen) if code}
    known = places.names_of(codes)
    return tuple(
        Option(code, places.village_line(code, known), code == chosen)
        for code in sorted(codes)
        if code in known
    )


def kind_options(units: Iterable[access.UnitRow], chosen: str) -> tuple[Option, ...]:
    """Offer the kinds of unit that there are."""
    there = {unit.kind for unit in units}
    return tuple(
        Option(one.name, one.label(words.language()), one.name == chosen)
        for one in access.unit_kinds()
        if one.name in there or one.name == chosen
    )


def cards_of(units: Sequence[access.UnitRow], offers: Iterable[directory.OfferRow]) -> tuple[OfficeCard, ...]:
    """Return offices with what they offer, in the order given."""
    by_unit: dict[UUID, list[directory.Offer]] = defaultdict(list)
    for row in offers:
        by_unit[row.offer.unit_id].append(row.offer)
    known = places.names_of(
        {unit.area for unit in units}
        | {code for found in by_unit.values() for one in found for code in one.eligibility.residence}
    )
    return tuple(
        OfficeCard(
            url=reverse("web:service_unit", args=[unit.id]),
            name=unit.name,
            agency=unit.agency,
            kind=words.kind_name(unit.kind),
            place=places.village_line(unit.area, known) if unit.area else "Indonesia",
            services=tuple(
                ServiceLine(
                    words.service_name(one.service, one.own_words),
                    "; ".join(words.for_whom(one.eligibility, known)),
                    one.cost,
                )
                for one in by_unit[unit.id]
            ),
        )
        for unit in units
    )


def offer_cards(rows: Iterable[directory.OfferRow], *, may_keep: bool) -> tuple[OfferCard, ...]:
    """Return services in full."""
    found = list(rows)
    known = places.names_of({code for row in found for code in row.offer.eligibility.residence})
    return tuple(_offer_card(row, known, may_keep=may_keep) for row in found)


def _offer_card(row: directory.OfferRow, known: words.Known, *, may_keep: bool) -> OfferCard:
    one = row.offer
    return OfferCard(
        id=row.id,
        name=words.service_name(one.service, one.own_words),
        for_whom=words.for_whom(one.eligibility, known),
        hours=words.hours_lines(one.hours),
        capacity=one.capacity,
        contact=one.contact,
        cost=one.cost,
        bring=one.bring,
        languages=", ".join(words.code_words("languages", one.languages)),
        access=", ".join(words.code_words("accessibility", one.accessibility)),
        first=one.valid_from,
        last=one.valid_to,
        change_url=reverse("web:change_offer", args=[row.id]) if may_keep else "",
    )


def agreement_lines(
    rows: Iterable[directory.AgreementRow], unit: access.UnitRow, names: Mapping[UUID, str], on: date
) -> tuple[AgreementLine, ...]:
    """Return the agreements of an office that hold on a day, each with its other parties."""
    return tuple(
        AgreementLine(
            url=reverse("web:agreement", args=[row.id]),
            number=row.agreement.number,
            about=row.agreement.about,
            others=", ".join(
                names.get(party.unit_id or party.agency_id or unit.id, "")
                for party in row.agreement.parties
                if unit.id != party.unit_id and unit.agency_id != party.agency_id
            ),
            last=row.agreement.valid_to,
        )
        for row in rows
        if directory.state_on(row, on) is directory.AgreementState.ACTIVE
    )
