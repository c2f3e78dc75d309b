"""What a centre's card must say before it is filed, and how it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bahtera.counselling.errors import BadCard
from bahtera.counselling.rules.words import known, words
from bahtera.counselling.values import CardBody, Staff

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 120
_MOST_STAFF: Final = 60
_MOST_RUPIAH: Final = 10**12
_YEARS_BACK: Final = 5


def check_year(year: int, today: date) -> None:
    """Raise BadCard for a year of which no card is kept."""
    if not today.year - _YEARS_BACK <= year <= today.year + 1:
        raise BadCard.year()


def check_body(body: CardBody) -> None:
    """Raise BadCard unless a draft can be kept: everything may be missing, nothing may be wrong."""
    lists = ((body.services, "services"), (body.funds, "funds"), ((body.organiser,), "organisers"))
    if any(set(told) - known(name) or len(set(told)) != len(told) for told, name in lists):
        raise BadCard.words()
    texts = (body.organiser_name, body.decree, body.decreed_by, body.hours, body.place)
    names = tuple(one.name for one in body.staff)
    if any(len(one) > _LONGEST for one in (*texts, *names)) or len(names) > _MOST_STAFF:
        raise BadCard.words()
    if any(one.position not in known("positions") or not one.name for one in body.staff):
        raise BadCard.words()
    if any(not 0 <= one <= _MOST_RUPIAH for one in body.bokb) or (
        any(body.bokb) and "bokb" not in body.funds
    ):
        raise BadCard.money()


def missing(body: CardBody) -> tuple[str, ...]:
    """Return the codes of positions that somebody must hold and nobody does, in the order of the list."""
    held = {one.position for one in body.staff}
    return tuple(one.name for one in words("positions") if one.needed and one.name not in held)


def check_filing(body: CardBody, *, signed_by: str, signed_on: date | None, today: date) -> None:
    """Raise BadCard unless the card is whole and somebody signed it."""
    check_body(body)
    if lacking := missing(body):
        labels = {one.name: one.label("id") for one in words("positions")}
        raise BadCard.staff(", ".join(labels[one] for one in lacking))
    if not (body.decree and body.decreed_on and body.decreed_by):
        raise BadCard.decree()
    if not body.services:
        raise BadCard.words()
    if not signed_by or signed_on is None or signed_on > today or len(signed_by) > _LONGEST:
        raise BadCard.signer()


def copied(body: CardBody) -> CardBody:
    """Return with what the card of the next year begins: all but the money of the year."""
    return CardBody(
        organiser=body.organiser,
        organiser_name=body.organiser_name,
        decree=body.decree,
        decreed_on=body.decreed_on,
        decreed_by=body.decreed_by,
        services=body.services,
        funds=body.funds,
        staff=body.staff,
        hours=body.hours,
        place=body.place,
    )


def written(body: CardBody) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a card as it is kept: what is open, and the names apart."""
    told = {
        "organiser": body.organiser,
        "organiser_name": body.organiser_name,
        "decree": body.decree,
        "decreed_on": body.decreed_on.isoformat() if body.decreed_on else None,
        "decreed_by": body.decreed_by,
        "services": list(body.services),
        "funds": list(body.funds),
        "bokb": list(body.bokb),
        "hours": body.hours,
        "place": body.place,
    }
    return told, {"staff": [[one.position, one.name, one.trained] for one in body.staff]}


def read(told: Mapping[str, Any], names: Mapping[str, Any]) -> CardBody:
    """Return a card out of what is kept; without names when they were taken away."""
    honoraria, operations, promotion = told["bokb"]
    return CardBody(
        organiser=told["organiser"],
        organiser_name=told["organiser_name"],
        decree=told["decree"],
        decreed_on=date.fromisoformat(told["decreed_on"]) if told["decreed_on"] else None,
        decreed_by=told["decreed_by"],
        services=tuple(told["services"]),
        funds=tuple(told["funds"]),
        bokb=(honoraria, operations, promotion),
        staff=tuple(Staff(*one) for one in names.get("staff", ())),
        hours=told["hours"],
        place=told["place"],
    )
