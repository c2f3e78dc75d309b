"""Enrolled phones of kader: codes that let one in, its key and PIN, its sessions, and challenges it has answered."""

from typing import ClassVar

from django.db import models

from bahtera.access.models.people import Person
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedField


class ActivationCode(models.Model):
    """A code, or the QR that carries it, by which a supervisor lets a kader's phone enrol. Used once."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "code_digest": "L3",
        "issued_at": "L2",
        "issued_by": "L2",
        "expires_at": "L2",
        "used_at": "L2",
        "cancelled_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="activation_codes")
    code_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)


class Device(models.Model):
    """One kader's profile on one phone: the public half of its key, and a slow hash of the PIN.

    ``locked_until`` is a wait after wrong PINs, ``locked_at`` a lock that only a supervisor's code opens.
    ``unlock_counter`` counts the codes made from ``unlock_secret``; the last one works while ``unlock_issued_at``
    stands. Both secrets are null once they were destroyed, long after their owner left.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "label": "L2",
        "public_key": "L2",
        "pin_hash": "L3",
        "unlock_secret": "L3",
        "unlock_counter": "L2",
        "unlock_issued_at": "L2",
        "wrong_pins": "L2",
        "locked_until": "L2",
        "locked_at": "L2",
        "enrolled_at": "L2",
        "last_seen_at": "L2",
        "revoked_at": "L2",
        "revoked_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices")
    label = models.CharField(max_length=80)
    public_key = models.CharField(max_length=200, unique=True)
    pin_hash = SealedField[str | None, str | None](null=True)
    unlock_secret = SealedField[str | None, str | None](null=True)
    unlock_counter = models.PositiveIntegerField(default=0)
    unlock_issued_at = models.DateTimeField(null=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True, default="")


class DeviceSession(models.Model):
    """One sign-in of an enrolled phone; its bearer token is kept only as a hash."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "device": "L2",
        "key_sha256": "L3",
        "started_at": "L2",
        "ended_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="sessions")
    key_sha256 = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)


class SpentChallenge(models.Model):
    """A challenge that a phone has answered: it is not taken a second time."""

    SENSITIVITY: ClassVar = {"digest": "L2", "spent_at": "L2"}

    digest = models.CharField(max_length=64, primary_key=True)
    spent_at = models.DateTimeField(db_index=True)
