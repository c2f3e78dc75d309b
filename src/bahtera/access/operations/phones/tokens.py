"""Cards of kader: made, and stopped."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from bahtera.access.errors import BadScope, NoSuchPerson, NoSuchToken, RoleRefused
from bahtera.access.models import KaderToken, Person
from bahtera.access.queries.actors import grants_of
from bahtera.access.queries.office.people import visible_person
from bahtera.access.queries.phones import tokens as queries
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor, IssuedToken
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def issue_token(
    *, name: str, areas: Sequence[str], actor: Actor, person_id: UUID | None = None
) -> IssuedToken:
    """Make a token for a kader over some areas; its secret is returned once and never stored.

    A person's card opens what their role as kader opens, and stops with it. Raises BadScope, NotAllowed,
    NoSuchPerson, RoleRefused for a person who is no kader there.
    """
    if not areas or not name.strip():
        raise BadScope
    for area in areas:
        check_may(actor, "token.manage", area=area)
    person = _kader(person_id, areas, actor) if person_id else None
    secret = secrets.token_hex(32)
    with durable():
        row = KaderToken.objects.create(
            name=name.strip()[:120],
            person=person,
            secret_sha256=queries.hash_secret(secret),
            areas=sorted(areas),
            issued_at=clock.now(),
            issued_by=actor.key,
        )
        audit.record(
            "access.token_issued",
            actor=actor.key,
            subject=f"token:{row.pk}",
            details={"areas": row.areas},
            about=[f"person:{person.pk}"] if person else (),
        )
    queries.forget_tokens()
    return IssuedToken(row.pk, row.name, secret, tuple(row.areas))


def link_token(token_id: int, *, person_id: UUID, actor: Actor) -> None:
    """Say whose card it is: it then opens what that person's role opens, and stops with it.

    A card that is somebody's stays theirs. Raises NoSuchToken, NoSuchPerson, RoleRefused.
    """
    with durable():
        row = _managed(token_id, actor)
        person = _kader(person_id, row.areas, actor)
        if row.revoked_at is not None or (row.person_id is not None and row.person_id != person.pk):
            raise NoSuchToken
        row.person = person
        row.save(update_fields=["person"])
        audit.record(
            "access.token_linked",
            actor=actor.key,
            subject=f"token:{row.pk}",
            about=[f"person:{person.pk}"],
        )
    queries.forget_tokens()


def revoke_token(token_id: int, *, actor: Actor) -> None:
    """Stop a token at once; revoking it again changes nothing. Raises NoSuchToken outside one's areas."""
    with durable():
        row = _managed(token_id, actor)
        row.revoked_at = row.revoked_at or clock.now()
        row.save(update_fields=["revoked_at"])
        audit.record("access.token_revoked", actor=actor.key, subject=f"token:{row.pk}")
    queries.forget_tokens()


def _managed(token_id: int, actor: Actor) -> KaderToken:
    row = KaderToken.objects.select_for_update().filter(pk=token_id).order_by("pk").first()
    if row is None or not queries.manages(actor, row):
        raise NoSuchToken
    return row


def _kader(person_id: UUID, areas: Sequence[str], actor: Actor) -> Person:
    """Return the row of somebody who is a kader of all these areas."""
    person = visible_person(person_id, actor)
    if not person.is_active:
        raise NoSuchPerson
    held = [grant.area for grant in grants_of(person.pk) if grant.role == "kader"]
    if not all(any(covers(scope, area) for scope in held) for area in areas):
        raise RoleRefused.no_kader()
    return person
