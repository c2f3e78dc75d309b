"""Keeping the card of a centre (K/0): begun as a copy of the last, written over, filed when it is signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bahtera.counselling.errors import BadCard, Ended, Moved, NoSuchRecord
from bahtera.counselling.models import CentreCard
from bahtera.counselling.queries.cards import card_of
from bahtera.counselling.queries.reaching import CARD, centre_of, today
from bahtera.counselling.rules import cards as rules
from bahtera.counselling.rules.texts import plain
from bahtera.counselling.values import CardBody
from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.counselling.values import Card


def begin_card(unit_id: UUID, year: int, *, actor: Actor) -> Card:
    """Open a draft of a year: a copy of the newest filed card, or an empty one; a draft that stands is returned.

    After a year's card was filed the draft is its correction. Raises NotAllowed, NoSuchRecord, NotACentre, BadCard.
    """
    unit = centre_of(unit_id, actor, CARD)
    rules.check_year(year, today(unit_id))
    with durable():
        one_at_a_time(f"counselling:{unit_id}")
        row = CentreCard.objects.filter(unit_id=unit_id, year=year, filed_at__isnull=True).first()
        if row is None:
            row = _draft(unit_id, year, actor)
            audit.record(
                "counselling.card_begun", actor=actor.key, subject=f"unit:{unit_id}", details={"year": year}
            )
    return card_of(row, deadlines.calendar(unit.area))


def keep_card(card_id: UUID, body: CardBody, *, actor: Actor) -> Card:
    """Write a draft over; what is missing may stay so. Raises NotAllowed, NoSuchRecord, NotACentre, BadCard, Ended."""
    told = _tidy(body)
    rules.check_body(told)
    with durable():
        row = _draft_row(card_id, actor)
        _write(row, told, actor)
        row.save()
        audit.record(
            "counselling.card_kept",
            actor=actor.key,
            subject=f"unit:{row.unit_id}",
            details={"year": row.year},
        )
    return card_of(row, deadlines.calendar(centre_of(row.unit_id, actor, CARD).area))


def file_card(
    card_id: UUID, *, signed_by: str, signed_on: date | None, digest: str = "", actor: Actor
) -> Card:
    """File a draft that was printed and signed: it never changes again.

    Raises NotAllowed, NoSuchRecord, NotACentre, BadCard with what it lacks, Ended.
    """
    name = plain(signed_by)
    with durable():
        row = _draft_row(card_id, actor)
        rules.check_filing(
            rules.read(row.body, row.staff), signed_by=name, signed_on=signed_on, today=today(row.unit_id)
        )
        if digest and digest != stamp_of(row):
            raise Moved
        row.filed_at, row.filed_by = clock.now(), actor.key
        row.signed_by, row.signed_on = name, signed_on
        row.save()
        audit.record(
            "counselling.card_filed",
            actor=actor.key,
            subject=f"unit:{row.unit_id}",
            details={"year": row.year, "number": row.number},
        )
    return card_of(row, deadlines.calendar(centre_of(row.unit_id, actor, CARD).area))


def stamp_of(row: CentreCard | Card) -> str:
    """Return by which writing of a draft somebody signed: the instant it was kept."""
    return row.kept_at.isoformat()


def _draft(unit_id: UUID, year: int, actor: Actor) -> CentreCard:
    filed = CentreCard.objects.filter(unit_id=unit_id, year__lte=year, filed_at__isnull=False)
    before = filed.order_by("-year", "-number").first()
    body = CardBody()
    if before is not None:
        body = rules.read(before.body, before.staff)
        body = body if before.year == year else rules.copied(body)
    row = CentreCard(
        unit_id=unit_id,
        year=year,
        number=before.number + 1 if before is not None and before.year == year else 1,
    )
    _write(row, body, actor)
    row.save(force_insert=True)
    return row


def _draft_row(card_id: UUID, actor: Actor) -> CentreCard:
    row = CentreCard.objects.select_for_update().filter(pk=card_id).order_by("pk").first()
    if row is None:
        raise NoSuchRecord
    centre_of(row.unit_id, actor, CARD)
    if row.filed_at is not None:
        raise Ended
    return row


def _write(row: CentreCard, body: CardBody, actor: Actor) -> None:
    row.body, row.staff = rules.written(body)
    row.kept_at, row.kept_by = clock.now(), actor.key


def _tidy(body: CardBody) -> CardBody:
    """Return a card with its words on one line each; positions without a name are left out."""
    if any(one.position and not plain(one.name) and one.trained for one in body.staff):
        raise BadCard.words()
    return replace(
        body,
        organiser_name=plain(body.organiser_name),
        decree=plain(body.decree),
        decreed_by=plain(body.decreed_by),
        hours=plain(body.hours),
        place=plain(body.place),
        staff=tuple(replace(one, name=plain(one.name)) for one in body.staff if plain(one.name)),
    )
