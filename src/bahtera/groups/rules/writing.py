"""Cards and businesses as JSON that is kept, and back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bahtera.groups.rules.months import month_in, month_json
from bahtera.groups.values import BundleLine, BusinessInput, Card, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from bahtera.groups.values import People

_TEXTS: Final = ("decree", "issuer", "mentor", "mentor_number", "place")
_SETS: Final = ("funds", "facilities", "integration")


def card_json(card: Card) -> dict[str, Any]:
    """Return what a card says besides its columns of its own (kind, name, village, number, first day)."""
    return {
        **{name: getattr(card, name) for name in _TEXTS},
        **{name: sorted(getattr(card, name)) for name in _SETS},
        "decreed_on": card.decreed_on.isoformat() if card.decreed_on else "",
        "targets": card.targets,
        "priority": card.priority,
    }


def card_in(
    told: Mapping[str, Any], *, kind: str, name: str, village_code: str, number: str, started_on: date | None
) -> Card:
    """Return a card out of its row."""
    plain: dict[str, Any] = {one: told[one] for one in _TEXTS}
    plain |= {one: frozenset(told[one]) for one in _SETS}
    return Card(
        kind=Kind(kind),
        name=name,
        village_code=village_code,
        number=number,
        started_on=started_on,
        decreed_on=date.fromisoformat(told["decreed_on"]) if told["decreed_on"] else None,
        targets=told["targets"],
        priority=told["priority"],
        **plain,
    )


def yearly_json(card: Card, people: People, officers: Mapping[str, int]) -> Any:
    """Return the card of a year as it is filed: what it said, and how many people, never who."""
    return {
        **card_json(card),
        "kind": card.kind.value,
        "title": card.name,
        "village": card.village_code,
        "number": card.number,
        "started_on": card.started_on.isoformat() if card.started_on else "",
        "members": [people.women, people.men, people.unknown],
        "officers": dict(officers),
    }


def business_json(business: BusinessInput) -> dict[str, Any]:
    """Return what a business says besides its name, owner and first day."""
    return {
        "kind": business.kind,
        "product": business.product,
        "capital": dict(business.capital),
        "market": business.market,
        "partner": business.partner,
    }


def business_in(told: Mapping[str, Any], *, name: str, owner_id: UUID | None, since: date) -> BusinessInput:
    """Return a business out of its row."""
    return BusinessInput(name=name, owner_id=owner_id, since=since, **told)


def bundle_json(lines: Iterable[BundleLine], missing: Iterable[UUID]) -> Any:
    """Return a bundle as it is kept: its lines, and the groups that had not reported."""
    told = [
        {
            "kind": one.kind.value,
            "groups": one.groups,
            "reported": one.reported,
            "sums": month_json(one.sums),
        }
        for one in lines
    ]
    return {"lines": told, "missing": [str(one) for one in missing]}


def bundle_in(told: Iterable[Mapping[str, Any]]) -> tuple[BundleLine, ...]:
    """Return the lines of a bundle out of what was kept."""
    return tuple(
        BundleLine(Kind(one["kind"]), one["groups"], one["reported"], month_in(one["sums"])) for one in told
    )
