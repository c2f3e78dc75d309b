"""Rounds of measuring, and the villages that take part in them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
        "is_open": "L1",
    }

    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    form_id = models.CharField(max_length=200)
    index_ids = models.JSONField(default=list)
    area_code = models.CharField(max_length=13, blank=True)
    opens = models.DateField()
    closes = models.DateField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "year"], name="surveys_round_name_year"),
            models.CheckConstraint(
                condition=Q(closes__isnull=True) | Q(closes__gte=models.F("opens")),
                name="surveys_round_dates",
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
