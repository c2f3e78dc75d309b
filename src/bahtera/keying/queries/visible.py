"""Rows that a typist may touch: those of villages in their area, and nothing else is there at all."""

from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.keying.errors import UnknownBatch, UnknownComparison, UnknownSheet
from bahtera.keying.models import Batch, SecondTyping, Sheet

ACTION = "submission.key"
DECIDE = "keying.decide"


def batch_row(batch_id: UUID, actor: Actor, *, locked: bool = False) -> Batch:
    """Return a batch; raises UnknownBatch, NotAllowed."""
    check_may(actor, ACTION)
    rows = Batch.objects.select_for_update() if locked else Batch.objects.all()
    row = rows.filter(pk=batch_id).order_by("pk").first()
    if row is None or not may(actor, ACTION, area=row.village_code):
        raise UnknownBatch
    return row


def sheet_row(sheet_id: UUID, actor: Actor, *, locked: bool = False) -> Sheet:
    """Return a sheet with its batch; raises UnknownSheet, NotAllowed."""
    check_may(actor, ACTION)
    rows = Sheet.objects.select_for_update(of=("self",)) if locked else Sheet.objects.all()
    row = rows.select_related("batch").filter(pk=sheet_id).order_by("pk").first()
    if row is None or not may(actor, ACTION, area=row.batch.village_code):
        raise UnknownSheet
    return row


def second_row(second_id: UUID, actor: Actor, *, locked: bool = False) -> SecondTyping:
    """Return a second typing with its sheet; raises UnknownComparison, NotAllowed."""
    check_may(actor, DECIDE)
    rows = SecondTyping.objects.select_for_update(of=("self",)) if locked else SecondTyping.objects.all()
    row = rows.select_related("sheet").filter(pk=second_id).order_by("pk").first()
    if row is None or not may(actor, DECIDE, area=row.village_code):
        raise UnknownComparison
    return row
