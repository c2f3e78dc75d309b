"""PPKS/Satyagatra (BKKBN) centres: how each stands on a day, and which kecamatan has one at work."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory.models import CentreRecord
from bahtera.directory.queries.offers import READ
from bahtera.directory.rules.centres import KIND, covered, status_on, tier_of
from bahtera.directory.values import CentreAt, CentreStatus, Coverage, StatusRow, Tier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

_DISTRICT_LENGTH = areas.CODE_LENGTHS["district"]


def statuses_of(unit_id: UUID, *, actor: access.Actor) -> tuple[StatusRow, ...]:
    """Return the statuses of a centre that count, the newest first; raises NotAllowed."""
    access.check_may(actor, READ)
    return tuple(reversed(kept_statuses([unit_id]).get(unit_id, [])))


def coverage(area: str, *, on: date, actor: access.Actor) -> Coverage:
    """Return every kecamatan of an area with its centre and status on a day, and the centres above that serve it.

    A kecamatan of which nothing was recorded is not known, never without. Units that are no longer in use are left out;
    a centre that was closed by decree stays, with that status. Raises NotAllowed, UnknownArea.
    """
    access.check_may(actor, READ)
    areas.get(area)
    if len(area) > _DISTRICT_LENGTH:
        area = area[:_DISTRICT_LENGTH]
    centres = centres_on([*access.units_inside(area, [KIND]), *access.units_serving(area, [KIND])], on)
    by_district: dict[str, list[CentreAt]] = defaultdict(list)
    for one in centres:
        by_district[one.area].append(one)
    places = [areas.get(area)] if len(area) == _DISTRICT_LENGTH else areas.within(area, "district")
    districts = tuple(covered(one.code, one.name, by_district[one.code]) for one in places)
    return Coverage(
        area=area,
        day=on,
        districts=districts,
        above=tuple(one for one in centres if one.tier is not Tier.DISTRICT),
        counts=dict(Counter(one.status for one in districts)),
    )


def centres_on(units: Iterable[access.UnitRow], day: date) -> tuple[CentreAt, ...]:
    """Return centres as they stand on a day, each once, by area and name."""
    known = {one.id: one for one in units if len(one.area) in (2, 5, _DISTRICT_LENGTH)}
    statuses = kept_statuses(known)
    found = [
        CentreAt(one.id, one.name, tier_of(one.area), one.area, status_on(statuses.get(one.id, ()), day))
        for one in known.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.area, one.name, str(one.unit_id))))


def kept_statuses(unit_ids: Collection[UUID]) -> dict[UUID, list[StatusRow]]:
    """Return the statuses that count of some centres, the oldest first, by unit."""
    found: dict[UUID, list[StatusRow]] = defaultdict(list)
    rows = CentreRecord.objects.filter(unit_id__in=set(unit_ids), taken_back_at=None)
    for row in rows.order_by("since", "pk"):
        found[row.unit_id].append(status_row(row))
    return found


def status_row(row: CentreRecord) -> StatusRow:
    """Return a status as a value."""
    return StatusRow(
        id=row.pk,
        unit_id=row.unit_id,
        status=CentreStatus(row.status),
        since=row.since,
        decree=row.decree,
        decreed_on=row.decreed_on,
        note=row.note,
    )
