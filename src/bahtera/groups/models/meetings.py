"""Meetings, who came, the months that were handed in, and the bundles of kecamatan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.groups.models.groups import Group
from bahtera.groups.models.members import Member


class Meeting(models.Model):
    """One meeting; taken back, it no longer counts, and it stays."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "group": "L2",
        "held_on": "L2",
        "topic": "L2",
        "presenter": "L2",
        "discussed": "L2",
        "guests": "L2",
        "version": "L2",
        "recorded_at": "L2",
        "recorded_by": "L2",
        "taken_back_at": "L2",
        "taken_back_why": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    topic = models.CharField(max_length=160)
    presenter = models.CharField(max_length=20, blank=True, default="")
    discussed = models.BooleanField(default=False)
    guests = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                condition=Q(taken_back_at__isnull=True),
                name="groups_one_meeting_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
                name="groups_taken_back_with_reason",
            ),
        ]


class Attendance(models.Model):
    """A member came to a meeting."""

    SENSITIVITY: ClassVar = {"id": "L2", "meeting": "L2", "member": "L2"}

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="groups_came_once"),
        ]


class MonthRecord(models.Model):
    """The monthly register (R/I) as it was handed in; a correction is a further version."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "group": "L2",
        "month": "L2",
        "version": "L2",
        "content": "L2",
        "handed_at": "L2",
        "handed_by": "L2",
        "reason": "L2",
        "late": "L2",
    }

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="months")
    month = models.DateField()
    version = models.PositiveIntegerField()
    content = CanonicalJson()
    handed_at = models.DateTimeField()
    handed_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    late = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "month", "version"], name="groups_month_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="groups_month_corrected_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "group"], name="groups_handed_months")]


class BundleRecord(models.Model):
    """The bundle of a kecamatan for a month as it was handed to the regency; a correction is a further version."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "district_code": "L1",
        "month": "L1",
        "version": "L1",
        "content": "L2",
        "handed_at": "L1",
        "handed_by": "L2",
        "reason": "L2",
        "late": "L1",
    }

    district_code = models.CharField(max_length=8)
    month = models.DateField()
    version = models.PositiveIntegerField()
    content = CanonicalJson()
    handed_at = models.DateTimeField()
    handed_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    late = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district_code", "month", "version"], name="groups_bundle_once"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="groups_bundle_corrected_why"
            ),
        ]
