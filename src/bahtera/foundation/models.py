"""Rows of the ground floor: what was done (audit), what must be told (events), what is due (schedules)."""

from django.db import models

from bahtera.foundation.sealing.records import KeyRecord as KeyRecord  # noqa: PLC0414 - Django finds it here


class AuditEntry(models.Model):
    """One thing somebody did, written in the transaction that did it."""

    SENSITIVITY = {"actor": "L2", "subject": "L2", "details": "L3"}

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["actor", "id"], name="audit_actor"),
        ]


class EventDelivery(models.Model):
    """One event on its way to one handler; deleted when the handler's transaction commits."""

    SENSITIVITY = {"key": "L1", "payload": "L2", "last_error": "L2"}

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

    SENSITIVITY: dict[str, str] = {}

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
