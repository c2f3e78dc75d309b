"""Reads of batches and sheets: what was handed in, what is typed, what is still to be accounted for."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, Q

from bahtera.access.api import Actor, check_may, names_behind, narrow, same_person
from bahtera.foundation.paging import Page, keyset
from bahtera.keying.models import Batch, Sheet
from bahtera.keying.queries.people import names_of
from bahtera.keying.queries.visible import ACTION, batch_row, sheet_row
from bahtera.keying.rules import Again, Stage
from bahtera.keying.values import BatchDetail, BatchRow, OnPaper, SheetRow
from bahtera.surveys import api as surveys


def list_batches(*, actor: Actor, cursor: str | None = None, size: int = 30) -> Page[BatchRow]:
    """Return a page of the batches in the actor's areas, newest first. Raises NotAllowed."""
    check_may(actor, ACTION)
    rows = narrow(Batch.objects.all(), actor, ACTION, path="village_code")
    page = keyset(rows, ("-id",), cursor=cursor, size=size)
    return Page(_rows(page.items), page.next_cursor)


def get_batch(batch_id: UUID, *, actor: Actor) -> BatchDetail:
    """Return a batch with its sheets; raises UnknownBatch, also outside one's areas."""
    row = batch_row(batch_id, actor)
    sheets = list(Sheet.objects.select_related("draft").filter(batch=row).order_by("pk"))
    names = names_of(
        key for one in sheets for key in (one.keyed_by, one.draft.typist if hasattr(one, "draft") else "")
    )
    (told,) = _rows([row])
    return BatchDetail(told, tuple(_sheet(one, names, actor) for one in sheets))


def batch_of(sheet_id: UUID, *, actor: Actor) -> UUID:
    """Return the batch a sheet lies in; raises UnknownSheet."""
    return sheet_row(sheet_id, actor).batch_id


def on_paper(submission_ids: Collection[UUID]) -> OnPaper | None:
    """Return that one of some versions of a visit was typed from paper; None when it came from a phone.

    For a page that shows the visit itself: whom it may be shown was asked there.
    """
    row = (
        Sheet.objects.select_related("batch")
        .filter(submission_id__in=submission_ids)
        .order_by("-keyed_at", "pk")
        .first()
    )
    if row is None or row.keyed_at is None:
        return None
    return OnPaper(
        row.pk,
        row.batch_id,
        row.serial,
        names_behind([row.batch.person_id]).get(row.batch.person_id, ""),
        names_of([row.keyed_by]).get(row.keyed_by, ""),
        row.keyed_at,
        row.batch.received_on,
        row.again,
    )


def _rows(batches: Sequence[Batch]) -> list[BatchRow]:
    keys = [row.pk for row in batches]
    counts: dict[UUID, Counter[str]] = {key: Counter() for key in keys}
    wanted = Q(again=Again.WANTED.value)
    for batch_id, stage, number, again in (
        Sheet.objects.filter(batch_id__in=keys)
        .values_list("batch_id", "stage")
        .annotate(number=Count("pk"), waiting=Count("pk", filter=wanted))
        .order_by("batch_id", "stage")
    ):
        counts[batch_id].update({stage: number, "again": again})
    names = names_of(key for row in batches for key in (row.opened_by, row.closed_by))
    people = names_behind(row.person_id for row in batches)
    rounds = {one.id: one.name for one in surveys.list_rounds()} if batches else {}
    return [
        BatchRow(
            id=row.pk,
            round_id=row.round_id,
            round_name=rounds.get(row.round_id, ""),
            village_code=row.village_code,
            interviewer=people.get(row.person_id, ""),
            received_on=row.received_on,
            counted=row.counted,
            listed=sum(counts[row.pk][stage.value] for stage in Stage),
            keyed=counts[row.pk][Stage.KEYED.value],
            missing=counts[row.pk][Stage.MISSING.value],
            void=counts[row.pk][Stage.VOID.value],
            again=counts[row.pk]["again"],
            opened_at=row.opened_at,
            opened_by=names.get(row.opened_by, ""),
            closed_at=row.closed_at,
            closed_by=names.get(row.closed_by, ""),
        )
        for row in batches
    ]


def _sheet(row: Sheet, names: dict[str, str], actor: Actor) -> SheetRow:
    typing = row.draft.typist if hasattr(row, "draft") else ""
    return SheetRow(
        id=row.pk,
        batch_id=row.batch_id,
        serial=row.serial,
        state=row.stage,
        again=row.again,
        reason=row.reason,
        typist=names.get(row.keyed_by, ""),
        keyed_at=row.keyed_at,
        submission_id=row.submission_id,
        typing=names.get(typing, "") if typing and not same_person(typing, actor.key) else "",
        may_type=may_type(row, typing, actor),
        prefilled=row.family_id is not None,
    )


def may_type(row: Sheet, typing: str, actor: Actor) -> bool:
    """Tell whether this person may type the sheet now: the first time, or again when another typed it first."""
    if typing and not same_person(typing, actor.key):
        return False
    if row.stage == Stage.WAITING.value:
        return True
    return row.again == Again.WANTED.value and not same_person(row.keyed_by, actor.key)
