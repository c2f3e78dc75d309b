"""Cards of centres (K/0): a draft that is written over, and filed ones that never change."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedJSONField, SealedTextField


class CentreCard(models.Model):
    """A card of a centre for a year; the names of its staff are sealed."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "unit_id": "L1",
        "year": "L1",
        "number": "L1",
        "body": "L2",
        "staff": "L3",
        "kept_at": "L2",
        "kept_by": "L2",
        "filed_at": "L1",
        "filed_by": "L2",
        "signed_by": "L3",
        "signed_on": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    body = models.JSONField()
    staff = SealedJSONField(blank=True, default=dict)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=80, blank=True, default="")
    signed_by = SealedTextField(blank=True, default="")
    signed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "year", "number"], name="counselling_card_number"),
            models.UniqueConstraint(
                fields=["unit_id", "year"],
                condition=Q(filed_at__isnull=True),
                name="counselling_one_draft_card",
            ),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True, signed_on__isnull=True)
                | Q(filed_at__isnull=False, signed_on__isnull=False),
                name="counselling_card_signed_when_filed",
            ),
        ]
