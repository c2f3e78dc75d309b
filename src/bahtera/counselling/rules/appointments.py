"""Which time can be promised, and what becomes of an appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bahtera.counselling.errors import BadAppointment, Ended
from bahtera.counselling.values import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bahtera.counselling.values import Appointment

MOVES: Final[Mapping[Kept, frozenset[Kept]]] = {
    Kept.PLANNED: frozenset({Kept.CAME, Kept.NO_SHOW, Kept.CANCELLED}),
    Kept.CAME: frozenset({Kept.NO_SHOW}),
    Kept.NO_SHOW: frozenset({Kept.CAME}),
    Kept.CANCELLED: frozenset(),
}
"""What may follow; who was written down as absent may have come late, and the other way round."""


def check_time(starts: datetime, ends: datetime, *, now: datetime, zone: str) -> None:
    """Raise BadAppointment for a time that is past, or ends on another day of the office."""
    here = ZoneInfo(zone)
    if not now < starts < ends or starts.astimezone(here).date() != ends.astimezone(here).date():
        raise BadAppointment.time()


def overlaps(starts: datetime, ends: datetime, other: Appointment) -> bool:
    """Tell whether two promised times meet; one that begins when another ends does not."""
    return other.state is Kept.PLANNED and starts < other.ends_at and other.starts_at < ends


def check_free(
    starts: datetime, ends: datetime, *, counsellors: Iterable[Appointment], clients: Iterable[Appointment]
) -> None:
    """Raise BadAppointment when the counsellor or the client is promised elsewhere then."""
    if any(overlaps(starts, ends, one) for one in counsellors):
        raise BadAppointment.counsellor()
    if any(overlaps(starts, ends, one) for one in clients):
        raise BadAppointment.client()


def check_move(state: Kept, wanted: Kept, *, starts: datetime, now: datetime) -> None:
    """Raise Ended for a move that the table does not have; nobody came or stayed away before it began."""
    if wanted not in MOVES[state]:
        raise Ended
    if wanted is not Kept.CANCELLED and now < starts:
        raise BadAppointment.early()
