"""Families a kader must not visit are declared, and struck off when it was a mistake."""

from typing import Final
from uuid import UUID

from bahtera.access.errors import BadEntry, NoSuchFamily, NotForOneself
from bahtera.access.models import Kin, Person
from bahtera.access.queries.office.people import person_of, visible_person
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.rules.delegation import is_self
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

RELATIONS: Final = ("own", "parent", "child", "sibling", "in_law", "other")


def declare_kin(person_id: UUID, *, family_id: UUID, relation: str, actor: Actor) -> None:
    """Declare that a family is somebody's own household or a relative's; again changes the relation.

    Done by who looks after the kader there. Raises NoSuchPerson, NotAllowed, BadEntry.
    """
    with durable():
        person = visible_person(person_id, actor)
        check_may(actor, "token.manage", area=person.area_code)
        _declare(person, family_id, relation, actor)


def declare_own_kin(*, family_id: UUID, relation: str, actor: Actor) -> None:
    """Declare one's own kin, as a kader does on enrolling a phone; raises NotForOneself for an actor of nobody."""
    with durable():
        person = person_of(actor.key)
        if person is None:
            raise NotForOneself
        _declare(person, family_id, relation, actor)


def strike_kin(kin_id: int, *, person_id: UUID, actor: Actor) -> None:
    """Strike a family off somebody's kin; nobody does it for themselves. Raises NoSuchFamily, NotForOneself."""
    with durable():
        person = visible_person(person_id, actor)
        check_may(actor, "token.manage", area=person.area_code)
        if is_self(actor, person_id=person.pk, account=person.user_id):
            raise NotForOneself
        row = Kin.objects.select_for_update().filter(pk=kin_id, person=person).order_by("pk").first()
        if row is None:
            raise NoSuchFamily
        audit.record(
            "access.kin_struck",
            actor=actor.key,
            subject=f"person:{person.pk}",
            about=[f"family:{row.family_id}"],
            details={"relation": row.relation, "declared_by": row.declared_by},
        )
        row.delete()
    token_queries.forget_tokens()


def _declare(person: Person, family_id: UUID, relation: str, actor: Actor) -> None:
    if relation not in RELATIONS:
        raise BadEntry.relation()
    Kin.objects.update_or_create(
        person=person,
        family_id=family_id,
        defaults={"relation": relation, "declared_at": clock.now(), "declared_by": actor.key},
    )
    audit.record(
        "access.kin_declared",
        actor=actor.key,
        subject=f"person:{person.pk}",
        about=[f"family:{family_id}"],
        details={"relation": relation},
    )
    token_queries.forget_tokens()
