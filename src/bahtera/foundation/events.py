"""News for higher packages: a durable row in the writer's transaction, handled later by the worker.

A lower package publishes; ``bahtera.config`` registers who listens. A handler receives a batch of one
name, so that it can do once what a hundred events ask for, and must be idempotent: it runs in the
transaction that removes the rows, and again if that transaction fails.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from bahtera.foundation import clock
from bahtera.foundation.models import EventDelivery

logger = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """What happened (``name``), to what (``key``), with what else a handler needs."""

    name: str
    key: str
    payload: Mapping[str, Any]


Handler = Callable[[Sequence[Event]], None]

_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def register(name: str, handler: Handler) -> None:
    """Let ``handler`` hear of events called ``name``; only ``bahtera.config`` calls this."""
    _handlers[name][f"{handler.__module__}.{handler.__qualname__}"] = handler


def registered() -> Mapping[str, Sequence[str]]:
    """Return the handlers of each event name, for documentation and tests."""
    return {name: tuple(handlers) for name, handlers in _handlers.items()}


def publish(name: str, *, key: str, payload: Mapping[str, Any] | None = None) -> None:
    """Write the event for each of its handlers in the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        msg = f"event {name} outside a transaction"
        raise RuntimeError(msg)
    EventDelivery.objects.bulk_create(deliveries(name, key=key, payload=payload))


def deliveries(name: str, *, key: str, payload: Mapping[str, Any] | None = None) -> list[EventDelivery]:
    """Return the event's rows not yet written, one a handler, for a writer that inserts all its rows at once."""
    now = clock.now()
    return [
        EventDelivery(
            name=name, handler=handler, key=key, payload=dict(payload or {}), published_at=now, due_at=now
        )
        for handler in _handlers[name]
    ]


def dispatch(limit: int = 1000) -> int:
    """Run the handlers of up to ``limit`` due events and return how many were handled."""
    done = 0
    for name, handler in _due_handlers():
        while done < limit:
            count = _deliver(name, handler, limit - done)
            if not count:
                break
            done += count
    return done


def _due_handlers() -> list[tuple[str, str]]:
    rows = EventDelivery.objects.filter(due_at__lte=clock.now()).values_list("name", "handler").distinct()
    return sorted(rows)


def _deliver(name: str, handler: str, limit: int) -> int:
    """Hand over one batch; after a failure each of its events is tried alone, later and later."""
    call = _handlers.get(name, {}).get(handler)
    taken: list[int] = []
    try:
        with transaction.atomic():
            rows = _take(name, handler, limit)
            taken = [row.pk for row in rows]
            if not rows:
                return 0
            if call is None:
                message = f"no handler {handler} is registered for {name}"
                raise LookupError(message)  # noqa: TRY301 - treated like any failing handler
            call([Event(row.name, row.key, row.payload) for row in rows])
            EventDelivery.objects.filter(pk__in=taken).delete()
            return len(taken)
    except Exception as error:
        logger.exception("event %s failed in %s", name, handler)
        _postpone(taken, error)
        return 0


def _take(name: str, handler: str, limit: int) -> list[EventDelivery]:
    due = EventDelivery.objects.filter(name=name, handler=handler, due_at__lte=clock.now()).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due[:limit])
    failed_before = [row for row in rows if row.attempts]
    fresh = [row for row in rows if not row.attempts]
    return fresh or failed_before[:1]


def _postpone(taken: Sequence[int], error: Exception) -> None:
    now = clock.now()
    rows = list(EventDelivery.objects.filter(pk__in=taken))
    for row in rows:
        row.attempts += 1
        row.due_at = now + min(timedelta(seconds=2 ** min(row.attempts, 20)), _LONGEST_WAIT)
        row.last_error = f"{type(error).__name__}: {error}"[:2000]
    EventDelivery.objects.bulk_update(rows, ["attempts", "due_at", "last_error"])
