"""Work for the worker: signing a large round takes a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django_tasks import task

from bahtera.releases.errors import RoundChanged
from bahtera.releases.operations import freeze, work_on
from bahtera.releases.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bahtera.access.api import Actor
    from bahtera.releases.values import OrderRow

# In review a visit may be decided about while the round is read; whoever asked should not have to ask again for that.
_READINGS: Final = 3


@task()
def sign_task(order_id: str) -> None:
    """Move a round and sign its data, as it was ordered; why not stands in the order."""
    work_on(UUID(order_id), _sign)


def _sign(order: OrderRow, actor: Actor, tell: Callable[[int, int], None]) -> None:
    wanted = order.wanted
    for left in reversed(range(_READINGS)):
        try:
            freeze(
                order.round_id,
                Kind(wanted["kind"]),
                actor=actor,
                acknowledged=wanted["acknowledged"],
                reason=wanted["reason"],
                revision=wanted["revision"],
                order=order.id,
                tell=tell,
            )
        except RoundChanged:
            if not left:
                raise
        else:
            return
