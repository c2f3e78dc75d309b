"""Passing on what was confided at a visit: closed boxes, into a house of their own."""

import base64
import binascii
from typing import Any
from uuid import UUID

from bahtera.access.api import Actor
from bahtera.confided import api as confided
from bahtera.surveys.models import Content, Submission
from bahtera.surveys.values import PrivatePart


def check_private(private: PrivatePart) -> None:
    """Raise confided.NotSealedForHere unless its boxes measure as all do."""
    confided.check_boxes(_sent(private))


def pass_on(submission_id: UUID, private: PrivatePart, *, actor: Actor) -> None:
    """Keep the private part of a visit that is kept; of what was erased nothing comes back. Again changes nothing."""
    if Content.objects.filter(pk=submission_id, erased_at__isnull=False).exists():
        return
    village, regency = Submission.objects.values_list("village_code", "regency_code").get(pk=submission_id)
    confided.keep_private(
        submission_id, _sent(private), village_code=village, regency_code=regency, actor=actor
    )


def read_private(told: Any) -> PrivatePart | None:
    """Return the private part as it rides beside a visit that a phone sealed, or None when it is none."""
    try:
        private = PrivatePart(str(told["asked"]), _bytes(told["statistics"]), _bytes(told["help"]))
        check_private(private)
    except (KeyError, TypeError, ValueError, binascii.Error, confided.NotSealedForHere):
        return None
    return private


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _sent(private: PrivatePart) -> confided.SentPrivate:
    return confided.SentPrivate(confided.Asked(private.asked), private.answers, private.help)
