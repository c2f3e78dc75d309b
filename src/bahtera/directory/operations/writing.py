"""What every write of the directory shares: who may, in what order, and what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bahtera.access import api as access
from bahtera.directory.errors import Moved, NoReason, UnknownOffice
from bahtera.directory.models import Write
from bahtera.foundation import clock
from bahtera.foundation.inputs import one_line

if TYPE_CHECKING:
    from uuid import UUID

KEEP: Final = "directory.keep"
AGREE: Final = "agreement.keep"
_LONGEST_REASON: Final = 300
_SHORTEST_REASON: Final = 5
_BOUND: Final = "agency_officer"
"""The role that writes for its own unit alone."""


def open_unit(unit_id: UUID, *, closed: bool = False) -> access.UnitRow:
    """Return a unit; raises UnknownOffice, also for a closed one unless ``closed``."""
    unit = access.units_behind([unit_id]).get(unit_id)
    if unit is None or not (unit.is_active or closed):
        raise UnknownOffice
    return unit


def check_keeps(actor: access.Actor, action: str, unit: access.UnitRow) -> None:
    """Raise NotAllowed unless somebody may write for a unit: officers for their own, others for their areas."""
    access.check_may(actor, action, area=unit.area)
    if not keeps(actor, action, unit):
        raise access.NotAllowed(action)


def may_keep(unit_id: UUID, *, actor: access.Actor) -> bool:
    """Tell whether somebody may write the services and the centre of a unit; a closed one's too."""
    unit = access.units_behind([unit_id]).get(unit_id)
    return unit is not None and keeps(actor, KEEP, unit)


def keeps(actor: access.Actor, action: str, unit: access.UnitRow) -> bool:
    """Tell whether somebody may write for a unit."""
    roles = access.ACTIONS[action].roles
    return access.may(actor, action, area=unit.area) and any(
        grant.role in roles
        and access.covers(grant.area, unit.area)
        and grant.glass is None
        and (not is_bound(grant) or grant.unit_id == unit.id)
        for grant in actor.grants
    )


def is_bound(grant: access.Grant) -> bool:
    """Tell whether a grant lets one write for its own unit alone."""
    return grant.role == _BOUND and grant.unit_id is not None


def remember(subject_id: UUID, number: int, content: Any, *, actor: access.Actor, reason: str = "") -> None:
    """Keep what was written."""
    Write.objects.create(
        subject_id=subject_id,
        number=number,
        content=content,
        reason=one_line(reason)[:_LONGEST_REASON],
        at=clock.now(),
        actor_key=actor.key,
    )


def check_version(version: int, seen: int) -> None:
    """Raise Moved unless somebody saw the version that holds."""
    if version != seen:
        raise Moved(version)


def needed_reason(text: str) -> str:
    """Return a reason on one line; raises NoReason for one that says nothing."""
    said = one_line(text)[:_LONGEST_REASON]
    if len(said) < _SHORTEST_REASON:
        raise NoReason
    return said
