"""Roles over areas, the decrees they rest on, and how they are handed over."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.access.models.agencies import Unit
from bahtera.access.models.people import Person
from bahtera.foundation.ids import new_id


class Decree(models.Model):
    """A *surat keputusan* (SK) that names people to their tasks. Days are those of its area."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "number": "L1",
        "about": "L1",
        "signed_on": "L1",
        "signer": "L2",
        "area_code": "L1",
        "valid_from": "L1",
        "valid_to": "L1",
        "scan_sha256": "L2",
        "scan_name": "L2",
        "warned_on": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True, default="")
    signed_on = models.DateField()
    signer = models.CharField(max_length=150)
    area_code = models.CharField(max_length=13, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    scan_sha256 = models.CharField(max_length=64, blank=True, default="")
    scan_name = models.CharField(max_length=150, blank=True, default="")
    warned_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "area_code"], name="access_decree_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="access_decree_dates",
            ),
        ]


class DecreeChange(models.Model):
    """The days of a decree were put right: what they were, what they are, by whom and why."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "decree": "L2",
        "at": "L2",
        "by": "L2",
        "reason": "L2",
        "from_before": "L1",
        "from_after": "L1",
        "to_before": "L1",
        "to_after": "L1",
        "roles": "L2",
    }

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    from_before = models.DateField()
    from_after = models.DateField()
    to_before = models.DateField(null=True)
    to_after = models.DateField(null=True)
    roles = models.PositiveIntegerField(default=0)


class DecreeNotice(models.Model):
    """Word to one person that a decree runs out within 60 days; given once, gone when they have seen it."""

    SENSITIVITY: ClassVar = {"id": "L2", "decree": "L2", "person": "L2", "made_on": "L2", "seen_at": "L2"}

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_on = models.DateField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decree", "person"], name="access_notice_once"),
        ]


class RoleGrant(models.Model):
    """One role of one person over one area subtree (empty code: the country). Ended, never deleted.

    It holds from ``valid_from`` to ``valid_to``, both days included, in the zone of its area, and no longer
    than its decree.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "role": "L1",
        "area_code": "L1",
        "unit": "L2",
        "decree": "L2",
        "valid_from": "L2",
        "valid_to": "L2",
        "granted_at": "L2",
        "granted_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "end_reason": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    area_code = models.CharField(max_length=13, blank=True, default="")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="grants")
    decree = models.ForeignKey(Decree, null=True, on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "area_code"],
                condition=Q(ended_at__isnull=True, unit__isnull=True),
                name="access_grant_once",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "area_code", "unit"],
                condition=Q(ended_at__isnull=True),
                name="access_grant_once_in_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="access_grant_dates",
            ),
        ]


class HandOver(models.Model):
    """Minutes of what was open when a role ended, and who took each thing."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "grant": "L2",
        "at": "L2",
        "closed_by": "L2",
        "items": "L3",
        "forced": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant = models.OneToOneField(RoleGrant, on_delete=models.PROTECT, related_name="hand_over")
    at = models.DateTimeField()
    closed_by = models.CharField(max_length=80)
    items = models.JSONField(default=list)
    forced = models.BooleanField(default=False)
