"""A phone signs in with its key and its owner's PIN, says how it stands, changes its PIN, and signs out."""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password as hash_fits
from django.contrib.auth.hashers import make_password

from bahtera.access.errors import (
    DeviceLocked,
    DeviceRevoked,
    NoKaderRole,
    NotForOneself,
    TooManyAttempts,
    WrongPin,
)
from bahtera.access.models import Device, DeviceSession
from bahtera.access.operations.phones.proving import prove, turn_away
from bahtera.access.operations.signing_in.throttling import Origin
from bahtera.access.queries.phones import devices as queries
from bahtera.access.queries.phones.assigned import assigned_areas
from bahtera.access.queries.phones.bearers import DEVICE_MARK, hash_session
from bahtera.access.rules.phones import SESSION_HOLDS, DevicePurpose
from bahtera.access.rules.pins import LOCKED_AFTER, check_pin, wait_for
from bahtera.access.values import Actor, DeviceState, SignedInDevice
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def sign_in_device(
    device_id: UUID, *, challenge: str, signature: str, pin: str, origin: Origin
) -> SignedInDevice:
    """Open a session of twelve hours for a phone; an earlier one ends.

    Raises DeviceRefused without the key; then DeviceRevoked, DeviceLocked, NoKaderRole; TooManyAttempts while a
    wait runs, without looking at the PIN; WrongPin.
    """
    device = prove(device_id, DevicePurpose.SIGN_IN, challenge=challenge, signature=signature, origin=origin)
    areas = _may_enter(device, origin)
    _check_pin(device.pk, pin)
    token = DEVICE_MARK + secrets.token_hex(32)
    now = clock.now()
    with durable():
        row = _cleared(device.pk)
        end_sessions_of([row.pk])
        row.last_seen_at, row.unlock_issued_at = now, None
        row.save(update_fields=["last_seen_at", "unlock_issued_at"])
        session = DeviceSession.objects.create(device=row, key_sha256=hash_session(token), started_at=now)
        audit.record(
            "access.device_signed_in",
            actor=f"device:{row.pk}",
            subject=f"device:{row.pk}",
            about=[f"person:{row.person_id}"],
            details={"session": session.pk},
        )
    return SignedInDevice(token, now + SESSION_HOLDS, device.person.name, areas)


def tell_state(device_id: UUID, *, challenge: str, signature: str, origin: Origin) -> DeviceState:
    """Tell a phone how it stands, without its PIN: it proves its key. Raises DeviceRefused."""
    device = prove(device_id, DevicePurpose.STATE, challenge=challenge, signature=signature, origin=origin)
    return queries.state_of(device, has_role=bool(assigned_areas(device.person_id)))


def change_pin(*, pin: str, new_pin: str, actor: Actor) -> None:
    """Change the PIN of the phone that asks; raises WeakPin, WrongPin, TooManyAttempts, DeviceLocked, NotForOneself."""
    check_pin(new_pin)
    device_id = device_of(actor)
    _check_pin(device_id, pin)
    pin_hash = make_password(new_pin)
    with durable():
        row = _cleared(device_id)
        row.pin_hash = pin_hash
        row.save(update_fields=["pin_hash"])
        audit.record("access.device_pin_changed", actor=actor.key, subject=f"device:{row.pk}")


def sign_out_device(*, actor: Actor) -> None:
    """End the session of the phone that asks; raises NotForOneself for who is no enrolled phone."""
    device_id = device_of(actor)
    with durable():
        end_sessions_of([device_id])
        audit.record("access.device_signed_out", actor=actor.key, subject=f"device:{device_id}")


def end_sessions_of(devices: list[UUID]) -> None:
    """End every session of some phones, in the caller's transaction."""
    DeviceSession.objects.filter(device_id__in=devices, ended_at=None).update(ended_at=clock.now())


def device_of(actor: Actor) -> UUID:
    """Return the id of the enrolled phone that acts; raises NotForOneself for anybody else."""
    kind, _, number = actor.key.partition(":")
    if kind != "device":
        raise NotForOneself
    return UUID(number)


def _may_enter(device: Device, origin: Origin) -> tuple[str, ...]:
    """Return where the phone's owner is a kader; raises DeviceRevoked, DeviceLocked, NoKaderRole."""
    if device.revoked_at is not None:
        turn_away(device, DeviceRevoked(), origin)
    if queries.is_locked(device):
        turn_away(device, DeviceLocked(), origin)
    areas = assigned_areas(device.person_id) if device.person.is_active else ()
    if not areas:
        turn_away(device, NoKaderRole(), origin)
    return areas


def _check_pin(device_id: UUID, pin: str) -> None:
    """Raise unless the PIN fits. It is counted before it is looked at: a hundred at once are not a hundred tries."""
    row, now = _counted(device_id), clock.now()
    if row.pin_hash and hash_fits(pin, row.pin_hash):
        return
    left, wait = LOCKED_AFTER - row.wrong_pins, wait_for(row.wrong_pins)
    _note_wrong(device_id, row.wrong_pins, now)
    if left <= 0:
        raise DeviceLocked
    raise WrongPin(left, int(wait.total_seconds()))


def _counted(device_id: UUID) -> Device:
    with durable():
        row = Device.objects.select_for_update(of=("self",)).get(pk=device_id)
        if row.revoked_at is not None:
            raise DeviceRevoked
        if queries.is_locked(row):
            raise DeviceLocked
        wait = queries.wait_left(row)
        if wait:
            raise TooManyAttempts(-int(-wait.total_seconds() // 1))
        row.wrong_pins += 1
        row.locked_until = clock.now() + wait_for(row.wrong_pins)
        row.save(update_fields=["wrong_pins", "locked_until"])
    return row


def _note_wrong(device_id: UUID, count: int, now: datetime) -> None:
    """Write down a wrong PIN; the tenth locks the profile and ends its session."""
    key = f"device:{device_id}"
    with durable():
        audit.record("access.pin_wrong", actor=key, subject=key, details={"count": count})
        if count >= LOCKED_AFTER:
            Device.objects.filter(pk=device_id, locked_at=None).update(locked_at=now)
            end_sessions_of([device_id])
            audit.record("access.device_locked", actor=key, subject=key)


def _cleared(device_id: UUID) -> Device:
    """Return a phone's row, locked for writing, with its wrong PINs forgotten; somebody may have stopped it since."""
    row = Device.objects.select_for_update(of=("self",)).get(pk=device_id)
    if row.revoked_at is not None:
        raise DeviceRevoked
    if row.locked_at is not None:
        raise DeviceLocked
    row.wrong_pins, row.locked_until = 0, None
    row.save(update_fields=["wrong_pins", "locked_until"])
    return row
