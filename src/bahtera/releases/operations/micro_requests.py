"""Giving out micro-data: one asks with a purpose and a licence, the data-protection officer decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may, same_person
from bahtera.foundation import audit, clock, kept_files
from bahtera.foundation.transactions import durable
from bahtera.releases.errors import MicroRefused, UnknownMicroRequest
from bahtera.releases.models import MicroRequest
from bahtera.releases.operations.orders import close_order
from bahtera.releases.queries.micro_requests import micro_request, to_row
from bahtera.releases.rules import clean_reason
from bahtera.releases.values import MicroRequestRow, Standing
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

_ASK = "microdata.ask"
_AGREE = "microdata.agree"


def ask_micro(
    round_id: int,
    number: int,
    *,
    licence: str,
    purpose: str,
    report: Any,
    sha256: str,
    file: str,
    actor: Actor,
    order: UUID | None = None,
) -> MicroRequestRow:
    """Ask to give out the rows with this hash, which the stored ``file`` holds.

    ``order``: the order that the request ends. Raises NoReason, MicroRefused (asked already), OrderRefused, NotAllowed.
    """
    check_may(actor, _ASK, area=surveys.get_round(round_id).area_code)
    row = MicroRequest(
        round_id=round_id,
        number=number,
        licence=licence,
        purpose=clean_reason(purpose),
        report=report,
        sha256=sha256,
        file=file,
        asked_at=clock.now(),
        asked_by=actor.key,
        standing=Standing.ASKED.value,
    )
    try:
        with durable():
            close_order(order)
            row.save(force_insert=True)
            _record(row, "releases.micro_asked", actor)
    except IntegrityError as error:
        raise MicroRefused.asked() from error
    return to_row(row)


def agree_to_micro(request_id: UUID, *, actor: Actor) -> MicroRequestRow:
    """Agree, as another person than who asked, to the rows of the report.

    Raises UnknownMicroRequest, MicroRefused (decided, same person, a family erased since), NotAllowed.
    """
    with durable():
        row = _locked(request_id, actor)
        if not row.file:
            raise MicroRefused.changed()
        _decide(row, Standing.DONE, "", actor)
        _record(row, "releases.micro_agreed", actor)
    return to_row(row)


def refuse_micro(request_id: UUID, *, reason: str, actor: Actor) -> MicroRequestRow:
    """Refuse with a reason; raises NoReason and as `agree_to_micro`."""
    why = clean_reason(reason)
    with durable():
        row = _locked(request_id, actor)
        file, row.file = row.file, ""
        _decide(row, Standing.REFUSED, why, actor)
        _record(row, "releases.micro_refused", actor)
    kept_files.erase_unused([file] if file else [])
    return to_row(row)


def _locked(request_id: UUID, actor: Actor) -> MicroRequest:
    found = micro_request(request_id, actor=actor)
    check_may(actor, _AGREE, area=surveys.get_round(found.round_id).area_code)
    row = MicroRequest.objects.select_for_update().filter(pk=request_id).order_by("pk").first()
    if row is None:
        raise UnknownMicroRequest(request_id)
    if row.standing != Standing.ASKED.value:
        raise MicroRefused.decided()
    if same_person(row.asked_by, actor.key):
        raise MicroRefused.same_person()
    return row


def _decide(row: MicroRequest, standing: Standing, answer: str, actor: Actor) -> None:
    row.standing, row.answer = standing.value, answer
    row.decided_at, row.decided_by = clock.now(), actor.key
    row.save()


def _record(row: MicroRequest, action: str, actor: Actor) -> None:
    audit.record(
        action,
        actor=actor.key,
        subject=f"round:{row.round_id}",
        details={"version": row.number, "licence": row.licence, "sha256": row.sha256},
    )
