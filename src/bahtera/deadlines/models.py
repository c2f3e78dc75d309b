"""Yearly lists of days off that an office handed in. Public days of areas: they name nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.deadlines.values import DayKind


class DayList(models.Model):
    """One file that was kept; taken back, its days no longer count, and it stays."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "file_name": "L1",
        "file_sha256": "L1",
        "kept_at": "L1",
        "kept_by": "L2",
        "taken_back_at": "L1",
        "taken_back_by": "L2",
        "reason": "L1",
    }

    file_name = models.CharField(max_length=150)
    file_sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(reason="")),
                name="deadlines_taken_back_with_reason",
            ),
        ]


class ListedDay(models.Model):
    """One day of a list, for the country, a province or a regency."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "day_list": "L1",
        "day": "L1",
        "kind": "L1",
        "name": "L1",
        "area_code": "L1",
        "decree": "L1",
        "decreed_on": "L1",
        "counts": "L1",
    }

    day_list = models.ForeignKey(DayList, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in DayKind])
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=5, blank=True, default="")
    decree = models.CharField(max_length=80)
    decreed_on = models.DateField(null=True)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day_list", "day", "area_code"], name="deadlines_a_day_once_a_list"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area_code", "day"], name="deadlines_days_of_area"),
        ]
