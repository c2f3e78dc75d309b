"""Tasks that change hands: minutes of a hand-over, and families that asked for another kader."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.surveys.models.assignments import Assignment
from bahtera.surveys.models.rounds import Round


class TaskHandOver(models.Model):
    """Several tasks of one kader that went to another at once, and why; the tasks themselves are in ``HandedTask``."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round": "L1",
        "village_code": "L1",
        "giver_id": "L2",
        "taker_id": "L2",
        "reason": "L2",
        "at": "L2",
        "by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    village_code = models.CharField(max_length=13)
    giver_id = models.UUIDField()
    taker_id = models.UUIDField()
    reason = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["village_code", "round", "id"], name="surveys_handover_here"),
        ]


class HandedTask(models.Model):
    """One task of a hand-over: the new one, which says whose it was before."""

    SENSITIVITY: ClassVar = {"id": "L2", "handover": "L2", "assignment": "L2"}

    handover = models.ForeignKey(TaskHandOver, on_delete=models.PROTECT, related_name="tasks")
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="+")


class OtherKader(models.Model):
    """A family that wants another kader than this one. No reason is asked, and none is kept.

    ``asked_via`` says who heard the wish. The kader never learns of it: the task moves, as any task does.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "village_code": "L1",
        "family_id": "L3",
        "person_id": "L3",
        "asked_via": "L2",
        "noted_at": "L2",
        "noted_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village_code = models.CharField(max_length=13)
    family_id = models.UUIDField()
    person_id = models.UUIDField()
    asked_via = models.CharField(max_length=12)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id", "family_id"],
                condition=Q(ended_at__isnull=True),
                name="surveys_otherkader_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["village_code"], condition=Q(ended_at__isnull=True), name="surveys_otherkader_here"
            ),
        ]
