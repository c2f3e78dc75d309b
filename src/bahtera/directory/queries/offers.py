"""Services of offices. Which office offers what is public, so it is told to whoever may look into the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from bahtera.access import api as access
from bahtera.directory.errors import UnknownOffer
from bahtera.directory.models import OfferRecord, Write
from bahtera.directory.rules.fitting import fits
from bahtera.directory.rules.table import write_offers
from bahtera.directory.rules.writing import differing, offer_in
from bahtera.directory.values import Answer, ChangeRow, OfferRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from bahtera.directory.values import Fit, PersonFacts

READ: Final = "directory.read"
_ORDER: Final = {Answer.FITS: 0, Answer.UNKNOWN: 1, Answer.FITS_NOT: 2}


def get_offer(offer_id: UUID, *, actor: access.Actor) -> OfferRow:
    """Return one service of an office; raises NotAllowed, UnknownOffer."""
    access.check_may(actor, READ)
    return offer_row(offer_record(offer_id))


def offers_of_units(unit_ids: Collection[UUID], *, on: date, actor: access.Actor) -> tuple[OfferRow, ...]:
    """Return what units offer on a day, by unit, service and words; raises NotAllowed."""
    access.check_may(actor, READ)
    rows = OfferRecord.objects.filter(_valid(on), unit_id__in=set(unit_ids))
    return tuple(offer_row(row) for row in _ordered(rows))


def offers_for(
    service: str, facts: PersonFacts, *, on: date, actor: access.Actor, units: Collection[UUID] | None = None
) -> tuple[tuple[OfferRow, Fit], ...]:
    """Return the offers of a service on a day with what their criteria say of a person, the fitting first.

    ``units``: of these alone. Closed units are left out. Raises NotAllowed.
    """
    access.check_may(actor, READ)
    rows = OfferRecord.objects.filter(_valid(on), service=service)
    if units is not None:
        rows = rows.filter(unit_id__in=set(units))
    found = [offer_row(row) for row in _ordered(rows)]
    behind = access.units_behind({one.offer.unit_id for one in found})
    judged = [
        (one, fits(one.offer.eligibility, facts))
        for one in found
        if one.offer.unit_id in behind and behind[one.offer.unit_id].is_active
    ]
    return tuple(sorted(judged, key=lambda one: (_ORDER[one[1].answer], not one[1].meant_first)))


def history_of(subject_id: UUID, *, actor: access.Actor) -> tuple[ChangeRow, ...]:
    """Return what was written about an offer or agreement, the newest first; raises NotAllowed."""
    access.check_may(actor, READ)
    told: list[ChangeRow] = []
    before: dict[str, object] = {}
    for row in Write.objects.filter(subject_id=subject_id).order_by("number", "pk"):
        told.append(ChangeRow(row.number, row.at, row.actor_key, row.reason, differing(before, row.content)))
        before = row.content
    return tuple(reversed(told))


def write_table(area: str, *, actor: access.Actor, on: date | None = None) -> str:
    """Return the services of an area's offices (the country for "") as CSV; all there were, or those of a day.

    Raises NotAllowed.
    """
    access.check_may(actor, READ)
    inboxes = {one.id: one.inbox for one in access.units_inside(area)}
    rows = OfferRecord.objects.filter(unit_id__in=inboxes)
    if on is not None:
        rows = rows.filter(_valid(on))
    offers = [offer_in(row.content) for row in _ordered(rows)]
    offers.sort(key=lambda one: (inboxes[one.unit_id], one.service or "~", one.own_words, one.valid_from))
    return write_offers(offers, inboxes)


def offer_record(offer_id: UUID, *, locked: bool = False) -> OfferRecord:
    """Return the row of an offer; raises UnknownOffer."""
    rows = OfferRecord.objects.select_for_update() if locked else OfferRecord.objects.all()
    row = rows.filter(pk=offer_id).order_by("pk").first()
    if row is None:
        raise UnknownOffer
    return row


def offer_row(row: OfferRecord) -> OfferRow:
    """Return an offer as a value."""
    return OfferRow(row.pk, row.version, offer_in(row.content))


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def _ordered(rows: QuerySet[OfferRecord]) -> Iterable[OfferRecord]:
    return rows.order_by("unit_id", "service", "own_words", "valid_from", "pk")
