"""Who may give which role to whom, and who may take over what somebody leaves open. Values in, answer out.

Nobody gives what lies beyond their own area and rights, and nobody gives anything to themselves.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from bahtera.access.errors import NotAllowed
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import ROLES, check_may
from bahtera.access.values import Actor

# Those who watch over the others are named from the top only: who is watched does not choose the watcher.
WATCHERS: Final = frozenset({"auditor", "data_protection_officer"})

# What each role may give, within the area of its own grant. A role that is not named gives nothing.
GRANTABLE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "administrator": frozenset(ROLES),
        "supervisor": frozenset({"coordinator", "kader", "typist"}),
        "coordinator": frozenset({"kader", "typist"}),
    }
)

# Who may take over the open work of a role, besides others of the same role.
SUCCESSORS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "kader": frozenset({"kader", "coordinator", "supervisor"}),
        "coordinator": frozenset({"coordinator", "supervisor"}),
        "typist": frozenset({"typist", "coordinator", "supervisor"}),
    }
)

# Roles that people do from a telephone: only these need no account.
BY_PHONE: Final = frozenset({"kader"})


def may_give(actor: Actor, role: str, area: str) -> bool:
    """Tell whether somebody may give, or end, a role over an area."""
    return any(
        grant.glass is None
        and role in GRANTABLE.get(grant.role, ())
        and covers(grant.area, area)
        and (role not in WATCHERS or grant.area == "")
        for grant in actor.grants
    )


def check_may_give(actor: Actor, action: str, role: str, area: str) -> None:
    """Raise NotAllowed unless the actor may do the action there, and with this role."""
    check_may(actor, action, area=area)
    if not may_give(actor, role, area):
        raise NotAllowed(action)


def roles_to_give(actor: Actor, area: str | None = None) -> tuple[str, ...]:
    """Return the roles somebody may give in an area, or anywhere at all, in the order of ROLES."""
    places = {grant.area for grant in actor.grants} if area is None else {area}
    return tuple(role for role in ROLES if any(may_give(actor, role, place) for place in places))


def successors_of(role: str) -> frozenset[str]:
    """Return the roles whose holders may take over what somebody of a role leaves open."""
    return SUCCESSORS.get(role, frozenset({role}))


def is_self(actor: Actor, *, person_id: UUID, account: int | None) -> bool:
    """Tell whether a person is the one who acts."""
    return actor.key == f"person:{person_id}" or (account is not None and actor.key == f"user:{account}")
