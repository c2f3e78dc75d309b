"""What came again, and what was not taken."""

from typing import ClassVar

from django.db import models

from bahtera.surveys.models.visits import Submission


class RepeatedUpload(models.Model):
    """The same bytes came again: harmless, and worth knowing when a network drops replies."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "at": "L2",
        "actor_key": "L2",
        "device_id": "L3",
    }

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="repeats")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    device_id = models.CharField(max_length=120, blank=True)


class RefusedAttempt(models.Model):
    """A body that was not taken: its hash and the reason, counted per sender, never its content."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "sha256": "L2",
        "code": "L2",
        "message": "L2",
        "details": "L2",
        "actor_key": "L2",
        "actor_name": "L3",
        "device_id": "L3",
        "area_code": "L2",
        "form_id": "L2",
        "form_version": "L2",
        "instance_id": "L2",
        "size": "L2",
        "first_at": "L2",
        "last_at": "L2",
        "times": "L2",
    }

    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=80)
    message = models.CharField(max_length=500)
    details = models.JSONField(default=dict)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=150, blank=True)
    device_id = models.CharField(max_length=120, blank=True)
    area_code = models.CharField(max_length=13, blank=True, db_index=True)
    form_id = models.CharField(max_length=200, blank=True)
    form_version = models.CharField(max_length=200, blank=True)
    instance_id = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256", "code", "actor_key"], name="surveys_refused_once"),
        ]
