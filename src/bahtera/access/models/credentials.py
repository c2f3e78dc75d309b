"""What opens doors: cards of kader, sessions of offices, and broken glass."""

from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from bahtera.access.models.people import Person
from bahtera.foundation.ids import new_id


class KaderToken(models.Model):
    """A kader's credential for OpenRosa clients; only the hash of the secret is kept."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "name": "L3",
        "secret_sha256": "L3",
        "areas": "L1",
        "issued_at": "L2",
        "issued_by": "L2",
        "revoked_at": "L2",
    }

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    areas = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)


class SignInSession(models.Model):
    """A session as its owner and administrators see it; the cookie's value is kept only as a hash."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "user": "L2",
        "key_sha256": "L3",
        "address": "L3",
        "agent": "L2",
        "factor": "L2",
        "started_at": "L2",
        "last_seen_at": "L2",
        "confirmed_at": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "renew_password": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(get_user_model(), on_delete=models.CASCADE, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=45, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")
    factor = models.CharField(max_length=20, blank=True, default="")
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    renew_password = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"], name="access_session_user")]


class BreakGlass(models.Model):
    """Access asked for in an emergency, beyond one's own: why, where, until when, and who was told."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "role": "L2",
        "area_code": "L2",
        "reason": "L3",
        "started_at": "L2",
        "ends_at": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "witness_key": "L2",
        "told_at": "L2",
        "seen_at": "L2",
        "reviewed_at": "L2",
        "reviewed_by": "L2",
        "review_note": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="broken_glass")
    role = models.CharField(max_length=30)
    area_code = models.CharField(max_length=13, blank=True, default="")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    witness_key = models.CharField(max_length=80)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True, default="")
    review_note = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-started_at", "-id"], name="access_glass_started"),
            models.Index(fields=["witness_key"], condition=Q(seen_at=None), name="access_glass_unseen"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="access_glass_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="access_glass_dates"),
        ]
