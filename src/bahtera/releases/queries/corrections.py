"""Reads of corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, may
from bahtera.releases.errors import UnknownCorrection
from bahtera.releases.models import Correction
from bahtera.releases.values import AskedAnswer, Change, CorrectionRow, Standing

if TYPE_CHECKING:
    from uuid import UUID

READERS = ("release.correct", "release.second")


def corrections(round_id: int, *, actor: Actor) -> list[CorrectionRow]:
    """Return the corrections of a round in the reader's areas, the newest first; none for who may not decide there."""
    rows = Correction.objects.filter(round_id=round_id).order_by("-id")
    return [to_row(row) for row in rows if _reads(actor, row)]


def correction(correction_id: UUID, *, actor: Actor) -> CorrectionRow:
    """Return one correction; raises UnknownCorrection."""
    row = Correction.objects.filter(pk=correction_id).order_by("pk").first()
    if row is None or not _reads(actor, row):
        raise UnknownCorrection(correction_id)
    return to_row(row)


def count_waiting(round_id: int, *, actor: Actor) -> int:
    """Return how many corrections of a round wait for this reader as the second person."""
    check_may(actor, "release.second")
    rows = Correction.objects.filter(round_id=round_id, standing=Standing.ASKED.value).order_by("pk")
    return sum(
        row.asked_by != actor.key and may(actor, "release.second", area=row.village_code) for row in rows
    )


def to_row(row: Correction) -> CorrectionRow:
    """Return a correction as others see it."""
    return CorrectionRow(
        id=row.pk,
        round_id=row.round_id,
        village_code=row.village_code,
        submission_id=row.submission_id,
        change=Change(row.change),
        reason=row.reason,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        asked_name=row.asked_name,
        standing=Standing(row.standing),
        answer=row.answer,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decided_name=row.decided_name,
        version=row.version or None,
        answers=tuple(AskedAnswer(*one) for one in row.answers),
    )


def _reads(actor: Actor, row: Correction) -> bool:
    return any(may(actor, action, area=row.village_code) for action in READERS)
