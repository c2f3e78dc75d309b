"""Drafts out of a table: each line becomes a draft with its client, or says why it became none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.db import transaction

from bahtera.access.api import Actor, NotAllowed, UnitRow, check_may, units_behind, units_of, units_with_inbox
from bahtera.clients import api as clients
from bahtera.foundation import audit
from bahtera.foundation.errors import Refused
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import AlreadyOpen, BadDraft, BadTable
from bahtera.referrals.models import Referral
from bahtera.referrals.operations.drafting import keep_draft
from bahtera.referrals.queries.reaching import FINAL_STATES, SEND, is_machine
from bahtera.referrals.rules.declaring import packets
from bahtera.referrals.rules.packets import packet
from bahtera.referrals.rules.table import NEEDED, columns_in, line_in
from bahtera.referrals.values import Why
from bahtera.referrals.values.kept import ImportedRow, ImportReport, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from bahtera.foundation.sheets import Cell
    from bahtera.referrals.rules.table import Line

LARGEST_MB: Final = 10
_LIMITS: Final = Limits(megabytes=LARGEST_MB, lines=20_001, cells=60)
_AT_ONCE: Final = 100
"""Lines of one transaction: others write between two of them."""


@dataclass(frozen=True, slots=True)
class _Units:
    """Who sends, and to whom a table does, by inbox; asked for once."""

    sender: UnitRow
    receivers: Mapping[str, UnitRow]


def import_referrals(content: bytes, *, sender_unit: UUID, actor: Actor) -> ImportReport:
    """Keep each line of a CSV or XLSX table as a draft of a unit; nothing is sent.

    A line opens its client, or names one with ``klien``. One that cannot be kept leaves nothing behind, nor does one
    whose person has a draft or an open referral to that unit for that service: a table may be taken again after it
    broke off. Raises NotAllowed, BadTable, UnreadableSheet, SheetTooLarge; nothing was taken then.
    """
    check_may(actor, SEND)
    check_may(actor, "client.keep")
    if not is_machine(actor) and sender_unit not in units_of(actor, SEND):
        raise NotAllowed(SEND)
    lines = list(read_lines(content, _LIMITS))
    if not lines:
        raise BadTable.without(NEEDED)
    columns = columns_in(lines[0][1], packets())
    units = _Units(units_behind([sender_unit])[sender_unit], _receivers(lines[1:], columns))
    rest = iter(lines[1:])
    rows: list[ImportedRow] = []
    while batch := list(islice(rest, _AT_ONCE)):
        with durable():
            rows += _kept(batch, columns, units, actor)
            audit.record(
                "referrals.table_taken",
                actor=actor.key,
                subject=f"unit:{sender_unit}",
                details={"lines": len(batch), "until": batch[-1][0]},
            )
    return ImportReport(tuple(rows))


def _receivers(lines: list[tuple[int, list[Cell]]], columns: Mapping[str, int]) -> Mapping[str, UnitRow]:
    at = columns["penerima"]
    return units_with_inbox({str(cells[at]).strip() for _, cells in lines if at < len(cells) and cells[at]})


def _kept(
    batch: list[tuple[int, list[Cell]]],
    columns: Mapping[str, int],
    units: _Units,
    actor: Actor,
) -> Iterator[ImportedRow]:
    for number, cells in batch:
        try:
            line = line_in(cells, columns, packets())
            if line is None:
                continue
            with transaction.atomic():
                row = _keep(number, line, units, actor)
        except Refused as refused:
            row = ImportedRow(
                number, code=refused.code, message=refused.message, details=dict(refused.details)
            )
        yield row


def _keep(number: int, line: Line, units: _Units, actor: Actor) -> ImportedRow:
    unit, sender = units.receivers.get(line.penerima), units.sender
    if unit is None:
        raise BadDraft.cell("penerima")
    _check_shapes(line, unit.kind)
    alike = False
    if line.client_id is None:
        made = clients.register_client(_identity(line), unit_id=sender.id, actor=actor)
        client_id, alike = made.client_id, made.ask_supervisor
    else:
        client_id = clients.get_client(line.client_id, actor=actor).id
    _check_repeated(client_id, line, unit.id, sender.id, alike=alike)
    wanted = Wanted(sender.id, unit.id, line.service, client_id, urgency=line.urgency, known=dict(line.known))
    kept = keep_draft(wanted, {unit.id: unit, sender.id: sender}, actor)
    return ImportedRow(number, kept.id, ask_supervisor=alike)


def _identity(line: Line) -> clients.Identity:
    if not line.name and not line.nik:
        raise BadDraft.cell("nama")
    born, quality = line.born, clients.BirthQuality.UNKNOWN
    if born is not None:
        quality = clients.BirthQuality.CERTAIN
    elif line.born_in is not None:
        born, quality = date(line.born_in, 7, 1), clients.BirthQuality.YEAR
    return clients.Identity(
        name=line.name,
        sex=line.sex,
        birth_date=born,
        birth_quality=quality,
        village_code=line.village,
        nik=line.nik,
        phone=line.phone,
    )


def _check_shapes(line: Line, kind: str) -> None:
    """Raise BadDraft for what is not written as its field is; what a unit need not know only stays at home."""
    cut = packet(line.known, line.service, (kind,))
    for name, why in cut.left_out.items():
        if why is Why.MALFORMED:
            raise BadDraft.cell(name)


def _check_repeated(client_id: UUID, line: Line, receiver: UUID, sender: UUID, *, alike: bool) -> None:
    who = clients.looks_like(client_id) | {client_id} if alike else {client_id}
    same = Referral.objects.filter(
        client__in=who, sender_unit=sender, receiver_unit=receiver, service=line.service
    )
    if (alike or line.client_id) and same.exclude(state__in=FINAL_STATES).exists():
        raise AlreadyOpen
