"""Rounds of measuring, and the villages that take part in them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.surveys.values import Design, RoundState


class Round(models.Model):
    """One measurement of one area with one form: what is compared with what."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "name": "L1",
        "year": "L1",
        "form_id": "L1",
        "index_ids": "L1",
        "area_code": "L1",
        "opens": "L1",
        "closes": "L1",
        "state": "L1",
        "purpose": "L1",
        "design": "L1",
        "recommendation_number": "L1",
        "recommendation_on": "L1",
        "pinned": "L1",
        "revision": "L1",
    }

    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    form_id = models.CharField(max_length=200)
    index_ids = models.JSONField(default=list)
    area_code = models.CharField(max_length=13, blank=True)
    opens = models.DateField()
    closes = models.DateField(null=True)
    state = models.CharField(max_length=12, default=RoundState.FIELD.value)
    purpose = models.CharField(max_length=500, blank=True, default="")
    design = models.CharField(max_length=12, default=Design.ENUMERATION.value)
    recommendation_number = models.CharField(max_length=40, blank=True, default="")
    recommendation_on = models.DateField(null=True)
    pinned = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "year"], name="surveys_round_name_year"),
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(closes__gte=models.F("opens")),
                name="surveys_round_dates",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RoundState]), name="surveys_round_state"
            ),
        ]


class RoundVillage(models.Model):
    """A village that takes part in a round, and how many families are to be visited there."""

    SENSITIVITY: ClassVar = {"id": "L1", "round": "L1", "village_code": "L1", "target_families": "L1"}

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="villages")
    village_code = models.CharField(max_length=13)
    target_families = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "village_code"], name="surveys_roundvillage_once"),
        ]


class RoundEntry(models.Model):
    """One move of a round from one state to another, who made it and why; never rewritten."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round": "L1",
        "at": "L1",
        "actor_key": "L2",
        "from_state": "L1",
        "to_state": "L1",
        "reason": "L2",
        "counts": "L1",
    }

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    reason = models.CharField(max_length=500, blank=True, default="")
    counts = models.JSONField(default=dict)


class RoundStage(models.Model):
    """A stage of a round's calendar: when it is to be, who sees to it, and when it was done."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round": "L1",
        "stage": "L1",
        "starts": "L1",
        "ends": "L1",
        "keeper": "L2",
        "done_on": "L1",
    }

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12)
    starts = models.DateField()
    ends = models.DateField()
    keeper = models.CharField(max_length=120, blank=True, default="")
    done_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "stage"], name="surveys_roundstage_once"),
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("starts")), name="surveys_roundstage_dates"
            ),
        ]
