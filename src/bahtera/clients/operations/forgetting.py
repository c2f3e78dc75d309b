"""Ending what is kept of clients: who they were goes, keys are destroyed; that there was a record stays."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from bahtera.access.api import Actor, check_may, may
from bahtera.clients.errors import NoSuchClient
from bahtera.clients.models import CheckedIdentity, Client, ClientState, GiverBar, Ground, Knowing, Pair
from bahtera.clients.operations.contact import destroy_contact
from bahtera.clients.queries.reaching import is_kin
from bahtera.foundation import audit, clock, events
from bahtera.foundation.expiring import Ending, Executor, Expired, deleting
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.transactions import durable
from bahtera.privacy import api as privacy


def forget_client(client_id: UUID, *, actor: Actor) -> None:
    """Take out at once who a client was, as they asked and the data-protection officer decided.

    Raises NotAllowed, NoSuchClient, UnderHold.
    """
    check_may(actor, "privacy.manage")
    with durable():
        row = Client.objects.select_for_update().filter(pk=client_id, forgotten_at__isnull=True).first()
        if row is None:
            raise NoSuchClient
        areas = list(Knowing.objects.filter(client=row).order_by("pk").values_list("area_code", flat=True))
        if is_kin(row, actor) or not all(may(actor, "privacy.manage", area=area) for area in areas):
            raise NoSuchClient
        privacy.check_not_held(_expired(row, areas))
        _forget([row.pk])
        audit.record("clients.forgotten", actor=actor.key, subject=f"client:{row.pk}")


def old_clients(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return clients whom no unit has known since an instant, in the order of their keys."""
    lately = Knowing.objects.filter(client=OuterRef("pk")).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=before)
    )
    rows = Client.objects.filter(~Exists(lately), forgotten_at__isnull=True).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    found = list(rows[:size])
    areas: dict[UUID, list[str]] = {}
    known = Knowing.objects.filter(client__in=found).order_by("pk")
    for client_id, area in known.values_list("client_id", "area_code"):
        areas.setdefault(client_id, []).append(area)
    return [_expired(row, areas.get(row.pk, [])) for row in found]


def forget_clients(keys: Sequence[str], _why: str) -> int:
    """Take out who clients were; retention writes the entry."""
    rows = Client.objects.select_for_update().filter(
        pk__in=[UUID(key) for key in keys], forgotten_at__isnull=True
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    _forget(ids)
    return len(ids)


def old_checks(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return checks of identity before an instant, in the order of their keys."""
    rows = CheckedIdentity.objects.filter(asked_at__lt=before).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [Expired(str(row.pk), "", (f"client:{row.client_id}",)) for row in rows[:size]]


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that prove a consent of a client."""
    rows = Ground.objects.filter(evidence_sha256__in=hashes).order_by("pk")
    return set(rows.values_list("evidence_sha256", flat=True))


def _forget(ids: list[UUID]) -> None:
    destroy_contact(ids)
    grounds = Ground.objects.filter(client__in=ids)
    sheets = set(grounds.exclude(evidence_sha256="").order_by("pk").values_list("evidence_sha256", flat=True))
    transaction.on_commit(partial(erase_unused, sheets))
    grounds.update(giver_name="", giver_nik="", witness="", reason="", evidence_sha256="")
    ClientState.objects.filter(client__in=ids).update(
        name="",
        sex="",
        birth_date="",
        birth_quality="",
        village_code="",
        nik="",
        nik_digest=None,
        likeness="",
        likeness_digest=None,
        phone="",
        service_needs={},
    )
    GiverBar.objects.filter(client__in=ids).delete()
    CheckedIdentity.objects.filter(client__in=ids).delete()
    Pair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    now = clock.now()
    Knowing.objects.filter(client__in=ids, ended_at__isnull=True).update(ended_at=now)
    Client.objects.filter(merged_into__in=ids).update(merged_into=None)
    Client.objects.filter(pk__in=ids).update(member_id=None, merged_into=None, forgotten_at=now)
    for client_id in ids:
        events.publish("clients.forgotten", key=str(client_id))


def _expired(row: Client, areas: list[str]) -> Expired:
    about = [f"client:{row.pk}", *([f"member:{row.member_id}"] if row.member_id else [])]
    return Expired(str(row.pk), areas[0] if len(set(areas)) == 1 else "", tuple(about))


EXECUTORS: Final = (
    Executor(
        name="clients.clients",
        ending=Ending.ANONYMISE,
        since="end_of_service",
        tables=(
            "clients.Client",
            "clients.ClientState",
            "clients.ContactRule",
            "clients.GiverBar",
            "clients.Ground",
            "clients.Knowing",
            "clients.Pair",
        ),
        find=old_clients,
        end=forget_clients,
        least=timedelta(days=365),
        batch=50,
    ),
    Executor(
        name="clients.checks",
        ending=Ending.DELETE,
        since="check",
        tables=("clients.CheckedIdentity",),
        find=old_checks,
        end=deleting(CheckedIdentity),
        least=timedelta(days=2),
    ),
)
