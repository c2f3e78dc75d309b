"""The families a plan is meant for are named, by who keeps the register of the village."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.errors import BadPlan, IllegalMove
from bahtera.actions.models import PlanFamily
from bahtera.actions.operations.history import locked_plan
from bahtera.actions.operations.planning import about_plan
from bahtera.actions.rules.moves import OPEN
from bahtera.actions.values.plans import State
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def name_families(plan_id: UUID, family_ids: Collection[UUID], *, actor: access.Actor) -> int:
    """Name the families a plan is meant for, in place of those named before, and return how many there are.

    Families of relatives, which this actor does not see, stay as they are. Raises UnknownPlan, NotAllowed,
    IllegalMove, BadPlan for a family that does not live in the village.
    """
    wanted = set(family_ids)
    with durable():
        row = locked_plan(plan_id, actor)
        access.check_may(actor, "plan.families", area=row.village_code)
        if State(row.state) not in OPEN:
            raise IllegalMove(row.state, "name")
        living = {one.family_id for one in families.families_in(row.village_code, actor=actor)}
        held = set(PlanFamily.objects.filter(plan=row).order_by("pk").values_list("family_id", flat=True))
        if wanted - living - held:
            raise BadPlan(
                "actions.family_elsewhere",
                "Choose families that live in the village of the plan.",
                field="families",
            )
        gone, new = (held & living) - wanted, wanted - held
        PlanFamily.objects.filter(plan=row, family_id__in=gone).delete()
        PlanFamily.objects.bulk_create(
            PlanFamily(plan=row, family_id=one, at=clock.now(), actor_key=actor.key) for one in sorted(new)
        )
        audit.record(
            "actions.families_named",
            actor=actor.key,
            subject=f"plan:{row.pk}",
            about=[f"family:{one}" for one in sorted(gone | new)],
            details=about_plan(row),
        )
        return len(held - gone | new)
