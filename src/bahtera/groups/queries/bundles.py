"""Bundles of a kecamatan: what its groups handed in for a month, and which did not."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.groups.models import BundleRecord, Group, MonthRecord
from bahtera.groups.queries.months import BUNDLE_CLOCK, due_at, latest_months
from bahtera.groups.queries.scope import OVERSEE, READ, within
from bahtera.groups.rules.months import first_of, last_of, sum_of
from bahtera.groups.rules.writing import bundle_in
from bahtera.groups.values import BundleLine, BundleView, Handed, Kind, Missing

if TYPE_CHECKING:
    from datetime import date

DISTRICT_LENGTH: Final = areas.CODE_LENGTHS["district"]


def bundle_view(district: str, month: date, *, actor: access.Actor) -> BundleView:
    """Return the bundle of a kecamatan for a month; for whoever keeps it. Raises NotAllowed, UnknownArea."""
    access.check_may(actor, OVERSEE, area=district)
    areas.get(district)
    return view_of(district, first_of(month))


def bundles_handed(area: str, month: date, *, actor: access.Actor) -> dict[str, Handed]:
    """Return which kecamatan of an area handed their bundle in for a month, the last version. Raises NotAllowed."""
    access.check_may(actor, READ, area=area)
    rows = BundleRecord.objects.filter(within("district_code", area), month=first_of(month))
    return {one.district_code: handed_of(one) for one in rows.order_by("district_code", "version", "pk")}


def view_of(district: str, month: date) -> BundleView:
    """Return a bundle out of what groups handed in."""
    groups = list(_obliged(district, month))
    months = latest_months([one.pk for one in groups], month)
    lines = []
    for kind in Kind:
        own = [one for one in groups if one.kind == kind.value]
        if own:
            told = [months[one.pk] for one in own if one.pk in months]
            lines.append(BundleLine(kind, len(own), len(told), sum_of(kind, told)))
    handed = list(BundleRecord.objects.filter(district_code=district, month=month).order_by("-version", "pk"))
    ends = due_at(district, month, BUNDLE_CLOCK)
    return BundleView(
        district_code=district,
        month=month,
        lines=tuple(lines),
        missing=tuple(
            Missing(one.pk, Kind(one.kind), one.title, one.village_code)
            for one in groups
            if one.pk not in months
        ),
        handed=tuple(handed_of(one) for one in handed),
        kept=bundle_in(handed[0].content["lines"]) if handed else None,
        due=ends,
        overdue=bool(groups) and not handed and clock.now() > ends,
    )


def handed_of(row: BundleRecord) -> Handed:
    """Return when and by whom a bundle was handed in."""
    return Handed(row.version, row.handed_at, row.handed_by, row.reason, row.late)


def _obliged(district: str, month: date) -> list[Group]:
    """Return the groups that report a month: registered by its end and not deactivated before it, or that reported."""
    zone = ZoneInfo(areas.zone_of(district))
    ends = datetime.combine(last_of(month), time.max, tzinfo=zone)
    reported = MonthRecord.objects.filter(month=month).order_by("pk").values("group_id")
    rows = Group.objects.filter(within("village_code", district))
    rows = rows.filter(
        Q(pk__in=reported) | Q(opened_at__lte=ends) & (Q(closed_on=None) | Q(closed_on__gte=month))
    )
    return list(rows.order_by("village_code", "kind", "number", "pk"))
