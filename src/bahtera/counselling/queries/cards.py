"""Cards of centres (K/0): drafts, filed ones, and what is due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from bahtera.counselling.errors import NoSuchRecord
from bahtera.counselling.models import CentreCard
from bahtera.counselling.queries.reaching import CARD, centre_of
from bahtera.counselling.rules import cards as rules
from bahtera.counselling.values import Card
from bahtera.deadlines import api as deadlines

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from bahtera.access.api import Actor

CLOCK: Final = "kartu_tahunan"


def cards_of(unit_id: UUID, *, actor: Actor) -> tuple[Card, ...]:
    """Return the cards of a centre, the newest year and version first. Raises NotAllowed, NoSuchRecord, NotACentre."""
    unit = centre_of(unit_id, actor, CARD)
    rows = CentreCard.objects.filter(unit_id=unit_id).order_by("-year", "-number")
    calendar = deadlines.calendar(unit.area)
    return tuple(card_of(row, calendar) for row in rows)


def get_card(card_id: UUID, *, actor: Actor) -> Card:
    """Return one card. Raises NotAllowed, NoSuchRecord, NotACentre."""
    row = CentreCard.objects.filter(pk=card_id).order_by("pk").first()
    if row is None:
        raise NoSuchRecord
    return card_of(row, deadlines.calendar(centre_of(row.unit_id, actor, CARD).area))


def newest(unit_ids: Collection[UUID], *, year: int, filed: bool = True) -> dict[UUID, CentreCard]:
    """Return the newest card of a year of some centres, by centre; ``filed``: drafts left out."""
    rows = CentreCard.objects.filter(unit_id__in=set(unit_ids), year=year)
    if filed:
        rows = rows.filter(filed_at__isnull=False)
    return {row.unit_id: row for row in rows.order_by("number")}


def card_of(row: CentreCard, calendar: deadlines.Calendar) -> Card:
    """Return a card as a value. Only the first of a year can be late; a later one is a correction."""
    due = due_of(row.year, calendar)
    judged = row.filed_at is not None and row.number == 1
    return Card(
        id=row.pk,
        unit_id=row.unit_id,
        year=row.year,
        number=row.number,
        body=rules.read(row.body, row.staff or {}),
        kept_at=row.kept_at,
        kept_by=row.kept_by,
        filed_at=row.filed_at,
        filed_by=row.filed_by,
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        due=due,
        in_time=row.filed_at <= due if judged and row.filed_at else None,
    )


def due_of(year: int, calendar: deadlines.Calendar) -> datetime:
    """Return until when the card of a year is filed."""
    eve = datetime.combine(date(year - 1, 12, 31), datetime.min.time(), UTC).replace(hour=4)
    return deadlines.due(eve, deadlines.clock_named(CLOCK).limit, calendar).at
