"""Who stands behind what a phone brings in its header: the token of an enrolled phone's session, or a card."""

import hashlib
from datetime import timedelta
from typing import Final

from bahtera.access.models import Device, DeviceSession
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.queries.phones.assigned import assigned_grants
from bahtera.access.queries.phones.devices import is_locked
from bahtera.access.queries.phones.tokens import resolve_token
from bahtera.access.rules.phones import SESSION_HOLDS, has_run_out
from bahtera.access.values import Actor
from bahtera.foundation import clock

# So that a phone's session is never looked for among cards, nor found by the doors that take a card in the address.
DEVICE_MARK: Final = "bhp_"
_SEEN_EVERY: Final = timedelta(minutes=5)


def resolve_bearer(secret: str) -> Actor | None:
    """Return who stands behind a bearer token: an enrolled phone's session, or a kader's card."""
    return resolve_device(secret) if secret.startswith(DEVICE_MARK) else resolve_token(secret)


def resolve_device(secret: str) -> Actor | None:
    """Return the kader behind an enrolled phone's session; None for one that is unknown, over or ended.

    Everything is read anew at each call: a revoked phone and an ended role act at the next request, everywhere.
    """
    rows = DeviceSession.objects.select_related("device__person")
    row = rows.filter(key_sha256=hash_session(secret), ended_at=None).order_by("pk").first()
    if row is None or has_run_out(row.started_at, SESSION_HOLDS, clock.now()):
        return None
    device = row.device
    if device.revoked_at is not None or is_locked(device) or not device.person.is_active:
        return None
    _note_seen(device)
    return actor_of_device(device)


def actor_of_device(device: Device) -> Actor:
    """Return who acts from a phone: key and PIN are two factors, and only the role as kader counts."""
    kin = kin_of_person(device.person)
    grants = assigned_grants(device.person_id)
    return Actor(f"device:{device.pk}", device.person.name, grants, assured=True, kin=kin)


def hash_session(secret: str) -> str:
    """Return what is stored of a session's token; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _note_seen(device: Device) -> None:
    now = clock.now()
    if device.last_seen_at is None or abs(now - device.last_seen_at) >= _SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
