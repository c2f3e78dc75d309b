"""Looking after phones: stopping one, and opening one that ten wrong PINs have locked."""

import base64
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.crypto import constant_time_compare

from bahtera.access.errors import CodeMistyped, DeviceRevoked, NoSuchDevice, UnlockRefused
from bahtera.access.models import Device
from bahtera.access.operations.phones.activation import cancel_codes_of
from bahtera.access.operations.phones.entering import end_sessions_of
from bahtera.access.operations.phones.proving import prove, turn_away
from bahtera.access.operations.signing_in.throttling import Origin, admit, counts_for_unlocking, forgive
from bahtera.access.queries.phones import devices as queries
from bahtera.access.rules.codes import read_code
from bahtera.access.rules.phones import UNLOCK_HOLDS, DevicePurpose, has_run_out, unlock_code
from bahtera.access.rules.pins import check_pin
from bahtera.access.values import Actor, UnlockCard
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def revoke_device(device_id: UUID, *, actor: Actor) -> None:
    """Stop a phone at once; stopping it again changes nothing. Raises NoSuchDevice outside one's areas."""
    with durable():
        row = _locked(device_id, actor)
        if row.revoked_at is None:
            _revoke([row.pk], actor.key)
        audit.record(
            "access.device_revoked",
            actor=actor.key,
            subject=f"device:{row.pk}",
            about=[f"person:{row.person_id}"],
        )


def make_unlock_code(device_id: UUID, *, actor: Actor) -> UnlockCard:
    """Make the code that opens a locked profile, to be told to its owner; an earlier one stops working.

    It also opens one whose owner forgot the PIN. Raises NoSuchDevice for a phone of other areas or a stopped one,
    RoleRefused when its owner is a kader outside the actor's areas too.
    """
    with durable():
        row = _locked(device_id, actor)
        if row.revoked_at is not None:
            raise NoSuchDevice
        queries.check_may_open(actor, row.person_id)
        row.unlock_counter += 1
        row.unlock_issued_at = clock.now()
        row.save(update_fields=["unlock_counter", "unlock_issued_at"])
        audit.record(
            "access.unlock_made",
            actor=actor.key,
            subject=f"device:{row.pk}",
            about=[f"person:{row.person_id}"],
            details={"counter": row.unlock_counter},
        )
    return UnlockCard(row.pk, row.person.name, row.label, _code_of(row))


def unlock_device(
    device_id: UUID,
    *,
    challenge: str,
    signature: str,
    code: str,
    origin: Origin,
    new_pin: str | None = None,
) -> None:
    """Open a locked profile with a supervisor's code, and set a new PIN when one is given.

    Raises CodeMistyped and WeakPin at once; DeviceRefused without the key; DeviceRevoked; TooManyAttempts;
    UnlockRefused, the same whether the code is unknown, used, replaced or over.
    """
    wanted = read_code(code)
    if wanted is None:
        raise CodeMistyped
    if new_pin is not None:
        check_pin(new_pin)
    device = prove(device_id, DevicePurpose.UNLOCK, challenge=challenge, signature=signature, origin=origin)
    if device.revoked_at is not None:
        turn_away(device, DeviceRevoked(), origin)
    counts = counts_for_unlocking(device.pk)
    admit(counts)
    pin_hash = make_password(new_pin) if new_pin is not None else None
    if not _unlock(device.pk, wanted, pin_hash):
        audit.note("access.unlock_refused", actor=f"device:{device.pk}", subject=f"device:{device.pk}")
        raise UnlockRefused
    forgive(counts)


def stop_phones_of(person_id: UUID, *, by: str) -> int:
    """Stop every phone of somebody and their unused codes, in the caller's transaction; returns how many phones."""
    cancel_codes_of(person_id)
    rows = Device.objects.select_for_update(of=("self",)).filter(person_id=person_id, revoked_at=None)
    stopped = [row.pk for row in rows.order_by("pk")]
    _revoke(stopped, by)
    audit.record_many(
        [
            audit.entry(
                "access.device_revoked", actor=by, subject=f"device:{pk}", about=[f"person:{person_id}"]
            )
            for pk in stopped
        ]
    )
    return len(stopped)


def _unlock(device_id: UUID, code: str, pin_hash: str | None) -> bool:
    with durable():
        row = Device.objects.select_for_update(of=("self",)).get(pk=device_id)
        made = row.unlock_issued_at
        if made is None or has_run_out(made, UNLOCK_HOLDS, clock.now()):
            return False
        if row.revoked_at is not None or not constant_time_compare(code, _code_of(row)):
            return False
        row.unlock_issued_at = row.locked_at = row.locked_until = None
        row.wrong_pins = 0
        is_renewed = pin_hash is not None
        row.pin_hash = pin_hash or row.pin_hash
        row.save()
        audit.record(
            "access.device_unlocked",
            actor=f"device:{row.pk}",
            subject=f"device:{row.pk}",
            about=[f"person:{row.person_id}"],
            details={"counter": row.unlock_counter, "renewed": is_renewed},
        )
    return True


def _code_of(row: Device) -> str:
    return unlock_code(base64.b64decode(row.unlock_secret or b""), row.pk, row.unlock_counter)


def _locked(device_id: UUID, actor: Actor) -> Device:
    found = queries.visible_device(device_id, actor)
    return Device.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)


def _revoke(devices: list[UUID], by: str) -> None:
    Device.objects.filter(pk__in=devices).update(revoked_at=clock.now(), revoked_by=by)
    end_sessions_of(devices)
