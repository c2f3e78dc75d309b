"""All writes of access."""

import secrets
from collections.abc import Sequence

from django.contrib.auth import get_user_model

from bahtera.access import queries
from bahtera.access.errors import BadScope, NoSuchToken
from bahtera.access.models import KaderToken, RoleGrant
from bahtera.access.rules import ROLES, check_may
from bahtera.access.values import Actor, IssuedToken
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def issue_token(*, name: str, areas: Sequence[str], actor: Actor) -> IssuedToken:
    """Make a token for a kader over some areas; its secret is returned once and never stored."""
    if not areas or not name.strip():
        raise BadScope
    for area in areas:
        check_may(actor, "token.manage", area=area)
    secret = secrets.token_hex(32)
    with durable():
        row = KaderToken.objects.create(
            name=name.strip(),
            secret_sha256=queries.hash_secret(secret),
            areas=sorted(areas),
            issued_at=clock.now(),
            issued_by=actor.key,
        )
        audit.record(
            "access.token_issued", actor=actor.key, subject=f"token:{row.pk}", details={"areas": row.areas}
        )
    queries.forget_tokens()
    return IssuedToken(row.pk, row.name, secret, tuple(row.areas))


def revoke_token(token_id: int, *, actor: Actor) -> None:
    """Stop a token at once; revoking it again changes nothing. Raises NoSuchToken outside one's areas."""
    if token_id not in {row.id for row in queries.list_tokens(actor)}:
        raise NoSuchToken
    with durable():
        row = KaderToken.objects.select_for_update().get(pk=token_id)
        for area in row.areas:
            check_may(actor, "token.manage", area=area)
        row.revoked_at = row.revoked_at or clock.now()
        row.save(update_fields=["revoked_at"])
        audit.record("access.token_revoked", actor=actor.key, subject=f"token:{row.pk}")
    queries.forget_tokens()


def ensure_account(*, username: str, password: str, full_name: str, role: str, areas: Sequence[str]) -> Actor:
    """Make an account with one role over some areas, or bring an existing one to that state."""
    if role not in ROLES:
        msg = f"unknown role {role}"
        raise ValueError(msg)
    with durable():
        user, fresh = get_user_model().objects.get_or_create(
            username=username, defaults={"first_name": full_name}
        )
        if fresh:
            user.set_password(password)
            user.save()
        RoleGrant.objects.filter(user=user).exclude(role=role, area_code__in=areas).delete()
        for area in areas:
            RoleGrant.objects.get_or_create(user=user, role=role, area_code=area)
        audit.record(
            "access.account_ensured",
            actor="system",
            subject=f"user:{user.pk}",
            details={"role": role, "areas": list(areas)},
        )
    actor = queries.actor_of(user)
    assert actor is not None
    return actor
