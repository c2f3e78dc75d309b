"""Services of units: taken up, changed, ended. Nothing is deleted, and every write is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from bahtera.areas import api as areas
from bahtera.directory.errors import BadOffer, Overlapping, UnknownOffer
from bahtera.directory.models import OfferRecord
from bahtera.directory.operations.writing import (
    KEEP,
    check_keeps,
    check_version,
    needed_reason,
    open_unit,
    remember,
)
from bahtera.directory.queries.offers import offer_record, offer_row
from bahtera.directory.rules.checking import checked
from bahtera.directory.rules.writing import differing, offer_in, offer_json
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.directory.values import Offer, OfferRow


def keep_offer(offer: Offer, *, actor: Actor, reason: str = "") -> OfferRow:
    """Take up what a unit offers; raises UnknownOffice, NotAllowed, BadOffer, Overlapping."""
    check_keeps(actor, KEEP, open_unit(offer.unit_id))
    plain = _checked(offer)
    with durable():
        one_at_a_time(f"directory:{offer.unit_id}")
        return add(plain, actor=actor, reason=reason)


def change_offer(offer_id: UUID, offer: Offer, *, version: int, actor: Actor, reason: str = "") -> OfferRow:
    """Write an offer otherwise; its unit stays. ``version``: the one the writer had before them.

    Nothing is written when it says the same. Raises UnknownOffer, NotAllowed, Moved, BadOffer, Overlapping.
    """
    with durable():
        row = _locked(offer_id, actor)
        check_version(row.version, version)
        if offer.unit_id != row.unit_id:
            raise UnknownOffer
        return rewrite(row, _checked(offer), actor=actor, reason=reason)


def end_offer(offer_id: UUID, *, last_day: date, version: int, reason: str, actor: Actor) -> OfferRow:
    """Let a unit no longer offer a service after a day; it stays on record. Raises as `change_offer`, and NoReason."""
    why = needed_reason(reason)
    with durable():
        row = _locked(offer_id, actor, closed=True)
        check_version(row.version, version)
        ended = replace(offer_in(row.content), valid_to=last_day)
        return rewrite(row, _checked(ended), actor=actor, reason=why)


def add(offer: Offer, *, actor: Actor, reason: str = "") -> OfferRow:
    """Write a checked offer; its unit must be locked. Raises Overlapping."""
    _check_alone(offer, None)
    row = OfferRecord(version=1)
    _fill(row, offer)
    row.save(force_insert=True)
    remember(row.pk, 1, row.content, actor=actor, reason=reason)
    audit.record(
        "directory.offer_kept",
        actor=actor.key,
        subject=f"offer:{row.pk}",
        details={"unit": row.unit_id, "service": row.service},
    )
    return offer_row(row)


def rewrite(row: OfferRecord, offer: Offer, *, actor: Actor, reason: str = "") -> OfferRow:
    """Write a checked offer over a locked row, unless it says the same. Raises Overlapping."""
    changed = differing(row.content, offer_json(offer))
    if not changed:
        return offer_row(row)
    _check_alone(offer, row.pk)
    _fill(row, offer)
    row.version += 1
    row.save()
    remember(row.pk, row.version, row.content, actor=actor, reason=reason)
    audit.record(
        "directory.offer_changed",
        actor=actor.key,
        subject=f"offer:{row.pk}",
        details={"fields": list(changed), "version": row.version},
    )
    return offer_row(row)


def _locked(offer_id: UUID, actor: Actor, *, closed: bool = False) -> OfferRecord:
    """Return an offer's row, alone in writing for its unit; raises UnknownOffer, NotAllowed."""
    unit = open_unit(offer_record(offer_id).unit_id, closed=closed)
    check_keeps(actor, KEEP, unit)
    one_at_a_time(f"directory:{unit.id}")
    return offer_record(offer_id, locked=True)


def _checked(offer: Offer) -> Offer:
    plain, faults = checked(offer, areas.find(offer.eligibility.residence))
    if faults:
        raise BadOffer(faults)
    return plain


def _check_alone(offer: Offer, own_id: UUID | None) -> None:
    rows = OfferRecord.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=offer.valid_from),
        unit_id=offer.unit_id,
        service=offer.service,
        own_words__iexact=offer.own_words,
    )
    if own_id is not None:
        rows = rows.exclude(pk=own_id)
    if offer.valid_to is not None:
        rows = rows.filter(valid_from__lte=offer.valid_to)
    if rows.exists():
        raise Overlapping


def _fill(row: OfferRecord, offer: Offer) -> None:
    row.unit_id, row.service, row.own_words = offer.unit_id, offer.service, offer.own_words
    row.valid_from, row.valid_to = offer.valid_from, offer.valid_to
    row.content = offer_json(offer)
