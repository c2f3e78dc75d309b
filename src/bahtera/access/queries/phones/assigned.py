"""Where a kader's phone works: the one place that says so."""

from uuid import UUID

from bahtera.access.queries.actors import grants_of
from bahtera.access.values import Grant


def assigned_grants(person_id: UUID) -> tuple[Grant, ...]:
    """Return what a kader's phone opens today: the villages of their role as kader, and none of their other roles.

    Within a village, ``surveys.assigned_families`` narrows to the families that are assigned to them.
    """
    return tuple(Grant("kader", grant.area) for grant in grants_of(person_id) if grant.role == "kader")


def assigned_areas(person_id: UUID) -> tuple[str, ...]:
    """Return the areas of ``assigned_grants``, each once, in order."""
    return tuple(sorted({grant.area for grant in assigned_grants(person_id)}))
