"""Opening boxes: answers for figures, by the system and many at once; calls for help, by UPTD PPA."""

import logging
from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from bahtera.access.api import Actor, Purpose, check_may, may
from bahtera.confided.errors import TooFewToOpen, WrongPurpose
from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.confided.rules import LEAST_OPENED, read_answers, read_call
from bahtera.confided.values import Asked, HelpCall, PrivateAnswers
from bahtera.foundation import audit
from bahtera.foundation.sealing import exchange
from bahtera.foundation.sealing.errors import Broken, NotSealed, UnknownKey
from bahtera.foundation.transactions import durable

logger = logging.getLogger(__name__)

MOST_CALLS: Final = 50


def open_private_answers(
    visit_ids: Collection[UUID], *, actor: Actor, purpose: Purpose
) -> Mapping[UUID, PrivateAnswers]:
    """Return the private parts of visits, to be counted together and to leave only as protected figures.

    No person may: the system alone, for statistics, from five asked visits on. What cannot be opened is left out.
    Raises WrongPurpose, NotAllowed, TooFewToOpen.
    """
    if purpose is not Purpose.STATISTICS:
        raise WrongPurpose
    check_may(actor, "private.tally")
    with durable():
        rows = SealedAnswers.objects.filter(pk__in=list(visit_ids)).order_by("pk")
        found = list(rows)
        if sum(row.asked == Asked.ASKED.value for row in found) < LEAST_OPENED:
            raise TooFewToOpen(LEAST_OPENED)
        audit.record(
            "confided.answers_opened",
            actor=actor.key,
            subject="private-answers",
            details={"purpose": purpose.value, "visits": len(found)},
        )
    opened: dict[UUID, PrivateAnswers] = {}
    for row in found:
        told = _told(bytes(row.box), exchange.STATISTICS)
        if told is not None:
            opened[row.pk] = read_answers(row.pk, Asked(row.asked), told)
    return opened


def open_help_calls(
    box_ids: Collection[UUID], *, actor: Actor, purpose: Purpose
) -> Mapping[UUID, HelpCall | None]:
    """Return the calls for help in boxes of the actor's regencies, None for each that says nothing.

    For who handles cases at UPTD PPA. Boxes elsewhere are as if they were not there. Every opening is in the
    trail, of empty boxes too. Raises WrongPurpose, NotAllowed, SecondFactorNeeded.
    """
    if purpose is not Purpose.PROTECTION:
        raise WrongPurpose
    check_may(actor, "help.open")
    with durable():
        rows = HelpBox.objects.filter(pk__in=list(box_ids)[:MOST_CALLS]).order_by("pk")
        found = [row for row in rows if may(actor, "help.open", area=row.regency_code)]
        for row in found:
            audit.record(
                "confided.help_opened",
                actor=actor.key,
                subject=f"help-box:{row.pk}",
                details={"purpose": purpose.value},
            )
    return {row.pk: _call(row) for row in found}


def _call(row: HelpBox) -> HelpCall | None:
    said = read_call(_told(bytes(row.box), exchange.HELP))
    return HelpCall(row.pk, row.came_on, row.regency_code, **said) if said else None


def _told(box: bytes, purpose: str) -> Any:
    """Return what a box says, or None when it cannot be opened; what it says is never logged."""
    try:
        return orjson.loads(exchange.open_sealed(box, purpose=purpose))
    except (Broken, NotSealed, UnknownKey, ValueError):
        logger.warning("a %s box sealed to key %s cannot be opened", purpose, exchange.sealed_to(box))
        return None
