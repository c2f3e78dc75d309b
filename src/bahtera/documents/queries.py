"""Reads of the register: the list, one document, its files, what the QR tells, and the monthly schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.db.models import Prefetch, Q

from bahtera.access.api import Actor, check_may, may, reach
from bahtera.documents.errors import UnknownDocument
from bahtera.documents.models import Document, Schedule, SignedCopy
from bahtera.documents.rules import KNOWN
from bahtera.documents.values import (
    DocumentRow,
    Kind,
    Made,
    PublicDocument,
    ScheduleRow,
    SignedCopyRow,
    State,
    Wanted,
)
from bahtera.foundation import blobs
from bahtera.foundation.paging import Page, keyset
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

_READ = "document.read"
_KNOWN = sorted(one.value for one in KNOWN)
_ORDER = ("-id",)


def documents(
    wanted: Wanted, *, actor: Actor, cursor: str | None = None, size: int = 50
) -> Page[DocumentRow]:
    """Return a page of the register in the reader's areas, the newest first; raises NotAllowed.

    What would have repeated an earlier one is left out unless that state is asked for.
    """
    check_may(actor, _READ)
    rows = _whole().filter(_within(reach(actor, _READ)))
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.area:
        rows = rows.filter(_within((wanted.area,)))
    if wanted.round_id is not None:
        rows = rows.filter(round_id=wanted.round_id)
    repeats = State.UNCHANGED.value
    rows = rows.filter(state=wanted.state.value) if wanted.state else rows.exclude(state=repeats)
    found = keyset(rows, _ORDER, cursor=cursor, size=size)
    return Page([to_row(one) for one in found.items], found.next_cursor)


def document(document_id: UUID, *, actor: Actor) -> DocumentRow:
    """Return one document; raises UnknownDocument, also for one outside the reader's areas."""
    row = _whole().filter(pk=document_id).order_by("pk").first()
    if row is None or not may(actor, _READ, area=row.area_code):
        raise UnknownDocument
    return to_row(row)


def latest(kind: Kind, area: str, round_id: int, index_id: str) -> DocumentRow | None:
    """Return the newest issued document of a kind for an area, round and index; None where there is none."""
    row = (
        _whole()
        .filter(
            kind=kind.value, area_code=area, round_id=round_id, index_id=index_id, state=State.ISSUED.value
        )
        .order_by("pk")
        .first()
    )
    return to_row(row) if row else None


def newest_of(area: str, round_id: int, index_id: str) -> dict[Kind, DocumentRow]:
    """Return the newest issued document of each kind for an area, round and index."""
    found = _whole().filter(area_code=area, round_id=round_id, index_id=index_id, state=State.ISSUED.value)
    return {Kind(row.kind): to_row(row) for row in found.order_by("pk")}


def latest_content(row: DocumentRow) -> tuple[UUID, str] | None:
    """Return the newest issued document beside one, with the hash of what it says; None where there is none."""
    found = Document.objects.filter(
        kind=row.kind.value,
        area_code=row.area_code,
        round_id=row.round_id,
        index_id=row.index_id,
        state=State.ISSUED.value,
    )
    one = found.order_by("pk").values_list("pk", "content").first()
    return (one[0], one[1]) if one else None


def public_document(token: str) -> PublicDocument:
    """Return what the QR code of a paper tells anybody; raises UnknownDocument, also for one that never was issued."""
    row = Document.objects.filter(token=token, state__in=_KNOWN).order_by("pk").first()
    if row is None or row.issued_at is None:
        raise UnknownDocument
    after = _successor(row)
    return PublicDocument(
        kind=Kind(row.kind),
        area_code=row.area_code,
        number=row.number,
        issued_at=row.issued_at,
        state=State(row.state),
        sha256=row.sha256,
        replaced_by=(after.number, after.issued_at) if after and after.issued_at else None,
        newer_round=_has_newer_round(row),
    )


def open_file(document_id: UUID, *, actor: Actor, twin: bool = False) -> tuple[DocumentRow, BinaryIO]:
    """Return an issued document with its file (or its twin) open for reading; raises UnknownDocument."""
    row = document(document_id, actor=actor)
    wanted = row.made and (row.made.twin if twin else row.made.sha256)
    if not wanted or row.state not in KNOWN:
        raise UnknownDocument
    return row, blobs.open(wanted)


