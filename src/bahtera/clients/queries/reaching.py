"""Which clients somebody may do something for: those whom a unit knows in which they hold a fitting role."""

from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, units_of
from bahtera.clients.errors import NoSuchClient
from bahtera.clients.models import Client, Knowing, Pair
from bahtera.clients.queries.states import records_of
from bahtera.clients.values import PairState
from bahtera.families import api as families


def reached(actor: Actor, action: str) -> QuerySet[Client]:
    """Return the clients for whom the actor may do the action, before relatives are left out."""
    rows = Client.objects.filter(forgotten_at__isnull=True)
    if "system" in actor.roles:
        return rows
    known = Knowing.objects.filter(unit_id__in=units_of(actor, action), ended_at__isnull=True)
    return rows.filter(pk__in=known.order_by().values("client_id"))


def get_row(client_id: UUID, actor: Actor, action: str, *, lock: bool = False) -> Client:
    """Return a client; one of a foreign unit, a forgotten one and the actor's own relative are as if not there.

    Raises NotAllowed, NoSuchClient.
    """
    check_may(actor, action)
    rows = reached(actor, action).filter(pk=client_id).order_by("pk")
    row = (rows.select_for_update() if lock else rows).first()
    if row is None or is_kin(row, actor):
        raise NoSuchClient
    return row


def is_kin(row: Client, actor: Actor) -> bool:
    """Tell whether a client is of the actor's own household or a declared relative's, as far as the register knows."""
    if row.member_id is None or not actor.kin:
        return False
    person = families.get_person(row.member_id)
    return person is not None and person.family_id is not None and families.is_kin(person.family_id, actor)


def is_relative(client_id: UUID, actor: Actor) -> bool:
    """Tell whether a client is of the actor's own household or a declared relative's, as far as the register knows."""
    row = Client.objects.filter(pk=client_id).order_by("pk").first()
    return row is not None and is_kin(row, actor)


def looks_like(client_id: UUID) -> frozenset[UUID]:
    """Return other records that may be the same person: pairs that wait, and records that a supervisor linked.

    For machinery that says "ask your supervisor" and nothing else: never shown.
    """
    own = records_of(client_id)
    pairs = Pair.objects.filter(Q(first__in=own) | Q(second__in=own)).exclude(state=PairState.APART.value)
    found = {one for pair in pairs.order_by("pk").values_list("first", "second") for one in pair}
    return frozenset((found | own) - {client_id})


def acting_unit(row: Client, actor: Actor, action: str) -> UUID:
    """Return the unit in which the actor does something for a client: the one that has known them longest."""
    known = Knowing.objects.filter(client=row, ended_at__isnull=True)
    if "system" not in actor.roles:
        known = known.filter(unit_id__in=units_of(actor, action))
    found = known.order_by("since", "pk").values_list("unit_id", flat=True).first()
    if found is None:
        raise NoSuchClient
    return found


def open_units(client_ids: list[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the units that know some clients now, by client, longest first."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    rows = Knowing.objects.filter(client__in=client_ids, ended_at__isnull=True).order_by("since", "pk")
    for client_id, unit_id in rows.values_list("client_id", "unit_id"):
        found[client_id] = (*found.get(client_id, ()), unit_id)
    return found
