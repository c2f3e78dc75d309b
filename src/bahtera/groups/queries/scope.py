"""Which groups somebody may do something with; for all others there is no such group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.groups.errors import Closed, UnknownGroup
from bahtera.groups.models import Group

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

READ: Final = "group.read"
KEEP: Final = "group.keep"
OVERSEE: Final = "group.oversee"
TABLE: Final = "group.table"


def group_row(
    group_id: UUID, actor: access.Actor, action: str = KEEP, *, lock: bool = False, writing: bool = False
) -> Group:
    """Return a group that somebody may do something with. ``writing``: it must not have been deactivated.

    Raises NotAllowed, UnknownGroup, Closed.
    """
    access.check_may(actor, action)
    rows = Group.objects.select_for_update() if lock else Group.objects.all()
    row = rows.filter(pk=group_id).order_by("pk").first()
    if row is None or not access.may(actor, action, area=row.village_code):
        raise UnknownGroup
    if writing and row.closed_on is not None:
        raise Closed
    return row


def today_at(area: str) -> date:
    """Return the day in an area's own zone."""
    return clock.today(areas.zone_of(area))


def within(path: str, area: str) -> Q:
    """Return the condition that a column's area is an area or lies in it; "" is the country."""
    return Q(**{path: area}) | Q(**{f"{path}__startswith": f"{area}."}) if area else Q()
