"""Batches: sheets are counted and listed when a kader hands them in, and all accounted for before a batch is closed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may, covers, kaders_of
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.keying.errors import BadBatch, BadSerials, NotAllDone, SerialTaken
from bahtera.keying.models import Batch, Draft, Sheet
from bahtera.keying.queries.visible import ACTION, batch_row, sheet_row
from bahtera.keying.rules import MOST_SHEETS, Stage
from bahtera.surveys import api as surveys

_LONGEST_REASON = 200


def open_batch(
    *,
    round_id: int,
    village_code: str,
    person_id: UUID,
    received_on: date,
    counted: int,
    serials: Sequence[str],
    actor: Actor,
) -> UUID:
    """Take in the sheets that a kader hands in: counted by hand, listed by the serials printed on them.

    Raises BadBatch, BadSerials, SerialTaken, NotAllowed.
    """
    check_may(actor, ACTION, area=village_code)
    if not 1 <= counted <= MOST_SHEETS or len(serials) > MOST_SHEETS:
        raise BadBatch.count(MOST_SHEETS)
    if received_on > clock.today(areas.zone_of(village_code)):
        raise BadBatch.day()
    if person_id not in {one.person_id for one in kaders_of(village_code)}:
        raise BadBatch.kader()
    if not any(one.id == round_id and covers(one.area_code, village_code) for one in surveys.open_rounds()):
        raise BadBatch.no_round()
    with durable():
        batch = Batch.objects.create(
            round_id=round_id,
            village_code=village_code,
            person_id=person_id,
            received_on=received_on,
            counted=counted,
            opened_at=clock.now(),
            opened_by=actor.key,
        )
        _list(batch, serials)
        audit.record(
            "keying.batch_opened",
            actor=actor.key,
            subject=f"batch:{batch.pk}",
            about=[f"person:{person_id}"],
            details={"area": village_code, "counted": counted, "listed": len(serials)},
        )
    return batch.pk


def list_sheets(batch_id: UUID, serials: Sequence[str], *, actor: Actor) -> int:
    """Add sheets to an open batch; return how many. Raises UnknownBatch, BadBatch, BadSerials, SerialTaken."""
    with durable():
        batch = _open(batch_id, actor)
        if batch.sheets.count() + len(serials) > MOST_SHEETS:
            raise BadBatch.count(MOST_SHEETS)
        _list(batch, serials)
        audit.record(
            "keying.sheets_listed",
            actor=actor.key,
            subject=f"batch:{batch.pk}",
            details={"listed": len(serials)},
        )
    return len(serials)


def recount(batch_id: UUID, counted: int, *, actor: Actor) -> None:
    """Put the number of sheets right after counting again. Raises UnknownBatch, BadBatch."""
    with durable():
        batch = _open(batch_id, actor)
        if not 1 <= counted <= MOST_SHEETS:
            raise BadBatch.count(MOST_SHEETS)
        before, batch.counted = batch.counted, counted
        batch.save(update_fields=["counted"])
        audit.record(
            "keying.batch_recounted",
            actor=actor.key,
            subject=f"batch:{batch.pk}",
            details={"before": before, "counted": counted},
        )


def leave_out(sheet_id: UUID, stage: Stage, *, reason: str, actor: Actor) -> None:
    """Say that a sheet is missing or void, and why; back to waiting needs no reason.

    What somebody had begun to type of it is let go. Raises UnknownSheet, BadBatch.
    """
    words = " ".join(reason.split())[:_LONGEST_REASON]
    with durable():
        sheet = sheet_row(sheet_id, actor, locked=True)
        _open(sheet.batch_id, actor)
        if sheet.stage == Stage.KEYED.value or stage is Stage.KEYED:
            raise BadBatch.typed()
        if stage is not Stage.WAITING and not words:
            raise BadBatch.reason()
        sheet.stage, sheet.reason = stage.value, words if stage is not Stage.WAITING else ""
        sheet.save(update_fields=["stage", "reason"])
        Draft.objects.filter(sheet=sheet).delete()
        audit.record(
            "keying.sheet_left_out" if stage is not Stage.WAITING else "keying.sheet_taken_back",
            actor=actor.key,
            subject=f"paper:{sheet.pk}",
            details={"stage": stage.value},
        )


def close_batch(batch_id: UUID, *, actor: Actor) -> None:
    """Close a batch in which every sheet is typed, or said to be missing or void. Raises UnknownBatch, NotAllDone."""
    with durable():
        batch = _open(batch_id, actor)
        listed = batch.sheets.count()
        waiting = batch.sheets.filter(stage=Stage.WAITING.value).count()
        if waiting or listed != batch.counted:
            raise NotAllDone(waiting, batch.counted, listed)
        batch.closed_at, batch.closed_by = clock.now(), actor.key
        batch.save(update_fields=["closed_at", "closed_by"])
        audit.record(
            "keying.batch_closed", actor=actor.key, subject=f"batch:{batch.pk}", details={"listed": listed}
        )


def _open(batch_id: UUID, actor: Actor) -> Batch:
    batch = batch_row(batch_id, actor, locked=True)
    if batch.closed_at is not None:
        raise BadBatch.closed()
    return batch


def _list(batch: Batch, serials: Sequence[str]) -> None:
    """Add sheets by what is printed on them, all or none."""
    forms = _printed(batch, serials)
    taken = Sheet.objects.filter(serial__in=[one.serial for one in forms]).order_by("serial")
    if known := list(taken.values_list("serial", flat=True)):
        raise SerialTaken(known)
    try:
        with durable():
            Sheet.objects.bulk_create(
                Sheet(
                    batch=batch,
                    serial=one.serial,
                    form_id=one.form_id,
                    form_version=one.form_version,
                    family_id=one.family_id,
                    stage=Stage.WAITING.value,
                )
                for one in forms
            )
    except IntegrityError as error:
        raise SerialTaken([one.serial for one in forms]) from error


def _printed(batch: Batch, serials: Sequence[str]) -> list[surveys.PaperFormRow]:
    found: dict[str, surveys.PaperFormRow] = {}
    mistyped: list[str] = []
    elsewhere: list[str] = []
    for typed in serials:
        try:
            form = surveys.paper_form(typed)
        except surveys.UnknownPaper:
            mistyped.append(typed)
            continue
        here = form.village_code == batch.village_code and form.round_id == batch.round_id
        if not here or form.state == surveys.PaperState.CANCELLED.value:
            # A serial of another area is told like one that was never printed.
            (elsewhere if here else mistyped).append(typed)
        found[form.serial] = form
    if mistyped:
        raise BadSerials.mistyped(mistyped)
    if elsewhere:
        raise BadSerials.elsewhere(elsewhere)
    return list(found.values())
