"""Work for the worker: ordered once, done once, begun again where a process was killed, and its end written down.

What it makes and that it was made are one transaction (`close_order`), so that two workers at the same order, or one
that is killed at any moment, leave one result or none.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError
from django.db.models import F

from bahtera.access.api import Actor, actor_behind
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import Refused
from bahtera.foundation.transactions import durable
from bahtera.releases.errors import OrderRefused
from bahtera.releases.models import Order
from bahtera.releases.queries.orders import to_order
from bahtera.releases.values import Ordered, OrderRow, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    Tell = Callable[[int, int], None]
    Work = Callable[[OrderRow, Actor, Tell], object]

logger = logging.getLogger(__name__)

# Longer than the longest time between two beats: writing all lines of a large round in one transaction.
_SILENCE: Final = timedelta(minutes=3)
_MOST_ATTEMPTS: Final = 3


def place_order(round_id: int, what: Ordered, wanted: Mapping[str, Any], *, actor: Actor) -> OrderRow:
    """Write down what the worker shall do; the caller has asked whether the actor may, and enqueues it.

    Raises OrderRefused while the same is under way for the round.
    """
    now = clock.now()
    kept: Any = dict(wanted)
    nothing: Any = {}
    row = Order(
        round_id=round_id,
        what=what.value,
        wanted=kept,
        asked_at=now,
        asked_by=actor.key,
        standing=Standing.ASKED.value,
        beat_at=now,
        refusal=nothing,
    )
    try:
        with durable():
            row.save(force_insert=True)
            audit.record(
                "releases.ordered",
                actor=actor.key,
                subject=f"round:{round_id}",
                details={"what": what.value},
            )
    except IntegrityError as error:
        raise OrderRefused.under_way() from error
    return to_order(row)


def work_on(order_id: UUID, work: Work) -> None:
    """Do what was ordered as whoever ordered it, unless it was done; a refusal is kept for the page.

    ``work`` gets the order, the actor and what to tell progress to, and calls `close_order` in the transaction that
    keeps its result. What is no refusal is raised again, for the log.
    """
    begun = _open(order_id).update(attempts=F("attempts") + 1, done=0, total=0, beat_at=clock.now())
    if not begun:
        return
    row = Order.objects.get(pk=order_id)
    try:
        actor = actor_behind(row.asked_by)
        if actor is None:
            raise OrderRefused.nobody()  # noqa: TRY301 - one way out for all refusals
        work(to_order(row), actor, partial(_tell, order_id))
    except Refused as refused:
        _end(order_id, refused)
    except Exception:
        _end(order_id, OrderRefused.broken())
        raise


def close_order(order_id: UUID | None) -> None:
    """Say in the open transaction that its result is that of an order; raises OrderRefused when another ended it."""
    if order_id is not None and not _open(order_id).update(standing=Standing.DONE.value, beat_at=clock.now()):
        raise OrderRefused.ended()


def wake_orders() -> list[OrderRow]:
    """Return work that nobody has been at for minutes, for the caller to enqueue again, each to one caller.

    Work that broke off as often as it may be begun ends as broken.
    """
    silent = clock.now() - _SILENCE
    found = []
    for row in Order.objects.filter(standing=Standing.ASKED.value, beat_at__lt=silent).order_by("pk"):
        if row.attempts >= _MOST_ATTEMPTS:
            logger.error("order %s was broken off %d times", row.pk, row.attempts)
            _end(row.pk, OrderRefused.broken())
        elif _open(row.pk).filter(beat_at=row.beat_at).update(beat_at=clock.now()):
            found.append(to_order(row))
    return found


def _open(order_id: UUID) -> Any:
    return Order.objects.filter(pk=order_id, standing=Standing.ASKED.value).order_by()


def _tell(order_id: UUID, done: int, total: int) -> None:
    _open(order_id).update(done=done, total=total, beat_at=clock.now())


def _end(order_id: UUID, refused: Refused) -> None:
    told = {
        name: each if isinstance(each, int | str) else str(each) for name, each in refused.details.items()
    }
    refusal = {"code": refused.code, "message": refused.message, "details": told}
    _open(order_id).update(standing=Standing.REFUSED.value, refusal=refusal, beat_at=clock.now())
