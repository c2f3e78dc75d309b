"""Asking a civil registry whether a NIK belongs to a name: match, no match or unavailable, and nothing else is kept."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor
from bahtera.clients.errors import CheckOff, NothingToCheck, TooManyChecks
from bahtera.clients.models import CheckedIdentity
from bahtera.clients.queries.reaching import get_row
from bahtera.clients.queries.states import identity_of, standing
from bahtera.clients.values import Answer, Asked, BirthQuality, CheckRow, IdentityCheck
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time

# So often in a day about one client, and by one officer.
MOST_ABOUT_ONE: Final = 3
MOST_BY_ONE: Final = 100
_DAY: Final = timedelta(days=1)
_adapters: list[IdentityCheck] = []


def register_identity_check(adapter: IdentityCheck | None) -> None:
    """Name who is asked, or None for nobody; only ``bahtera.config`` calls this."""
    _adapters[:] = [adapter] if adapter else []


def check_identity(client_id: UUID, *, actor: Actor) -> CheckRow:
    """Ask whether the NIK of a client belongs to their name; the answer stands beside the version that was asked about.

    A check counts before it is made, so that an answer that never comes counts too. Raises NotAllowed, NoSuchClient,
    CheckOff, NothingToCheck, TooManyChecks.
    """
    now = clock.now()
    with durable():
        row = get_row(client_id, actor, "client.check")
        if not _adapters:
            raise CheckOff
        told = identity_of(standing([row.pk])[row.pk])
        if not told.nik or not told.name:
            raise NothingToCheck
        one_at_a_time("clients:check")
        recent = CheckedIdentity.objects.filter(asked_at__gt=now - _DAY)
        if (
            recent.filter(client=row).count() >= MOST_ABOUT_ONE
            or recent.filter(asked_by=actor.key).count() >= MOST_BY_ONE
        ):
            raise TooManyChecks
        made = CheckedIdentity.objects.create(
            client=row,
            number=row.number,
            asked_at=now,
            asked_by=actor.key,
            answer=Answer.UNAVAILABLE.value,
        )
        audit.record("clients.identity_checked", actor=actor.key, subject=f"client:{row.pk}")
    born = told.birth_date if told.birth_quality is BirthQuality.CERTAIN else None
    answer = _adapters[0].check(Asked(told.nik, told.name, born))
    with durable():
        CheckedIdentity.objects.filter(pk=made.pk).update(answer=answer.value)
    return CheckRow(now, actor.key, answer)
