"""Letting a phone in: a supervisor makes a code, the phone enrols with it once."""

import base64
import os
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from bahtera.access.errors import (
    ActivationRefused,
    BadDeviceKey,
    CodeMistyped,
    DeviceKeyTaken,
    NameMissing,
    NoSuchCode,
    RoleRefused,
)
from bahtera.access.models import ActivationCode, Device, Person
from bahtera.access.operations.office.kin import KnownFamily, declare_near
from bahtera.access.operations.signing_in.throttling import Origin, admit, counts_for_activation, forgive
from bahtera.access.queries.office.people import visible_person
from bahtera.access.queries.phones import devices as queries
from bahtera.access.queries.phones.assigned import assigned_areas
from bahtera.access.rules.codes import new_code, read_code
from bahtera.access.rules.names import cleaned
from bahtera.access.rules.phones import CODE_HOLDS, SECRET_BYTES, DevicePurpose, is_signed, message, read_key
from bahtera.access.rules.pins import check_pin
from bahtera.access.rules.policy import check_may
from bahtera.access.values import ActivationCard, Actor, EnrolledDevice
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

_LONGEST_LABEL = 80
_Told = tuple[str, str, str, str]
_Kin = Sequence[tuple[UUID, str]]


def make_activation_code(person_id: UUID, *, actor: Actor) -> ActivationCard:
    """Make a code by which a kader's phone enrols, for 72 hours and once; an earlier one stops working.

    Raises NoSuchPerson, RoleRefused for somebody who is no kader today, or is one outside the actor's areas too.
    """
    check_may(actor, "device.manage")
    with durable():
        person = Person.objects.select_for_update().get(pk=visible_person(person_id, actor).pk)
        if not person.is_active:
            raise RoleRefused.left()
        queries.check_may_open(actor, person.pk)
        now, code = clock.now(), new_code()
        replaced = cancel_codes_of(person.pk)
        row = ActivationCode.objects.create(
            person=person,
            code_digest=_digest(code),
            issued_at=now,
            issued_by=actor.key,
            expires_at=now + CODE_HOLDS,
        )
        audit.record(
            "access.activation_made",
            actor=actor.key,
            subject=f"activation:{row.pk}",
            about=[f"person:{person.pk}"],
            details={"replaced": replaced},
        )
    return ActivationCard(row.pk, person.pk, person.name, code, row.expires_at, assigned_areas(person.pk))


def cancel_activation_code(code_id: UUID, *, actor: Actor) -> None:
    """Stop a code that was not used yet; raises NoSuchCode for one that is over, or of other areas."""
    with durable():
        found = queries.visible_code(code_id, actor)
        row = ActivationCode.objects.select_for_update().get(pk=found.pk)
        if not queries.is_open(row):
            raise NoSuchCode
        row.cancelled_at = clock.now()
        row.save(update_fields=["cancelled_at"])
        audit.record(
            "access.activation_cancelled",
            actor=actor.key,
            subject=f"activation:{row.pk}",
            about=[f"person:{row.person_id}"],
        )


def enrol_device(
    *,
    code: str,
    public_key: str | Mapping[str, Any],
    signature: str,
    pin: str,
    label: str,
    origin: Origin,
    kin: _Kin = (),
    known: KnownFamily,
) -> EnrolledDevice:
    """Enrol a phone with a code, the public half of its key and a PIN; it may declare its owner's kin at once.

    A phone that has not heard the answer may send the same again, also with another PIN, until it signs in. The
    key signs the code. Raises CodeMistyped, WeakPin, BadDeviceKey, TooManyAttempts without looking the code up;
    ActivationRefused, the same whether it is unknown, used, cancelled or over; DeviceKeyTaken; NoSuchFamily and
    BadEntry for kin that is not in the kader's villages, and then nothing has happened.
    """
    wanted = read_code(code)
    if wanted is None:
        raise CodeMistyped
    check_pin(pin)
    key = read_key(public_key)
    if not is_signed(key, signature, message(DevicePurpose.ENROL, "", wanted)):
        raise BadDeviceKey
    counts = counts_for_activation(origin)
    admit(counts)
    enrolled = _enrol((wanted, key, make_password(pin), _plain(label)), kin, known)
    if enrolled is None:
        audit.note("access.activation_refused", actor="visitor", subject="activation:?")
        raise ActivationRefused
    forgive(counts)
    return enrolled


def cancel_codes_of(person_id: UUID) -> int:
    """Stop a person's codes that were not used yet, in the caller's transaction; returns how many."""
    rows = ActivationCode.objects.filter(person_id=person_id, used_at=None, cancelled_at=None)
    return rows.update(cancelled_at=clock.now())


def _enrol(told: _Told, kin: _Kin, known: KnownFamily) -> EnrolledDevice | None:
    """Use up a code and keep the phone; None when the code does not work."""
    code, key, pin_hash, label = told
    with durable():
        rows = ActivationCode.objects.select_for_update(of=("self",)).select_related("person")
        row = rows.filter(code_digest=_digest(code)).order_by("pk").first()
        if row is None or not row.person.is_active:
            return None
        areas = assigned_areas(row.person_id)
        if not areas:
            return None
        if (unanswered := queries.enrolled_unanswered(row, key)) is not None:
            return _again(unanswered, pin_hash, areas)
        if not queries.is_open(row):
            return None
        now = clock.now()
        row.used_at = now
        row.save(update_fields=["used_at"])
        secret = base64.b64encode(os.urandom(SECRET_BYTES)).decode()
        device = _keep(
            person=row.person,
            label=label,
            public_key=key,
            pin_hash=pin_hash,
            unlock_secret=secret,
            enrolled_at=now,
        )
        audit.record(
            "access.device_enrolled",
            actor=f"device:{device.pk}",
            subject=f"device:{device.pk}",
            about=[f"person:{row.person_id}", f"activation:{row.pk}"],
            details={"activation": row.pk, "kin": len(kin)},
        )
        for family_id, relation in kin:
            declare_near(row.person, family_id, relation, by=f"device:{device.pk}", known=known, areas=areas)
    return EnrolledDevice(device.pk, row.person.name, areas, secret)


def _again(device: Device, pin_hash: str, areas: tuple[str, ...]) -> EnrolledDevice:
    """Answer a phone once more that did not hear that it is enrolled; the PIN typed last counts."""
    device.pin_hash = pin_hash
    device.save(update_fields=["pin_hash"])
    audit.record(
        "access.device_enrolled_again",
        actor=f"device:{device.pk}",
        subject=f"device:{device.pk}",
        about=[f"person:{device.person_id}"],
    )
    return EnrolledDevice(device.pk, device.person.name, areas, device.unlock_secret or "")


def _keep(**values: Any) -> Device:
    try:
        with durable():
            return Device.objects.create(**values)
    except IntegrityError as error:
        raise DeviceKeyTaken from error


def _digest(code: str) -> str:
    """Return what is stored of a code: without the site's secret nobody can try them out."""
    return salted_hmac("bahtera.access.activation", code, algorithm="sha256").hexdigest()


def _plain(label: str) -> str:
    try:
        return cleaned(label)[:_LONGEST_LABEL]
    except NameMissing:
        return "?"
