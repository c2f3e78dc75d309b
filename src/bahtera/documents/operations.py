"""Writes of the register. One is ordered, set by the caller, and issued in one transaction with what it replaces."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.db.models import F, Max

from bahtera.access.api import Actor, check_may, may
from bahtera.areas import api as areas
from bahtera.documents.errors import (
    AlreadyBeingMade,
    AlreadyScheduled,
    BadKind,
    UnknownDocument,
    UnknownSchedule,
)
from bahtera.documents.models import Document, Schedule, SignedCopy
from bahtera.documents.queries import to_row, to_schedule
from bahtera.documents.rules import (
    KNOWN,
    LARGEST_SCAN,
    check_day,
    check_kind,
    clean_reason,
    is_due,
    month_of,
    next_state,
    number_of,
    scan_kind,
)
from bahtera.documents.values import DocumentRow, Kind, Made, Move, ScheduleRow, State
from bahtera.foundation import audit, blobs, clock, events
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.foundation.errors import Refused

logger = logging.getLogger(__name__)

_ISSUE = "document.issue"
_READ = "document.read"
_ZONE: Final = "Asia/Jakarta"
_SILENCE: Final = timedelta(minutes=3)
_MOST_ATTEMPTS: Final = 3
_BROKEN: Final = {"code": "documents.broken", "message": "Making it broke off. Try again.", "details": {}}


def order_document(kind: Kind, *, round_id: int, area: str, index_id: str = "", actor: Actor) -> DocumentRow:
    """Write down that a document is to be made; the caller has it set. ``index_id`` "": the round's first.

    Raises NotAllowed, BadKind, UnknownRound, IndexNotMeasured, AlreadyBeingMade.
    """
    if not areas.is_code(area):
        raise BadKind(kind.value, area)
    check_may(actor, _ISSUE, area=area)
    check_kind(kind, area, areas.level_of(area))
    row = surveys.get_round(round_id)
    index = index_id or next(iter(row.index_ids), "")
    if index not in row.index_ids:
        raise results.IndexNotMeasured(round_id, index)
    return _order(kind, round_id, area, index, actor.key)


def order_again(document_id: UUID, *, actor: Actor) -> DocumentRow:
    """Have a document made again that failed; raises UnknownDocument, NotAllowed, IllegalMove, AlreadyBeingMade."""
    now = clock.now()
    try:
        with durable():
            row = _locked(document_id, actor, _ISSUE)
            row.state = next_state(State(row.state), Move.AGAIN).value
            row.attempts, row.done, row.total, row.beat_at = 0, 0, 0, now
            row.save(update_fields=["state", "attempts", "done", "total", "beat_at"])
            _audit("documents.ordered", row, actor.key)
    except IntegrityError as error:
        raise AlreadyBeingMade from error
    return to_row(row)


def begin_making(document_id: UUID) -> DocumentRow | None:
    """Take up the making of a document; None when another has ended it."""
    if not _open(document_id).update(attempts=F("attempts") + 1, done=0, total=0, beat_at=clock.now()):
        return None
    return to_row(Document.objects.get(pk=document_id))


def tell_progress(document_id: UUID, done: int, total: int) -> None:
    """Say how far the making is."""
    _open(document_id).update(done=done, total=total, beat_at=clock.now())


def give_number(document_id: UUID) -> str:
    """Return the number of a document that is being made, the next of its kind in its area and year.

    One that failed after it got its number keeps it.
    """
    with durable():
        row = Document.objects.select_for_update().get(pk=document_id)
        if row.number:
            return row.number
        kind = Kind(row.kind)
        day = clock.now().astimezone(ZoneInfo(_zone(row.area_code))).date()
        one_at_a_time(f"documents:{kind.value}:{row.area_code}:{day.year}")
        taken = Document.objects.filter(kind=row.kind, area_code=row.area_code, year=day.year)
        row.year, row.sequence = day.year, (taken.aggregate(last=Max("sequence"))["last"] or 0) + 1
        row.number = number_of(kind, row.area_code, row.sequence, day)
        row.save(update_fields=["year", "sequence", "number"])
        return row.number


def issue(document_id: UUID, made: Made, *, content: str) -> DocumentRow | None:
    """Put a document that was set into the register, in place of the one before it; None when another ended it."""
    with durable():
        row = Document.objects.select_for_update().get(pk=document_id)
        if row.state != State.MAKING.value:
            return None
        one_at_a_time(f"documents:{row.kind}:{row.area_code}:{row.round_id}:{row.index_id}")
        now = clock.now()
        before = (
            Document.objects.filter(
                kind=row.kind,
                area_code=row.area_code,
                round_id=row.round_id,
                index_id=row.index_id,
                state=State.ISSUED.value,
            )
            .order_by("pk")
            .first()
        )
        if before is not None:
            before.state = next_state(State(before.state), Move.REPLACE).value
            before.ended_at, before.ended_by = now, row.ordered_by
            before.save(update_fields=["state", "ended_at", "ended_by"])
        row.state = next_state(State(row.state), Move.ISSUE).value
        row.replaces, row.issued_at, row.content, row.beat_at = before, now, content, now
        row.sha256, row.file_kind, row.size, row.pages = made.sha256, made.kind, made.size, made.pages
        row.twin, row.twin_kind = made.twin, made.twin_kind
        row.definition_version, row.definition_hash = made.definition_version, made.definition_hash
        row.data_version, row.data_digest = made.data_version, made.data_digest
        row.is_provisional = made.is_provisional
        row.save()
        _audit("documents.issued", row, row.ordered_by, sha256=made.sha256)
        events.publish("documents.made", key=str(row.pk), payload={"to": _orderers(row)})
        return to_row(row)


def _orderers(row: Document) -> list[str]:
    """Return the actor keys of who ordered a document, or had it put on the schedule."""
    kind, _, number = row.ordered_by.partition(":")
    if kind != "schedule":
        return [row.ordered_by]
    return list(Schedule.objects.filter(pk=number).order_by("pk").values_list("made_by", flat=True))


def leave_unchanged(document_id: UUID, same_as: UUID) -> None:
    """Say that a document would repeat the issued one, which stays the newest."""
    with durable():
        row = Document.objects.select_for_update().get(pk=document_id)
        row.state = next_state(State(row.state), Move.LEAVE).value
        row.replaces_id, row.beat_at = same_as, clock.now()
        row.save(update_fields=["state", "replaces_id", "beat_at"])
        _audit("documents.unchanged", row, row.ordered_by)


def fail(document_id: UUID, refused: Refused | None = None) -> None:
    """Keep why nothing came of a document; without a refusal, that it broke off."""
    told = _BROKEN if refused is None else _told(refused)
    with durable():
        if _open(document_id).update(state=State.FAILED.value, refusal=told, beat_at=clock.now()):
            row = Document.objects.get(pk=document_id)
            _audit("documents.failed", row, row.ordered_by)


def withdraw(document_id: UUID, *, reason: str, actor: Actor) -> DocumentRow:
    """Withdraw an issued document; whoever has the paper sees it by its QR code.

    Raises UnknownDocument, NotAllowed, IllegalMove, NoReason.
    """
    clean = clean_reason(reason)
    with durable():
        row = _locked(document_id, actor, _ISSUE)
        row.state = next_state(State(row.state), Move.WITHDRAW).value
        row.ended_at, row.ended_by, row.ended_reason = clock.now(), actor.key, clean
        row.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
        _audit("documents.withdrawn", row, actor.key)
        return to_row(row)


def attach_signed(document_id: UUID, *, file: BinaryIO, actor: Actor) -> DocumentRow:
    """Keep the scan of the signed and stamped paper with its document; the same scan again changes nothing.

    Raises UnknownDocument, NotAllowed, BadScan, IllegalMove.
    """
    data = file.read(LARGEST_SCAN + 1)
    kind = scan_kind(data)
    with durable():
        row = _locked(document_id, actor, "document.sign")
        if State(row.state) not in KNOWN:
            raise UnknownDocument
        stored = blobs.put(data)
        _, is_new = SignedCopy.objects.get_or_create(
            document=row,
            sha256=stored,
            defaults={
                "kind": kind,
                "size": len(data),
                "attached_at": clock.now(),
                "attached_by": actor.key,
            },
        )
        if is_new:
            _audit("documents.signed", row, actor.key, sha256=stored)
        return to_row(row)


def add_schedule(kind: Kind, *, area: str, day: int, index_id: str = "", actor: Actor) -> ScheduleRow:
    """Have a kind of document made every month; of village kinds, for every village of the area.

    Raises NotAllowed, BadKind, BadDay, AlreadyScheduled.
    """
    check_day(day)
    if not areas.is_code(area):
        raise BadKind(kind.value, area)
    check_may(actor, "document.schedule", area=area)
    level = areas.level_of(area)
    check_kind(kind, area, "village" if _is_of_villages(kind) and level == "regency" else level)
    row = Schedule(
        area_code=area, kind=kind.value, index_id=index_id, day=day, made_at=clock.now(), made_by=actor.key
    )
    try:
        with durable():
            row.save(force_insert=True)
            audit.record(
                "documents.scheduled",
                actor=actor.key,
                subject=f"schedule:{row.pk}",
                details={"kind": kind.value, "day": str(day)},
            )
    except IntegrityError as error:
        raise AlreadyScheduled from error
    return to_schedule(row)


def end_schedule(schedule_id: UUID, *, actor: Actor) -> None:
    """End an entry of the schedule; raises UnknownSchedule, NotAllowed."""
    with durable():
        row = (
            Schedule.objects.select_for_update()
            .filter(pk=schedule_id, ended_at__isnull=True)
            .order_by("pk")
            .first()
        )
        if row is None or not may(actor, _READ, area=row.area_code):
            raise UnknownSchedule
        check_may(actor, "document.schedule", area=row.area_code)
        row.ended_at, row.ended_by = clock.now(), actor.key
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(
            "documents.schedule_ended",
            actor=actor.key,
            subject=f"schedule:{row.pk}",
            details={"kind": row.kind},
        )


def order_due() -> list[DocumentRow]:
    """Order what the schedule wants today, by the day of each area, and return it for the caller to have it made.

    Each entry once a month. The round is the newest one that began and measures the entry's index; where there is none,
    or the same is being made, nothing is ordered.
    """
    found: list[DocumentRow] = []
    for entry in Schedule.objects.filter(ended_at__isnull=True).order_by("pk"):
        today = clock.now().astimezone(ZoneInfo(_zone(entry.area_code))).date()
        if not is_due(entry.day, entry.last_month, today):
            continue
        claimed = Schedule.objects.filter(pk=entry.pk, last_month=entry.last_month)
        if claimed.update(last_month=month_of(today)):
            found += _ordered_for(entry)
    return found


def wake_documents() -> list[DocumentRow]:
    """Return documents whose making nobody has been at for minutes, for the caller to have them made again.

    What broke off as often as it may be begun has failed.
    """
    silent = clock.now() - _SILENCE
    found = []
    for row in Document.objects.filter(state=State.MAKING.value, beat_at__lt=silent).order_by("pk"):
        if row.attempts >= _MOST_ATTEMPTS:
            logger.error("document %s was broken off %d times", row.pk, row.attempts)
            fail(row.pk)
        elif _open(row.pk).filter(beat_at=row.beat_at).update(beat_at=clock.now()):
            found.append(to_row(row))
    return found


def _ordered_for(entry: Schedule) -> list[DocumentRow]:
    kind = Kind(entry.kind)
    chosen = _newest_round(entry)
    if chosen is None:
        return []
    round_id, index = chosen
    places = [entry.area_code]
    if _is_of_villages(kind):
        inside = (one.village_code for one in surveys.targets(round_id))
        places = sorted(code for code in inside if areas.is_within(code, entry.area_code))
    found = []
    for place in places:
        try:
            found.append(_order(kind, round_id, place, index, f"schedule:{entry.pk}"))
        except AlreadyBeingMade:
            logger.info("a document of %s is being made already", place)
    return found


def _newest_round(entry: Schedule) -> tuple[int, str] | None:
    for row in sorted(surveys.list_rounds(), key=lambda one: (one.opens, one.id), reverse=True):
        index = entry.index_id or next(iter(row.index_ids), "")
        villages = (one.village_code for one in surveys.targets(row.id))
        if (
            row.has_begun
            and index in row.index_ids
            and any(areas.is_within(code, entry.area_code) for code in villages)
        ):
            return row.id, index
    return None


def _order(kind: Kind, round_id: int, area: str, index: str, by: str) -> DocumentRow:
    now = clock.now()
    nothing: Any = {}
    row = Document(
        kind=kind.value,
        area_code=area,
        round_id=round_id,
        index_id=index,
        state=State.MAKING.value,
        ordered_at=now,
        ordered_by=by,
        beat_at=now,
        refusal=nothing,
    )
    try:
        with durable():
            row.save(force_insert=True)
            _audit("documents.ordered", row, by)
    except IntegrityError as error:
        raise AlreadyBeingMade from error
    return to_row(row)


def _is_of_villages(kind: Kind) -> bool:
    return kind in (Kind.VILLAGE_SHEET, Kind.VILLAGE_PACKAGE)


def _open(document_id: UUID) -> Any:
    return Document.objects.filter(pk=document_id, state=State.MAKING.value).order_by()


def _locked(document_id: UUID, actor: Actor, action: str) -> Document:
    row = Document.objects.select_for_update().filter(pk=document_id).order_by("pk").first()
    if row is None or not may(actor, _READ, area=row.area_code):
        raise UnknownDocument
    check_may(actor, action, area=row.area_code)
    return row


def _zone(area: str) -> str:
    found = areas.find([area])
    return found[area].zone if area in found else _ZONE


def _audit(action: str, row: Document, by: str, **more: str) -> None:
    details = {"kind": row.kind, "area": row.area_code, "number": row.number, **more}
    audit.record(action, actor=by, subject=f"document:{row.pk}", details=details)


def _told(refused: Refused) -> dict[str, Any]:
    found = {key: each if isinstance(each, int | str) else str(each) for key, each in refused.details.items()}
    return {"code": refused.code, "message": refused.message, "details": found}
