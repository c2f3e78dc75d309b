"""Which plans somebody may act on: in their areas and, as an officer of an agency, those of their own units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from bahtera.access import api as access
from bahtera.actions.errors import NotYourPlan, UnknownPlan
from bahtera.actions.models import Plan

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

_OFFICER = "agency_officer"


def own_units(actor: access.Actor) -> frozenset[UUID]:
    """Return the units in which somebody is an officer."""
    return frozenset(one.unit_id for one in actor.grants if one.role == _OFFICER and one.unit_id)


def visible(actor: access.Actor) -> QuerySet[Plan]:
    """Return the plans that somebody may read."""
    return access.narrow(Plan.objects.all(), actor, "plan.read", path="village_code")


def visible_plan(plan_id: UUID, actor: access.Actor) -> Plan:
    """Return a plan's row; raises UnknownPlan outside the actor's areas."""
    row = visible(actor).filter(pk=plan_id).order_by("pk").first()
    if row is None:
        raise UnknownPlan
    return row


def may_act(actor: access.Actor, action: str, village_code: str, unit_id: UUID | None) -> bool:
    """Tell whether somebody may do an action to a plan of a village and unit."""
    return any(
        one.role in access.ACTIONS[action].roles
        and one.glass is None
        and access.covers(one.area, village_code)
        and (one.role != _OFFICER or one.unit_id is None or one.unit_id == unit_id)
        for one in actor.grants
    ) and access.may(actor, action, area=village_code)


def check_act(actor: access.Actor, action: str, village_code: str, unit_id: UUID | None) -> str:
    """Return as what somebody does an action to a plan; raises NotAllowed in a foreign area, NotYourPlan."""
    access.check_may(actor, action, area=village_code)
    if not may_act(actor, action, village_code, unit_id):
        raise NotYourPlan
    wanted = access.ACTIONS[action].roles
    held = {one.role for one in actor.grants if access.covers(one.area, village_code)}
    return next((role for role in ("tpk2d", "desa_officer", _OFFICER) if role in held & wanted), "system")


def acted_on(actor: access.Actor, action: str) -> Q:
    """Return the condition of plans that somebody may do an action to."""
    found = Q(pk__in=[])
    for one in actor.grants:
        if one.role not in access.ACTIONS[action].roles or one.glass is not None:
            continue
        inside = Q(village_code__startswith=one.area) if one.area else Q()
        if one.role == _OFFICER and one.unit_id is not None:
            inside &= Q(unit_id=one.unit_id)
        found |= inside
    return found
