"""Cards of kader: made, and stopped."""

import secrets
from collections.abc import Sequence

from bahtera.access.errors import BadScope, NoSuchToken
from bahtera.access.models import KaderToken
from bahtera.access.queries import tokens as queries
from bahtera.access.rules.policy import check_may
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
