"""Which families somebody may look at or write about; for all others there is no such family."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from bahtera.access import api as access
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import FamilyState
from bahtera.families.queries.merged import same_families

READ = "family.read"
KEEP = "family.keep"
MOVE = "family.move"


def villages_of(family_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return where families live, or lived last when nobody knows where they are."""
    rows = FamilyState.objects.filter(family_id__in=set(family_ids)).exclude(village_code="")
    return dict(rows.order_by("valid_from", "id").values_list("family_id", "village_code"))


def check_family(family_id: UUID, actor: access.Actor, action: str = READ) -> str:
    """Return the village of a family that somebody may do something with.

    Raises UnknownFamily for one elsewhere, for their own household and relatives', and for one there is not.
    """
    village = villages_of([family_id]).get(family_id)
    if village is None or not access.may(actor, action, area=village) or is_kin(family_id, actor):
        raise UnknownFamily(family_id)
    return village


def is_kin(family_id: UUID, actor: access.Actor) -> bool:
    """Tell whether a family is the actor's own household or a declared relative's, by any of its numbers."""
    return bool(actor.kin) and bool(actor.kin & same_families([family_id]))
