"""Rows of the ground floor: what was done (audit), what must be told (events), what is due (schedules)."""

from django.db import models

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.sealing.records import KeyRecord as KeyRecord  # noqa: PLC0414 - Django finds it here


class AuditEntry(models.Model):
    """One thing somebody did, written in the transaction that did it; `foundation.audit` alone writes here.

    The key is the entry's place in the chain: day, lane and sequence in one number.
    """

    SENSITIVITY = {
        "id": "L1",
        "at": "L2",
        "action": "L2",
        "actor": "L2",
        "subject": "L2",
        "details": "L2",
        "about": "L2",
        "mac": "L1",
    }

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    details = CanonicalJson(default=dict)
    about = CanonicalJson(default=list)
    mac = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_at"),
            models.Index(fields=["action", "at", "id"], name="audit_action"),
            models.Index(fields=["subject", "at", "id"], name="audit_subject"),
            models.Index(fields=["actor", "at", "id"], name="audit_actor"),
        ]


class AuditReference(models.Model):
    """Whom or what an entry touched besides its subject: the way from a person to their trail."""

    SENSITIVITY = {"reference": "L2", "entry_id": "L1"}

    pk = models.CompositePrimaryKey("reference", "entry_id")
    reference = models.CharField(max_length=80)
    entry_id = models.BigIntegerField()


class AuditLane(models.Model):
    """The head of one lane of the chain on one day: where the next entry hangs on."""

    SENSITIVITY = {
        "id": "L1",
        "after": "L1",
        "lanes": "L1",
        "genesis": "L1",
        "seq": "L1",
        "link": "L1",
        "is_open": "L1",
        "seal": "L1",
    }

    id = models.BigIntegerField(primary_key=True)
    after = models.BigIntegerField(null=True)
    lanes = models.SmallIntegerField()
    genesis = models.BinaryField()
    seq = models.BigIntegerField()
    link = models.BinaryField()
    is_open = models.BooleanField()
    seal = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(is_open=True), name="audit_open_lane")]


class AuditAnchor(models.Model):
    """What the database remembers of a day's anchor file, so that neither can be changed alone."""

    SENSITIVITY = {"day": "L1", "lines": "L1", "line_hash": "L1", "is_closed": "L1", "seal": "L1"}

    day = models.IntegerField(primary_key=True)
    lines = models.IntegerField()
    line_hash = models.CharField(max_length=64)
    is_closed = models.BooleanField(default=False)
    seal = models.BinaryField()


class EventDelivery(models.Model):
    """One event on its way to one handler; deleted when the handler's transaction commits."""

    SENSITIVITY = {
        "id": "L1",
        "name": "L1",
        "handler": "L1",
        "key": "L1",
        "payload": "L2",
        "published_at": "L1",
        "attempts": "L1",
        "due_at": "L1",
        "last_error": "L2",
    }

    name = models.CharField(max_length=80)
    handler = models.CharField(max_length=255)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    last_error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="event_due")]


class ScheduledJob(models.Model):
    """When a registered job last ran and is next due."""

    SENSITIVITY: dict[str, str] = {
        "id": "L1",
        "name": "L1",
        "next_at": "L1",
        "last_started_at": "L1",
        "last_error": "L2",
    }

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
