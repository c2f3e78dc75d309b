"""What is planned, in counts alone: by indicator for the first page, by day for the calendar of a year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count

from bahtera.access import api as access
from bahtera.actions.models import Plan
from bahtera.actions.rules.moves import WORKING
from bahtera.actions.values.plans import Planned, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

_GIVEN_UP = State.CANCELLED.value


def planned_for(
    area: str, index_id: str, indicators: Collection[str], *, actor: access.Actor
) -> dict[str, Planned]:
    """Return how many plans of an area somebody may read for each of some indicators; those given up do not count.

    ``area`` is any code, empty for the country. An indicator without plans is left out.
    """
    rows = access.narrow(Plan.objects.all(), actor, "plan.read", path="village_code", area=area or None)
    rows = rows.filter(index_id=index_id, indicator__in=indicators).exclude(state=_GIVEN_UP)
    found: dict[str, Counter[str]] = {}
    counted = rows.values_list("indicator", "state").annotate(n=Count("pk")).order_by("indicator", "state")
    for indicator, state, n in counted:
        found.setdefault(indicator, Counter())[state] = n
    return {name: Planned(states.total(), states[State.DONE.value]) for name, states in sorted(found.items())}


def deadlines(year: int, *, actor: access.Actor) -> dict[date, int]:
    """Return how many plans at work, of those somebody may read, are to be done on each day of a year, in order."""
    rows = access.narrow(Plan.objects.all(), actor, "plan.read", path="village_code")
    rows = rows.filter(state__in=[one.value for one in WORKING], deadline__year=year)
    counted = rows.values_list("deadline").annotate(n=Count("pk")).order_by("deadline")
    return dict(counted)
