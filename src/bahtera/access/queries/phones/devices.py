"""Enrolled phones and activation codes, as those see them who look after kader there."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.errors import NoSuchCode, NoSuchDevice, RoleRefused
from bahtera.access.models import ActivationCode, Device, Person, RoleGrant
from bahtera.access.queries.actors import holding, live_grants
from bahtera.access.queries.scoping import narrow
from bahtera.access.rules.areas import covers
from bahtera.access.rules.phones import CODE_HOLDS, has_run_out
from bahtera.access.rules.pins import LOCKED_AFTER, WAITS
from bahtera.access.rules.policy import reach
from bahtera.access.values import Actor, CodeRow, DeviceRow, DeviceState
from bahtera.foundation import clock

_ACTION = "device.manage"
_MOST = 1000


def list_devices(actor: Actor, *, person_id: UUID | None = None) -> list[DeviceRow]:
    """Return the enrolled phones of kader who are at home or work in the reader's areas, those in use first.

    With a person, only theirs.
    """
    rows = Device.objects.filter(person__in=_looked_after(actor)).select_related("person")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    listed = list(rows.order_by("person__search_name", "-enrolled_at", "pk")[:_MOST])
    held = _areas_of({row.person_id for row in listed})
    openable = _openable({row.person_id for row in listed}, actor)
    found = [
        DeviceRow(
            row.pk,
            row.person_id,
            row.person.name,
            row.label,
            held.get(row.person_id, ()),
            state_of(row, has_role=row.person_id in held).state,
            row.enrolled_at,
            row.last_seen_at,
            row.revoked_at,
            row.person_id in openable,
        )
        for row in listed
    ]
    return sorted(found, key=lambda row: row.state == "revoked")


def list_codes(actor: Actor) -> list[CodeRow]:
    """Return the activation codes that still work, of kader in the reader's areas."""
    now = clock.now()
    rows = ActivationCode.objects.filter(
        person__in=_looked_after(actor), used_at=None, cancelled_at=None, expires_at__gt=now
    ).select_related("person")
    listed = [row for row in rows.order_by("expires_at", "pk")[:_MOST] if is_open(row)]
    held = _areas_of({row.person_id for row in listed})
    return [
        CodeRow(
            row.pk, row.person_id, row.person.name, held.get(row.person_id, ()), row.issued_at, row.expires_at
        )
        for row in listed
    ]


def is_open(row: ActivationCode) -> bool:
    """Tell whether a code still works."""
    return (
        row.used_at is None
        and row.cancelled_at is None
        and not has_run_out(row.issued_at, CODE_HOLDS, clock.now())
    )


def enrolled_unanswered(row: ActivationCode, key: str) -> Device | None:
    """Return the phone that used this code and has not signed in since: it may not have heard that it is enrolled."""
    if row.used_at is None or has_run_out(row.issued_at, CODE_HOLDS, clock.now()):
        return None
    own = Device.objects.filter(
        public_key=key, person_id=row.person_id, enrolled_at=row.used_at, revoked_at=None, sessions=None
    )
    return own.select_related("person").first()


def visible_device(device_id: UUID, actor: Actor) -> Device:
    """Return the row of a phone whose kader the actor looks after; raises NoSuchDevice for every other."""
    rows = Device.objects.filter(pk=device_id, person__in=_looked_after(actor)).select_related("person")
    row = rows.order_by("pk").first()
    if row is None:
        raise NoSuchDevice
    return row


def visible_code(code_id: UUID, actor: Actor) -> ActivationCode:
    """Return the row of an activation code whose kader the actor looks after; raises NoSuchCode."""
    row = ActivationCode.objects.filter(pk=code_id, person__in=_looked_after(actor)).order_by("pk").first()
    if row is None:
        raise NoSuchCode
    return row


def may_open(actor: Actor, person_id: UUID) -> bool:
    """Tell whether the actor may make codes for somebody: a kader, and nowhere outside the actor's areas.

    Whoever holds a code can pose as its owner, so nobody makes one that opens more than they look after.
    """
    return person_id in _openable({person_id}, actor)


def check_may_open(actor: Actor, person_id: UUID) -> None:
    """Raise RoleRefused unless the actor may make codes for somebody."""
    if not may_open(actor, person_id):
        raise RoleRefused.kader_beyond() if _areas_of({person_id}) else RoleRefused.kader_nowhere()


def state_of(row: Device, *, has_role: bool) -> DeviceState:
    """Return how things stand with a profile."""
    wait = wait_left(row)
    if row.revoked_at is not None:
        return DeviceState("revoked", 0)
    if is_locked(row):
        return DeviceState("locked", 0)
    if not has_role:
        return DeviceState("no_role", 0)
    return DeviceState("waiting" if wait else "active", -int(-wait.total_seconds() // 1))


def is_locked(row: Device) -> bool:
    """Tell whether only a supervisor's code opens the profile."""
    return row.locked_at is not None or row.wrong_pins >= LOCKED_AFTER


def wait_left(row: Device) -> timedelta:
    """Return what is left of a wait; one longer than any we give was set by a clock that ran ahead."""
    left = row.locked_until - clock.now() if row.locked_until else timedelta(0)
    return left if timedelta(0) < left <= WAITS.longest else timedelta(0)


def _looked_after(actor: Actor) -> QuerySet[Person]:
    at_home = narrow(Person.objects.all(), actor, _ACTION).values("pk")
    grants = RoleGrant.objects.filter(role="kader", ended_at=None)
    held = narrow(grants, actor, _ACTION).values("person_id")
    return Person.objects.filter(Q(pk__in=at_home) | Q(pk__in=held))


def _openable(people: Iterable[UUID], actor: Actor) -> set[UUID]:
    scopes = reach(actor, _ACTION)
    wanted = set(people)
    inside: dict[UUID, bool] = {}
    rows = RoleGrant.objects.filter(role="kader", ended_at=None, person_id__in=wanted)
    for person_id, area in rows.order_by("pk").values_list("person_id", "area_code"):
        inside[person_id] = inside.get(person_id, True) and any(covers(scope, area) for scope in scopes)
    today = _areas_of(wanted)
    return {person_id for person_id, all_inside in inside.items() if all_inside and person_id in today}


def _areas_of(people: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return where each of some people is a kader today; who is none anywhere is left out."""
    grants = RoleGrant.objects.filter(role="kader", person_id__in=set(people))
    found: dict[UUID, set[str]] = {}
    for row in holding(live_grants(grants).order_by("pk")):
        found.setdefault(row.person_id, set()).add(row.area_code)
    return {person_id: tuple(sorted(areas)) for person_id, areas in found.items()}