def open_signed(document_id: UUID, *, actor: Actor) -> tuple[DocumentRow, SignedCopyRow, BinaryIO]:
    """Return the newest scan of the signed paper, open for reading; raises UnknownDocument where there is none."""
    row = document(document_id, actor=actor)
    if not row.signed:
        raise UnknownDocument
    return row, row.signed[0], blobs.open(row.signed[0].sha256)


def schedules(*, actor: Actor) -> list[ScheduleRow]:
    """Return what is made every month in the reader's areas, by area and kind; raises NotAllowed."""
    check_may(actor, _READ)
    rows = Schedule.objects.filter(_within(reach(actor, _READ)), ended_at__isnull=True)
    return [to_schedule(row) for row in rows.order_by("area_code", "kind", "pk")]


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return which stored files the register still needs."""
    found = Document.objects.filter(Q(sha256__in=hashes) | Q(twin__in=hashes)).order_by("pk")
    kept = {each for pair in found.values_list("sha256", "twin") for each in pair}
    kept |= set(SignedCopy.objects.filter(sha256__in=hashes).order_by("pk").values_list("sha256", flat=True))
    return kept & set(hashes)


def _within(scopes: Collection[str]) -> Q:
    condition = Q(pk__in=[])
    for code in scopes:
        if not code:
            return Q()
        condition |= Q(area_code=code) | Q(area_code__startswith=f"{code}.")
    return condition


def _whole() -> QuerySet[Document]:
    followers = Document.objects.filter(state__in=_KNOWN).order_by("pk")
    return Document.objects.prefetch_related(
        Prefetch("signed", queryset=SignedCopy.objects.order_by("-pk")),
        Prefetch("followers", queryset=followers),
    )


def _successor(row: Document) -> Document | None:
    if row.state != State.REPLACED.value:
        return None
    return Document.objects.filter(replaces=row, state__in=_KNOWN).order_by("-pk").first()


def _has_newer_round(row: Document) -> bool:
    others = Document.objects.filter(
        kind=row.kind, area_code=row.area_code, index_id=row.index_id, state=State.ISSUED.value
    ).exclude(round_id=row.round_id)
    begun: date = surveys.get_round(row.round_id).opens
    ids = others.order_by("round_id").values_list("round_id", flat=True).distinct()
    return any(surveys.get_round(one).opens > begun for one in ids)


def to_row(row: Document) -> DocumentRow:
    """Return a document as others see it."""
    follower = next(iter(row.followers.all()), None) if row.state == State.REPLACED.value else None
    made = None
    if row.sha256:
        made = Made(
            sha256=row.sha256,
            kind=row.file_kind,
            size=row.size,
            pages=row.pages,
            twin=row.twin,
            twin_kind=row.twin_kind,
            definition_version=row.definition_version,
            definition_hash=row.definition_hash,
            data_version=row.data_version,
            data_digest=row.data_digest,
            is_provisional=row.is_provisional,
        )
    return DocumentRow(
        id=row.pk,
        token=row.token,
        kind=Kind(row.kind),
        area_code=row.area_code,
        round_id=row.round_id,
        index_id=row.index_id,
        number=row.number,
        state=State(row.state),
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by,
        done=row.done,
        total=row.total,
        attempts=row.attempts,
        beat_at=row.beat_at,
        refusal=row.refusal,
        issued_at=row.issued_at,
        made=made,
        replaced_by=follower.number if follower else "",
        same_as=row.replaces_id if row.state == State.UNCHANGED.value else None,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
        signed=tuple(
            SignedCopyRow(one.pk, one.sha256, one.kind, one.size, one.attached_at, one.attached_by)
            for one in row.signed.all()
        ),
    )


def to_schedule(row: Schedule) -> ScheduleRow:
    """Return an entry of the schedule as others see it."""
    return ScheduleRow(
        id=row.pk,
        area_code=row.area_code,
        kind=Kind(row.kind),
        index_id=row.index_id,
        day=row.day,
        made_at=row.made_at,
        made_by=row.made_by,
        last_month=row.last_month,
    )
