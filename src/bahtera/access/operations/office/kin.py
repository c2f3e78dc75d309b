"""Families a kader must not visit are declared, and struck off when it was a mistake."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from bahtera.access.errors import BadEntry, NoSuchFamily, NotForOneself
from bahtera.access.models import Kin, Person
from bahtera.access.queries.office.people import person_of, visible_person
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.rules.areas import covers
from bahtera.access.rules.delegation import is_self
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

RELATIONS: Final = ("own", "parent", "child", "sibling", "in_law", "other")
# Whom somebody may declare by themselves; more is their supervisor's to write down.
MOST_DECLARED: Final = 20
# By which id we know a family and in which village (None: we do not), asked of the package that knows.
KnownFamily = Callable[[UUID], tuple[UUID, str] | None]


def declare_kin(person_id: UUID, *, family_id: UUID, relation: str, actor: Actor) -> None:
    """Declare that a family is somebody's own household or a relative's; again changes the relation.

    Done by who looks after the kader there. Raises NoSuchPerson, NotAllowed, BadEntry.
    """
    with durable():
        person = visible_person(person_id, actor)
        check_may(actor, "token.manage", area=person.area_code)
        declare_for(person, family_id, relation, by=actor.key)


def declare_own_kin(*, family_id: UUID, relation: str, actor: Actor, known: KnownFamily) -> None:
    """Declare one's own kin, as a kader does on the phone; raises NotForOneself for an actor of nobody.

    Raises NoSuchFamily for a family outside the actor's areas, BadEntry.
    """
    with durable():
        person = person_of(actor.key)
        if person is None:
            raise NotForOneself
        declare_near(person, family_id, relation, by=actor.key, known=known, areas=actor.areas)


def declare_near(
    person: Person, family_id: UUID, relation: str, *, by: str, known: KnownFamily, areas: Sequence[str]
) -> None:
    """Keep what somebody declared of themselves, in the caller's transaction.

    Raises BadEntry, and NoSuchFamily for a family that lies in none of the areas.
    """
    found = known(family_id)
    declared = Kin.objects.filter(person=person)
    if declared.count() >= MOST_DECLARED and not declared.filter(family_id=family_id).exists():
        raise BadEntry.many_kin(MOST_DECLARED)
    if found is None or not any(covers(area, found[1]) for area in areas):
        raise NoSuchFamily
    declare_for(person, found[0], relation, by=by)


def declare_for(person: Person, family_id: UUID, relation: str, *, by: str) -> None:
    """Keep a declaration in the caller's transaction; raises BadEntry."""
    if relation not in RELATIONS:
        raise BadEntry.relation()
    Kin.objects.update_or_create(
        person=person,
        family_id=family_id,
        defaults={"relation": relation, "declared_at": clock.now(), "declared_by": by},
    )
    audit.record(
        "access.kin_declared",
        actor=by,
        subject=f"person:{person.pk}",
        about=[f"family:{family_id}"],
        details={"relation": relation},
    )
    token_queries.forget_tokens()


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
