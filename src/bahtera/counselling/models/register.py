"""What a centre keeps besides records: group sessions, appointments, monthly reports, and its running numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.counselling.values import Form, Kept, Mode
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedTextField


class Serial(models.Model):
    """The last number given in a centre's register of a year."""

    SENSITIVITY: ClassVar = {"id": "L1", "unit_id": "L1", "year": "L1", "last": "L2"}

    unit_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "year"], name="counselling_one_serial"),
        ]


class GroupSession(models.Model):
    """A meeting of many: what it was about and how many came; nobody is named."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "unit_id": "L2",
        "year": "L1",
        "serial": "L2",
        "held_on": "L2",
        "form": "L2",
        "mode": "L2",
        "service": "L2",
        "topic": "L2",
        "place": "L2",
        "minutes": "L2",
        "counts": "L2",
        "counsellor": "L2",
        "recorded_at": "L2",
        "taken_back_at": "L2",
        "taken_back_by": "L2",
        "reason": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    held_on = models.DateField()
    form = models.CharField(max_length=15, choices=[(one.value, one.value) for one in Form])
    mode = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Mode])
    service = models.CharField(max_length=30)
    topic = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True, default="")
    minutes = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    counsellor = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "year", "serial"], name="counselling_group_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-held_on", "-id"], name="counselling_groups_of"),
        ]


class Appointment(models.Model):
    """A promised time of a client with a counsellor."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "unit_id": "L2",
        "client_id": "L3",
        "record": "L2",
        "counsellor": "L2",
        "starts_at": "L3",
        "ends_at": "L3",
        "mode": "L2",
        "state": "L2",
        "reason": "L3",
        "number": "L2",
        "made_at": "L2",
        "made_by": "L2",
        "changed_at": "L2",
        "changed_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    client_id = models.UUIDField(null=True, db_index=True)
    record = models.ForeignKey(
        "counselling.Record", on_delete=models.PROTECT, null=True, related_name="appointments"
    )
    counsellor = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Mode])
    state = models.CharField(
        max_length=12, default=Kept.PLANNED.value, choices=[(one.value, one.value) for one in Kept]
    )
    reason = SealedTextField(blank=True, default="")
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="counselling_ends_later"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "starts_at", "id"], name="counselling_day_of"),
        ]


class MonthlyReport(models.Model):
    """A report of a month as it was handed in; it never changes, a correction has the next number."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "unit_id": "L1",
        "year": "L1",
        "month": "L1",
        "number": "L1",
        "body": "L3",
        "digest": "L1",
        "due": "L1",
        "submitted_at": "L1",
        "submitted_by": "L2",
        "signer": "L3",
        "why": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    due = models.DateTimeField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=80)
    signer = SealedTextField(blank=True, default="")
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_id", "year", "month", "number"], name="counselling_report_number"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="counselling_month_of_year"
            ),
        ]
