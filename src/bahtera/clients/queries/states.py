"""What is known of clients as values, and which records stand for one person."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from bahtera.clients.models import Client, ClientState
from bahtera.clients.values import BirthQuality, Identity, Need


def identity_of(row: ClientState) -> Identity:
    """Return what one version says."""
    more = row.service_needs or {}
    return Identity(
        name=row.name,
        sex=row.sex,
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        birth_quality=BirthQuality(row.birth_quality or BirthQuality.UNKNOWN),
        village_code=row.village_code,
        nik=row.nik,
        phone=row.phone,
        languages=tuple(more.get("languages", ())),
        needs=tuple(Need(one) for one in more.get("needs", ())),
    )


def standing(client_ids: Collection[UUID]) -> dict[UUID, ClientState]:
    """Return the standing versions of clients."""
    rows = ClientState.objects.filter(client__in=client_ids, standing=True).order_by("pk")
    return {row.client_id: row for row in rows}


def root_of(client_id: UUID) -> UUID:
    """Return the record that stands for a person: the one at the end of the links."""
    seen, here = {client_id}, client_id
    while True:
        there = Client.objects.filter(pk=here).order_by("pk").values_list("merged_into", flat=True).first()
        if there is None or there in seen:
            return here
        seen.add(there)
        here = there


def records_of(client_id: UUID) -> frozenset[UUID]:
    """Return all records that a supervisor said are one person, this one among them."""
    found = {root_of(client_id)}
    newest = set(found)
    while newest:
        rows = Client.objects.filter(merged_into__in=newest).order_by("pk")
        newest = set(rows.values_list("pk", flat=True)) - found
        found |= newest
    return frozenset(found)
