"""Groups, their yearly cards, and the stages that somebody decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.groups.values import Kind


class Group(models.Model):
    """A group with its card as it stands; never deleted, only deactivated with day and reason."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "kind": "L1",
        "number": "L1",
        "title": "L1",
        "village_code": "L1",
        "started_on": "L1",
        "content": "L1",
        "version": "L1",
        "opened_at": "L1",
        "opened_by": "L2",
        "closed_on": "L1",
        "closed_by": "L2",
        "closed_why": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    village_code = models.CharField(max_length=13)
    started_on = models.DateField(null=True)
    content = CanonicalJson()
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="groups_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_why="")
                | (Q(closed_on__isnull=False) & ~Q(closed_why="")),
                name="groups_closed_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["village_code", "kind"], name="groups_of_village")]


class CardRecord(models.Model):
    """The card (K/0) of a year as it was filed; a correction is a further version."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "group": "L1",
        "year": "L1",
        "version": "L1",
        "content": "L2",
        "filed_at": "L1",
        "filed_by": "L2",
        "reason": "L2",
        "late": "L1",
    }

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="cards")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    content = CanonicalJson()
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    late = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "year", "version"], name="groups_card_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="groups_card_corrected_why"),
        ]


class StageRecord(models.Model):
    """A stage that a person decided, with every criterion as the records told it then."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "group": "L1",
        "stage": "L1",
        "proposed": "L1",
        "since": "L1",
        "reason": "L2",
        "content": "L2",
        "definition": "L1",
        "definition_sha256": "L1",
        "decided_at": "L1",
        "decided_by": "L2",
    }

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=20)
    proposed = models.CharField(max_length=20, blank=True, default="")
    since = models.DateField()
    reason = models.CharField(max_length=300)
    content = CanonicalJson()
    definition = models.CharField(max_length=20)
    definition_sha256 = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "since"], name="groups_one_stage_a_day"),
        ]
