"""Bringing boxes to the newest key when keys rotate: opened in memory, closed again at once, never looked at."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.confided.values import ANSWERS_STEP, HELP_STEP
from bahtera.foundation.sealing import exchange
from bahtera.foundation.sealing.errors import Broken, NotSealed, UnknownKey
from bahtera.foundation.sealing.resealing import Holder
from bahtera.foundation.transactions import durable

_BATCH: Final = 200
_Model = type[SealedAnswers] | type[HelpBox]


def _waiting(model: Any, purpose: str) -> Callable[[], int]:
    def count() -> int:
        waiting: int = model.objects.exclude(key_id=exchange.public_key(purpose).id).count()
        return waiting

    return count


def _reseal(model: Any, purpose: str, step: int) -> Callable[[], Iterator[int]]:
    def walk() -> Iterator[int]:
        newest = exchange.public_key(purpose)
        last = None
        while True:
            rows = model.objects.exclude(key_id=newest.id).order_by("pk")
            batch = list(rows.filter(pk__gt=last)[:_BATCH] if last else rows[:_BATCH])
            if not batch:
                return
            last = batch[-1].pk
            with durable():
                yield sum(_renew(row, newest, purpose, step) for row in batch)

    return walk


def _renew(row: Any, newest: exchange.PublicKey, purpose: str, step: int) -> int:
    """Close one box with the newest key; one that cannot be opened stays, and keeps its key from being dropped."""
    try:
        data = exchange.open_sealed(bytes(row.box), purpose=purpose)
    except (Broken, NotSealed, UnknownKey):
        return 0
    box = exchange.seal_to(newest.point, data, purpose=purpose, step=step)
    return int(type(row).objects.filter(pk=row.pk, key_id=row.key_id).update(box=box, key_id=newest.id))


def _holder(name: str, model: _Model, purpose: str, step: int) -> Holder:
    return Holder(name, waiting=_waiting(model, purpose), reseal=_reseal(model, purpose, step))


HOLDERS: Final = (
    _holder("private answers", SealedAnswers, exchange.STATISTICS, ANSWERS_STEP),
    _holder("calls for help", HelpBox, exchange.HELP, HELP_STEP),
)
