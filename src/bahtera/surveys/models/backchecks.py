"""Re-interviews: draws of finished visits, and what families said when they were asked once more."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField, SealedTextField
from bahtera.surveys.models.rounds import Round
from bahtera.surveys.models.visits import Submission
from bahtera.surveys.values import BackCheckOutcome


class BackCheck(models.Model):
    """A draw of visits that are asked about once more.

    ``pool`` holds the ids it was drawn from, 16 bytes each, in their order: with the seed anybody can draw it again.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round": "L1",
        "area_code": "L1",
        "per_mille": "L1",
        "at_least": "L1",
        "seed": "L2",
        "questions": "L1",
        "pool": "L2",
        "kader": "L2",
        "drawn_at": "L2",
        "drawn_by": "L2",
        "drawn_name": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=13, blank=True)
    per_mille = models.PositiveSmallIntegerField()
    at_least = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    questions = models.JSONField(default=list)
    pool = models.BinaryField()
    kader = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=80)
    drawn_name = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["round", "id"], name="surveys_backcheck_round")]


class BackCheckVisit(models.Model):
    """One visit that was drawn: who asked again, when, and the answers, closed with a key of their own.

    A visit is drawn once only, whichever draw did.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "draw": "L1",
        "submission": "L2",
        "interviewer_id": "L2",
        "interviewer_name": "L3",
        "outcome": "L2",
        "asked_on": "L2",
        "entered_at": "L2",
        "entered_by": "L2",
        "key": "L1",
        "answers": "L3",
        "note": "L3",
        "revision": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draw = models.ForeignKey(BackCheck, on_delete=models.PROTECT, related_name="visits")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="back_check")
    interviewer_id = models.UUIDField(null=True)
    interviewer_name = models.CharField(max_length=150, blank=True, default="")
    outcome = models.CharField(
        max_length=16, blank=True, default="", choices=[(one.value, one.value) for one in BackCheckOutcome]
    )
    asked_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=80, blank=True, default="")
    key = PartKeyField(bound_by="id")
    answers = SealedPartField(key="key", null=True)
    note = SealedTextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", entered_at__isnull=True)
                | ~Q(outcome="") & Q(entered_at__isnull=False),
                name="surveys_backcheck_entered",
            ),
        ]
