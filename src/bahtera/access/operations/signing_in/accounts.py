"""Accounts made on the machine itself: the first administrator, and those of the demonstration."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from django.contrib.auth import get_user_model

from bahtera.access.models import Person, RoleGrant
from bahtera.access.queries.actors import actor_of, zone_of
from bahtera.access.rules.account_names import account_name
from bahtera.access.rules.areas import shared
from bahtera.access.rules.names import folded
from bahtera.access.rules.passwords import normalised
from bahtera.access.rules.policy import ROLES
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def ensure_account(
    *, username: str, password: str, full_name: str, roles: Sequence[str], areas: Sequence[str]
) -> Actor:
    """Make an account with each of some roles over each of some areas, or bring one to that state.

    An existing account keeps its password. Roles it held besides are ended. Raises ValueError for a role that
    does not exist, BadAccountName.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        msg = f"unknown roles {sorted(unknown)}"
        raise ValueError(msg)
    with durable():
        user, fresh = get_user_model().objects.get_or_create(
            username=account_name(username), defaults={"first_name": full_name}
        )
        if fresh:
            user.set_password(normalised(password))
            user.save()
        person = _person_of(user, full_name, shared(areas))
        _hold_only(person, roles, areas)
        audit.record(
            "access.account_ensured",
            actor="system",
            subject=f"user:{user.pk}",
            details={"roles": sorted(roles), "areas": list(areas)},
        )
    actor = actor_of(user)
    assert actor is not None
    return actor


def _person_of(user: Any, name: str, area: str) -> Person:
    person, _ = Person.objects.get_or_create(
        user=user,
        defaults={
            "name": name,
            "search_name": folded(name),
            "area_code": area,
            "created_at": clock.now(),
        },
    )
    if not person.is_active:
        person.is_active, person.left_at = True, None
        person.save(update_fields=["is_active", "left_at"])
    return person


def _hold_only(person: Person, roles: Sequence[str], areas: Sequence[str]) -> None:
    live = RoleGrant.objects.filter(person=person, ended_at__isnull=True)
    live.exclude(role__in=roles, area_code__in=areas).update(ended_at=clock.now(), ended_by="system")
    for role, area in product(roles, areas):
        live.get_or_create(
            person=person,
            role=role,
            area_code=area,
            defaults={
                "valid_from": clock.today(zone_of(area)),
                "granted_at": clock.now(),
                "granted_by": "system",
            },
        )
