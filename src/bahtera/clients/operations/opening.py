"""Looking at clients: every look at who somebody is, or at how they are reached, is in the audit."""

from collections.abc import Collection
from uuid import UUID

from bahtera.access.api import Actor, check_may, units_of
from bahtera.clients.errors import NoSuchClient
from bahtera.clients.models import CheckedIdentity, ClientState, Ground, Knowing
from bahtera.clients.queries.contact import opened, standing_rule
from bahtera.clients.queries.grounds import row_of
from bahtera.clients.queries.reaching import get_row, is_kin, open_units
from bahtera.clients.queries.states import identity_of, standing
from bahtera.clients.values import (
    Answer,
    ChangeRow,
    CheckRow,
    ClientRow,
    ClientView,
    GroundRow,
    SafeContact,
)
from bahtera.foundation import audit
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.transactions import durable


def get_client(client_id: UUID, *, actor: Actor) -> ClientView:
    """Return a client whom a unit of the actor knows, without how to reach them safely.

    Raises NotAllowed, NoSuchClient.
    """
    with durable():
        row = get_row(client_id, actor, "client.read")
        audit.record("clients.read", actor=actor.key, subject=f"client:{row.pk}")
    state = standing([row.pk])[row.pk]
    return ClientView(
        row.pk,
        row.number,
        identity_of(state),
        row.member_id,
        open_units([row.pk]).get(row.pk, ()),
        row.synthetic,
        state.recorded_at,
    )


def list_clients(
    unit_id: UUID, *, actor: Actor, cursor: str | None = None, size: int = 50
) -> Page[ClientRow]:
    """Return whom one unit of the actor knows, the latest first, without relatives. Raises NotAllowed, NoSuchClient."""
    check_may(actor, "client.read")
    if "system" not in actor.roles and unit_id not in units_of(actor, "client.read"):
        raise NoSuchClient
    rows = Knowing.objects.filter(
        unit_id=unit_id, ended_at__isnull=True, client__forgotten_at__isnull=True
    ).select_related("client")
    page = keyset(rows, ("-since", "-id"), cursor=cursor, size=size)
    seen = [one for one in page.items if not is_kin(one.client, actor)]
    states = standing([one.client_id for one in seen])
    audit.note("clients.listed", actor=actor.key, subject=f"unit:{unit_id}", details={"clients": len(seen)})
    return Page(
        [
            ClientRow(
                one.client_id, states[one.client_id].name, states[one.client_id].village_code, one.since
            )
            for one in seen
        ],
        page.next_cursor,
    )


def name_clients(unit_id: UUID, client_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, ClientRow]:
    """Return those of some clients whom a unit of the actor knows, without relatives; one entry for the look.

    Raises NotAllowed, NoSuchClient.
    """
    check_may(actor, "client.read")
    if "system" not in actor.roles and unit_id not in units_of(actor, "client.read"):
        raise NoSuchClient
    rows = Knowing.objects.filter(
        unit_id=unit_id,
        client__in=set(client_ids),
        ended_at__isnull=True,
        client__forgotten_at__isnull=True,
    ).select_related("client")
    seen = [one for one in rows.order_by("pk") if not is_kin(one.client, actor)]
    if not seen:
        return {}
    states = standing([one.client_id for one in seen])
    audit.note("clients.listed", actor=actor.key, subject=f"unit:{unit_id}", details={"clients": len(seen)})
    return {
        one.client_id: ClientRow(
            one.client_id, states[one.client_id].name, states[one.client_id].village_code, one.since
        )
        for one in seen
    }


def check_reaches(client_id: UUID, *, actor: Actor) -> None:
    """Raise NotAllowed or NoSuchClient unless the actor may work with a client; nothing of them is told."""
    get_row(client_id, actor, "client.read")


def changes_of(client_id: UUID, *, actor: Actor) -> tuple[ChangeRow, ...]:
    """Return every version of a client, the latest first, with those that came too late and never held.

    Raises NotAllowed, NoSuchClient.
    """
    with durable():
        row = get_row(client_id, actor, "client.read")
        audit.record("clients.read", actor=actor.key, subject=f"client:{row.pk}")
    rows = ClientState.objects.filter(client=row).order_by("-recorded_at", "-pk")
    return tuple(
        ChangeRow(one.pk, one.number, one.refused, identity_of(one), one.recorded_at, one.recorded_by)
        for one in rows
    )


def get_contact(client_id: UUID, *, actor: Actor) -> SafeContact | None:
    """Return how a client is reached without harm; None when nothing is recorded, which means silence.

    Raises NotAllowed, NoSuchClient.
    """
    with durable():
        row = get_row(client_id, actor, "client.contact")
        audit.record("clients.contact_read", actor=actor.key, subject=f"client:{row.pk}")
    rule = standing_rule(row.pk)
    return opened(rule) if rule else None


def grounds_of(client_id: UUID, *, actor: Actor) -> tuple[GroundRow, ...]:
    """Return all grounds recorded for a client, the latest first. Raises NotAllowed, NoSuchClient."""
    with durable():
        row = get_row(client_id, actor, "client.contact")
        audit.record("clients.grounds_read", actor=actor.key, subject=f"client:{row.pk}")
    rows = Ground.objects.filter(client=row).order_by("-given_at", "-pk")
    return tuple(row_of(one) for one in rows)


def checks_of(client_id: UUID, *, actor: Actor) -> tuple[CheckRow, ...]:
    """Return when a civil registry was asked about a client and its answers. Raises NotAllowed, NoSuchClient."""
    row = get_row(client_id, actor, "client.check")
    rows = CheckedIdentity.objects.filter(client=row).order_by("-asked_at", "-pk")
    return tuple(CheckRow(one.asked_at, one.asked_by, Answer(one.answer)) for one in rows)
