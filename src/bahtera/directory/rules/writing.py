"""Offers and agreements as plain JSON, for their rows and their history, and back."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bahtera.directory.values import (
    Agreement,
    AgreementKind,
    DisabilityRole,
    Eligibility,
    Offer,
    Party,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.directory.values import Hours

_SETS = ("disabilities", "target_groups", "welfare")


def offer_json(offer: Offer) -> dict[str, Any]:
    """Return an offer as JSON that says the same for the same offer."""
    wanted = offer.eligibility
    return {
        "unit_id": str(offer.unit_id),
        "service": offer.service,
        "own_words": offer.own_words,
        "valid_from": offer.valid_from.isoformat(),
        "valid_to": _day(offer.valid_to),
        "age_from": wanted.age_from,
        "age_to": wanted.age_to,
        "sex": wanted.sex,
        "disability": sorted(one.value for one in wanted.disability),
        "residence": sorted(set(wanted.residence)),
        **{name: sorted(getattr(wanted, name)) for name in _SETS},
        "capacity": offer.capacity,
        "hours": [
            [one[0].isoformat("minutes"), one[1].isoformat("minutes")] if one else None for one in offer.hours
        ],
        "contact": offer.contact,
        "cost": offer.cost,
        "languages": sorted(offer.languages),
        "accessibility": sorted(offer.accessibility),
        "bring": offer.bring,
    }


def offer_in(told: Mapping[str, Any]) -> Offer:
    """Return the offer that `offer_json` wrote."""
    return Offer(
        unit_id=UUID(told["unit_id"]),
        service=told["service"],
        own_words=told["own_words"],
        valid_from=date.fromisoformat(told["valid_from"]),
        valid_to=_date(told["valid_to"]),
        eligibility=Eligibility(
            age_from=told["age_from"],
            age_to=told["age_to"],
            sex=told["sex"],
            disability=frozenset(DisabilityRole(one) for one in told["disability"]),
            residence=tuple(told["residence"]),
            **{name: frozenset(told[name]) for name in _SETS},
        ),
        capacity=told["capacity"],
        hours=_hours(told["hours"]),
        contact=told["contact"],
        cost=told["cost"],
        languages=frozenset(told["languages"]),
        accessibility=frozenset(told["accessibility"]),
        bring=told["bring"],
    )


def agreement_json(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as JSON that says the same for the same agreement."""
    return {
        "kind": agreement.kind.value,
        "number": agreement.number,
        "about": agreement.about,
        "signed_on": agreement.signed_on.isoformat(),
        "valid_from": agreement.valid_from.isoformat(),
        "valid_to": _day(agreement.valid_to),
        "parties": sorted(
            (
                {"agency": str(one.agency_id or ""), "unit": str(one.unit_id or "")}
                for one in agreement.parties
            ),
            key=lambda one: (one["agency"], one["unit"]),
        ),
        "services": sorted(agreement.services),
        "areas": sorted(set(agreement.areas)),
        "contact_unit": str(agreement.contact_unit or ""),
    }


def agreement_in(told: Mapping[str, Any]) -> Agreement:
    """Return the agreement that `agreement_json` wrote."""
    return Agreement(
        kind=AgreementKind(told["kind"]),
        number=told["number"],
        about=told["about"],
        signed_on=date.fromisoformat(told["signed_on"]),
        valid_from=date.fromisoformat(told["valid_from"]),
        valid_to=_date(told["valid_to"]),
        parties=tuple(Party(_id(one["agency"]), _id(one["unit"])) for one in told["parties"]),
        services=frozenset(told["services"]),
        areas=tuple(told["areas"]),
        contact_unit=_id(told["contact_unit"]),
    )


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of what differs, in order; all that says something when there was nothing before."""
    return tuple(
        sorted(name for name in after if after[name] != before.get(name) and (before or after[name]))
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _id(said: str) -> UUID | None:
    return UUID(said) if said else None


def _hours(told: list[list[str] | None]) -> Hours:
    return tuple((time.fromisoformat(one[0]), time.fromisoformat(one[1])) if one else None for one in told)
