"""Months and bundles are handed in: frozen as they stand, and corrected by a further version with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.groups.errors import NotYet
from bahtera.groups.models import BundleRecord, MonthRecord
from bahtera.groups.queries import bundles
from bahtera.groups.queries.months import BUNDLE_CLOCK, MONTH_CLOCK, due_at, ledger_of, view_of
from bahtera.groups.queries.scope import OVERSEE, group_row, today_at
from bahtera.groups.rules.checking import needed_reason
from bahtera.groups.rules.months import first_of, last_of, month_json
from bahtera.groups.rules.writing import bundle_json

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.groups.values import BundleView, MonthView


def hand_in_month(group_id: UUID, month: date, *, actor: access.Actor, reason: str = "") -> MonthView:
    """Hand in the register (R/I) of a month that is over; a further version needs a reason.

    Nothing is written when the last version says the same. Raises NotAllowed, UnknownGroup, NotYet, NoReason.
    """
    first = first_of(month)
    with durable():
        row = group_row(group_id, actor, lock=True)
        if today_at(row.village_code) <= last_of(first):
            raise NotYet
        view = view_of(row, first, ledger_of(row))
        if view.handed and not view.moved:
            return view
        why = needed_reason(reason) if view.handed else ""
        now = clock.now()
        made = MonthRecord.objects.create(
            group=row,
            month=first,
            version=view.handed[0].version + 1 if view.handed else 1,
            content=month_json(view.now),
            handed_at=now,
            handed_by=actor.key,
            reason=why,
            late=now > due_at(row.village_code, first, MONTH_CLOCK),
        )
        audit.record(
            "groups.month_handed_in",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"month": first, "version": made.version},
        )
        return view_of(row, first, ledger_of(row))


def hand_in_bundle(district: str, month: date, *, actor: access.Actor, reason: str = "") -> BundleView:
    """Hand the bundle of a kecamatan to the regency, also while groups are missing: they stand in it by name.

    Nothing is written when the last version says the same. Raises NotAllowed, UnknownArea, NotYet, NoReason.
    """
    access.check_may(actor, OVERSEE, area=district)
    areas.get(district)
    first = first_of(month)
    if today_at(district) <= last_of(first):
        raise NotYet
    with durable():
        one_at_a_time(f"groups:{district}")
        view = bundles.view_of(district, first)
        if view.handed and not view.moved:
            return view
        why = needed_reason(reason) if view.handed else ""
        now = clock.now()
        made = BundleRecord.objects.create(
            district_code=district,
            month=first,
            version=view.handed[0].version + 1 if view.handed else 1,
            content=bundle_json(view.lines, (one.id for one in view.missing)),
            handed_at=now,
            handed_by=actor.key,
            reason=why,
            late=now > due_at(district, first, BUNDLE_CLOCK),
        )
        audit.record(
            "groups.bundle_handed_in",
            actor=actor.key,
            subject=f"area:{district}",
            details={"month": first, "version": made.version, "missing": len(view.missing)},
        )
        return bundles.view_of(district, first)
