"""People come, are called otherwise, get an account, and leave."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError

from bahtera.access.errors import AccountNameTaken, NotAllowed, NotForOneself, RolesLeft, UnknownScope
from bahtera.access.models import KaderToken, Membership, Person
from bahtera.access.operations.phones.devices import stop_phones_of
from bahtera.access.operations.signing_in.passwords import renew_password
from bahtera.access.operations.signing_in.sessions import end_other_sessions
from bahtera.access.queries.actors import zone_of
from bahtera.access.queries.office.people import keeps, visible_person
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.rules.account_names import account_name
from bahtera.access.rules.delegation import is_self
from bahtera.access.rules.names import cleaned, folded
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor, AddedPerson
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def add_person(name: str, *, area: str, actor: Actor, username: str = "") -> AddedPerson:
    """Add somebody who is at home in an area, with an account when a user name is given.

    The first password is returned this once, to be handed over in person. They hold no role yet. Raises
    NameMissing, UnknownScope, BadAccountName, AccountNameTaken, NotAllowed outside the actor's areas.
    """
    plain = cleaned(name)
    if area and not areas.exists(area):
        raise UnknownScope(area)
    check_may(actor, "person.keep", area=area)
    with durable():
        row = Person.objects.create(
            name=plain, search_name=folded(plain), area_code=area, created_at=clock.now()
        )
        password = _open_account(row, username, actor) if username.strip() else ""
        audit.record(
            "access.person_added",
            actor=actor.key,
            subject=f"person:{row.pk}",
            details={"area": area, "account": row.user_id is not None},
        )
    return AddedPerson(row.pk, row.name, row.user.get_username() if row.user else "", password)


def give_account(person_id: UUID, *, username: str, actor: Actor) -> AddedPerson:
    """Give somebody who has none an account; its first password is returned this once.

    Raises NoSuchPerson, NotAllowed, BadAccountName, AccountNameTaken.
    """
    with durable():
        row = _kept(person_id, actor)
        if row.user_id is not None or not row.is_active:
            raise AccountNameTaken
        password = _open_account(row, username, actor)
        audit.record("access.account_given", actor=actor.key, subject=f"person:{row.pk}")
    assert row.user is not None
    return AddedPerson(row.pk, row.name, row.user.get_username(), password)


def rename_person(person_id: UUID, *, name: str, actor: Actor) -> None:
    """Write somebody's name otherwise; raises NoSuchPerson, NotAllowed, NameMissing."""
    plain = cleaned(name)
    with durable():
        row = _kept(person_id, actor)
        row.name, row.search_name = plain, folded(plain)
        row.save(update_fields=["name", "search_name"])
        audit.record("access.person_renamed", actor=actor.key, subject=f"person:{row.pk}")


def let_leave(person_id: UUID, *, actor: Actor) -> None:
    """Close somebody's account, cards, phones and places; their roles must have ended before.

    Raises RolesLeft, NoSuchPerson, NotAllowed, NotForOneself.
    """
    with durable():
        row = _kept(person_id, actor)
        if row.grants.filter(ended_at=None).exists():
            raise RolesLeft
        now, today = clock.now(), clock.today(zone_of(row.area_code))
        KaderToken.objects.filter(person=row, revoked_at=None).update(revoked_at=now)
        stop_phones_of(row.pk, by=actor.key)
        # A place that was to begin later never began.
        Membership.objects.filter(person=row, valid_to=None, valid_from__gt=today).delete()
        Membership.objects.filter(person=row, valid_to=None).update(valid_to=today)
        if row.user_id is not None:
            get_user_model().objects.filter(pk=row.user_id).update(is_active=False)
            end_other_sessions(row.user_id, but=None, by=actor.key)
        row.is_active, row.left_at = False, now
        row.save(update_fields=["is_active", "left_at"])
        audit.record("access.person_left", actor=actor.key, subject=f"person:{row.pk}")
    token_queries.forget_tokens()


def _kept(person_id: UUID, actor: Actor) -> Person:
    """Return a person's row, locked; raises unless the actor looks after them and is somebody else."""
    found = visible_person(person_id, actor)
    row = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=found.pk)
    if is_self(actor, person_id=row.pk, account=row.user_id):
        raise NotForOneself
    if not keeps(actor, row):
        raise NotAllowed("person.keep")
    return row


def _open_account(row: Person, username: str, actor: Actor) -> str:
    """Open an account and return its first password, which must be replaced at the first sign-in."""
    wanted = account_name(username)
    users: Any = get_user_model().objects
    try:
        with durable():
            row.user = users.create_user(wanted, first_name=row.name[:150])
    except IntegrityError as error:
        raise AccountNameTaken from error
    row.save(update_fields=["user"])
    return renew_password(row.user.pk, by=actor.key)
