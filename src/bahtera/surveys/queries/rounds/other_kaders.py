"""Families that wished for another kader: known to those who give tasks, never to the kader it is about."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from bahtera.access.api import Actor, check_may, person_behind
from bahtera.families import api as families
from bahtera.surveys.models import OtherKader
from bahtera.surveys.values import AskedVia, OtherKaderRow

_ACTION = "assignment.manage"


def kept_from(person_id: UUID | None) -> frozenset[UUID]:
    """Return the families that a kader is not to visit because they wished so, under every number they have."""
    return kept_apart([person_id]).get(person_id, frozenset()) if person_id else frozenset()


def kept_apart(person_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the same for several kader at once; whom no family wished away is left out."""
    rows = OtherKader.objects.filter(person_id__in=person_ids, ended_at__isnull=True).order_by("pk")
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for person_id, family_id in rows.values_list("person_id", "family_id"):
        found[person_id].add(family_id)
    return {one: families.same_families(ids) for one, ids in found.items()}


def other_kaders(village_code: str, *, actor: Actor) -> tuple[OtherKaderRow, ...]:
    """Return the wishes of a village's families; never one about the reader, nor of the reader's kin.

    Raises NotAllowed outside one's areas.
    """
    check_may(actor, _ACTION, area=village_code)
    rows = OtherKader.objects.filter(village_code=village_code, ended_at__isnull=True)
    rows = rows.exclude(person_id__in=own_ids(actor)).exclude(family_id__in=actor.kin)
    return tuple(
        OtherKaderRow(row.pk, row.family_id, row.person_id, AskedVia(row.asked_via), row.noted_at)
        for row in rows.order_by("noted_at", "pk")
    )


def own_ids(actor: Actor) -> list[UUID]:
    """Return the id of the person who asks, if there is one."""
    person_id = person_behind(actor.key)
    return [person_id] if person_id else []
