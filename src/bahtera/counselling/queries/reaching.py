"""Which centres and records somebody may do something for: those of units in which they hold a fitting role."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bahtera.access import api as access
from bahtera.clients import api as clients
from bahtera.counselling.errors import NoSuchRecord, NotACentre
from bahtera.counselling.models import Record
from bahtera.directory import api as directory
from bahtera.foundation import clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

READ = "counselling.read"
KEEP = "counselling.keep"
NOTES = "counselling.notes"
CARD = "counselling.card"
REPORT = "counselling.report"
TRACK = "counselling.track"
RECAP = "counselling.recap"


def centres_of(actor: access.Actor, action: str) -> tuple[access.UnitRow, ...]:
    """Return the centres in which the actor holds a role that may do the action, by area and name."""
    found = access.units_behind(access.units_of(actor, action)).values()
    mine = [one for one in found if one.kind == directory.KIND and one.is_active]
    return tuple(sorted(mine, key=lambda one: (one.area, one.name, str(one.id))))


def centre_of(unit_id: UUID, actor: access.Actor, action: str) -> access.UnitRow:
    """Return a centre in which the actor may do the action.

    Raises NotAllowed, NoSuchRecord for a unit of others, NotACentre.
    """
    access.check_may(actor, action)
    if "system" not in actor.roles and unit_id not in access.units_of(actor, action):
        raise NoSuchRecord
    unit = access.units_behind([unit_id]).get(unit_id)
    if unit is None or unit.kind != directory.KIND or not unit.is_active:
        raise NotACentre
    return unit


def get_row(record_id: UUID, actor: access.Actor, action: str, *, lock: bool = False) -> Record:
    """Return a record; one of another centre and one of the actor's own relative are as if not there.

    Raises NotAllowed, NoSuchRecord.
    """
    access.check_may(actor, action)
    rows = Record.objects.filter(pk=record_id).order_by("pk")
    if "system" not in actor.roles:
        rows = rows.filter(unit_id__in=access.units_of(actor, action))
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NoSuchRecord
    if row.client_id is not None:
        try:
            clients.check_reaches(row.client_id, actor=actor)
        except clients.NoSuchClient as error:
            raise NoSuchRecord from error
    return row


def zone(unit_id: UUID) -> str:
    """Return the time zone of a centre."""
    unit = access.units_behind([unit_id]).get(unit_id)
    return access.zone_of(unit.area if unit else "")


def today(unit_id: UUID) -> date:
    """Return the day at a centre."""
    return clock.today(zone(unit_id))


def day_at(instant: datetime, unit_id: UUID) -> date:
    """Return the day of an instant at a centre."""
    return instant.astimezone(ZoneInfo(zone(unit_id))).date()
