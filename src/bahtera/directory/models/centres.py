"""Dated statuses of PPKS/Satyagatra (BKKBN) centres."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.directory.values import CentreStatus


class CentreRecord(models.Model):
    """A status of a centre from a day on; taken back, it no longer counts, and it stays."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "unit_id": "L1",
        "status": "L1",
        "since": "L1",
        "decree": "L1",
        "decreed_on": "L1",
        "note": "L2",
        "kept_at": "L1",
        "kept_by": "L2",
        "taken_back_at": "L1",
        "taken_back_by": "L2",
        "reason": "L2",
    }

    unit_id = models.UUIDField()
    status = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CentreStatus])
    since = models.DateField()
    decree = models.CharField(max_length=80, blank=True, default="")
    decreed_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_id", "since"],
                condition=Q(taken_back_at__isnull=True),
                name="directory_one_status_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(reason="")),
                name="directory_taken_back_with_reason",
            ),
        ]
