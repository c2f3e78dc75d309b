"""Writing and taking back how a client is reached without harm."""

from uuid import UUID

from bahtera.access.api import Actor
from bahtera.clients.models import ContactRule
from bahtera.clients.queries.contact import closed
from bahtera.clients.queries.reaching import acting_unit, get_row
from bahtera.clients.rules.contact import check_contact
from bahtera.clients.values import SafeContact
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable


def set_contact(client_id: UUID, told: SafeContact, *, actor: Actor) -> None:
    """Write how a client is reached; what stood before can never be read again: its key is destroyed.

    Raises NotAllowed, NoSuchClient, BadContact.
    """
    check_contact(told)
    with durable():
        row = get_row(client_id, actor, "client.contact", lock=True)
        unit_id = acting_unit(row, actor, "client.contact")
        destroy_contact([row.pk])
        rule_id = new_id()
        key, rules = closed(rule_id, told)
        ContactRule.objects.create(
            id=rule_id,
            client=row,
            key=key,
            rules=rules,
            unit_id=unit_id,
            recorded_at=clock.now(),
            recorded_by=actor.key,
        )
        audit.record("clients.contact_set", actor=actor.key, subject=f"client:{row.pk}")


def take_back_contact(client_id: UUID, *, actor: Actor) -> None:
    """Destroy what was said about how to reach a client: silence from now on. Raises NotAllowed, NoSuchClient."""
    with durable():
        row = get_row(client_id, actor, "client.contact", lock=True)
        destroy_contact([row.pk])
        audit.record("clients.contact_taken_back", actor=actor.key, subject=f"client:{row.pk}")


def destroy_contact(client_ids: list[UUID]) -> None:
    """Destroy the keys of all rules of some clients; in the caller's transaction."""
    rows = ContactRule.objects.filter(client__in=client_ids)
    rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
    rows.update(standing=False, key=b"", rules=b"")
