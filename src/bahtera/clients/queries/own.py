"""What a copy of somebody's own data holds of them as a client."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bahtera.access.api import units_behind
from bahtera.clients.models import Client
from bahtera.clients.queries.reaching import open_units
from bahtera.clients.queries.states import identity_of, standing
from bahtera.clients.values import Identity

# A copy is printed and carried home, where whoever did harm may read it: these offices tell by mouth.
_UNTOLD: Final = frozenset({"uptd_ppa", "polri_ppa"})


@dataclass(frozen=True, slots=True)
class OwnClient:
    """One record of a person by a service: what it says, and which offices know it."""

    client_id: UUID
    identity: Identity
    offices: tuple[str, ...]


def own_clients(member_ids: Collection[UUID]) -> tuple[OwnClient, ...]:
    """Return what services keep of one person by their records in the register.

    Never how they are reached safely, nor anything of a record that an office against violence knows: nothing about
    a copy tells that it was left out.
    """
    rows = Client.objects.filter(member_id__in=member_ids, forgotten_at__isnull=True).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    units = open_units(ids)
    behind = units_behind([one for known in units.values() for one in known])
    states = standing(ids)
    return tuple(
        OwnClient(
            one,
            identity_of(states[one]),
            tuple(f"{behind[unit].agency} · {behind[unit].name}" for unit in units.get(one, ())),
        )
        for one in ids
        if not any(behind[unit].kind in _UNTOLD for unit in units.get(one, ()))
    )
