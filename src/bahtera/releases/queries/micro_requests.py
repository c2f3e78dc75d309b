"""Reads of requests to give out micro-data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.releases.errors import UnknownMicroRequest
from bahtera.releases.models import MicroRequest
from bahtera.releases.values import MicroRequestRow, Standing
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

_READ = "microdata.read"


def micro_requests(*, actor: Actor, round_id: int | None = None) -> list[MicroRequestRow]:
    """Return the requests of one round or of all in the reader's areas, the newest first; raises NotAllowed."""
    check_may(actor, _READ)
    rows = MicroRequest.objects.order_by("-id")
    found = rows if round_id is None else rows.filter(round_id=round_id)
    return [to_row(row) for row in found if _reads(actor, row.round_id)]


def micro_request(request_id: UUID, *, actor: Actor) -> MicroRequestRow:
    """Return one request; raises UnknownMicroRequest."""
    row = MicroRequest.objects.filter(pk=request_id).order_by("pk").first()
    if row is None or not _reads(actor, row.round_id):
        raise UnknownMicroRequest(request_id)
    return to_row(row)


def _reads(actor: Actor, round_id: int) -> bool:
    area = surveys.get_round(round_id).area_code
    return any(covers(scope, area) or covers(area, scope) for scope in reach(actor, _READ))


def to_row(row: MicroRequest) -> MicroRequestRow:
    """Return a request as others see it."""
    return MicroRequestRow(
        id=row.pk,
        round_id=row.round_id,
        number=row.number,
        licence=row.licence,
        purpose=row.purpose,
        report=row.report,
        sha256=row.sha256,
        file=row.file,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        standing=Standing(row.standing),
        answer=row.answer,
        decided_at=row.decided_at,
    )
