"""How a round is reviewed beyond the first decision: its second level, and visits that are held for a check."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.sealing.fields import SealedTextField
from bahtera.surveys.models.rounds import Round
from bahtera.surveys.models.visits import Submission
from bahtera.surveys.values import HoldReason


class ReviewPlan(models.Model):
    """How a round is reviewed; the seed is made once, and nobody sees it before the round is over.

    ``hold_per_mille`` of the visits that arrive are held for a check. ``second_sample``: so many visits of each
    village the second level looks at before the others may be confirmed together.
    """

    SENSITIVITY: ClassVar = {
        "round": "L1",
        "second_level": "L1",
        "hold_per_mille": "L1",
        "second_sample": "L1",
        "seed": "L2",
    }

    round = models.OneToOneField(
        Round, primary_key=True, on_delete=models.CASCADE, related_name="review_plan"
    )
    second_level = models.BooleanField(default=False)
    hold_per_mille = models.PositiveSmallIntegerField(default=0)
    second_sample = models.PositiveSmallIntegerField(default=0)
    seed = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hold_per_mille__lte=1000), name="surveys_reviewplan_share"),
        ]


class VisitHold(models.Model):
    """A visit that waits for a check, why, and who released it.

    ``about`` names the check of a rule. ``drawn_at`` is the share in force (per mille) when a visit was drawn.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "why": "L2",
        "about": "L2",
        "words": "L3",
        "drawn_at": "L1",
        "made_at": "L2",
        "made_by": "L2",
        "released_at": "L2",
        "released_by": "L2",
        "released_name": "L3",
        "note": "L3",
    }

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=10, choices=[(one.value, one.value) for one in HoldReason])
    about = models.CharField(max_length=80, blank=True, default="")
    words = SealedTextField(blank=True, default="")
    drawn_at = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=80, blank=True, default="")
    released_name = models.CharField(max_length=150, blank=True, default="")
    note = SealedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "why", "about"],
                condition=Q(released_at__isnull=True),
                name="surveys_hold_once",
            ),
        ]
