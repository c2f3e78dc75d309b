"""Reads of printed forms: one by its serial, printings of a village, and the list of what was handed out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bahtera.access.api import Actor, check_may, may
from bahtera.surveys.errors import UnknownPaper
from bahtera.surveys.models import PaperBatch, PaperForm
from bahtera.surveys.queries.paper.serials import read_serial
from bahtera.surveys.rules import PaperState
from bahtera.surveys.values import PaperBatchRow, PaperFormRow

ACTION = "paper.print"
_LISTED = 50


def paper_form(serial: str) -> PaperFormRow:
    """Return a printed form by its serial as typed; raises UnknownPaper, also for a slip of the hand.

    Whom it may be told is for the caller to ask, with its ``village_code``.
    """
    read = read_serial(serial)
    row = (
        PaperForm.objects.select_related("batch").filter(serial=read).order_by("pk").first() if read else None
    )
    if row is None:
        raise UnknownPaper
    return form_row(row)


def paper_batch(batch_id: UUID, *, actor: Actor) -> PaperBatchRow:
    """Return one printing; raises UnknownPaper, also outside the actor's areas."""
    row = _counted().filter(pk=batch_id).first()
    if row is None or not may(actor, ACTION, area=row.village_code):
        raise UnknownPaper
    return batch_row(row)


def printing(batch_id: UUID) -> PaperBatchRow:
    """Return one printing for whoever makes its file; raises UnknownPaper."""
    row = _counted().filter(pk=batch_id).first()
    if row is None:
        raise UnknownPaper
    return batch_row(row)


def list_paper_batches(round_id: int, village_code: str, *, actor: Actor) -> Sequence[PaperBatchRow]:
    """Return the last printings of a village in a round, newest first; raises NotAllowed elsewhere."""
    check_may(actor, ACTION, area=village_code)
    rows = _counted().filter(round_id=round_id, village_code=village_code)
    return [batch_row(row) for row in rows[:_LISTED]]


def paper_forms_of(batch_id: UUID) -> Sequence[PaperFormRow]:
    """Return the forms of one printing, in order."""
    rows = PaperForm.objects.select_related("batch").filter(batch_id=batch_id).order_by("place")
    return [form_row(row) for row in rows]


def handed_out(round_id: int, village_code: str, *, actor: Actor) -> Sequence[PaperFormRow]:
    """Return every form printed for a village in a round, oldest first; raises NotAllowed elsewhere.

    Families the actor is kin to keep their serial in the list, without saying whose it is.
    """
    check_may(actor, ACTION, area=village_code)
    rows = PaperForm.objects.select_related("batch").filter(round_id=round_id, village_code=village_code)
    return [_veiled(form_row(row), actor) for row in rows.order_by("batch_id", "place")]


def batch_row(row: PaperBatch) -> PaperBatchRow:
    """Turn a row of ``_counted`` into the value others get; one without its counts would tell of no forms."""
    return PaperBatchRow(
        id=row.pk,
        round_id=row.round_id,
        form_id=row.form_id,
        form_version=row.form_version,
        language=row.language,
        village_code=row.village_code,
        prefilled=row.prefilled,
        members=row.members,
        spare=row.spare,
        person_id=row.person_id,
        stage=row.stage,
        pages=row.pages,
        sha256=row.sha256,
        printed_at=row.printed_at,
        printed_by=row.printed_by,
        forms=vars(row)["printed"],
        cancelled=vars(row)["lost"],
    )


def form_row(row: PaperForm) -> PaperFormRow:
    """Turn a row with its printing into the value others get."""
    batch = row.batch
    return PaperFormRow(
        serial=row.serial,
        batch_id=batch.pk,
        place=row.place,
        round_id=row.round_id,
        form_id=batch.form_id,
        form_version=batch.form_version,
        language=batch.language,
        village_code=row.village_code,
        family_id=row.family_id,
        person_id=batch.person_id,
        state=row.state,
        printed_at=batch.printed_at,
        printed_by=batch.printed_by,
        cancelled_at=row.cancelled_at,
        cancelled_why=row.cancelled_why,
    )


def _counted() -> QuerySet[PaperBatch]:
    lost = Count("forms", filter=Q(forms__state=PaperState.CANCELLED.value))
    return PaperBatch.objects.annotate(printed=Count("forms"), lost=lost).order_by("-id")


def _veiled(row: PaperFormRow, actor: Actor) -> PaperFormRow:
    return replace(row, family_id=None) if row.family_id in actor.kin else row
