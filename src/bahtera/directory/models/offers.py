"""What units offer."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id


class OfferRecord(models.Model):
    """One service of one unit; what it says in full stands in ``content``, what is searched beside it."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "unit_id": "L1",
        "service": "L1",
        "own_words": "L1",
        "valid_from": "L1",
        "valid_to": "L1",
        "content": "L1",
        "version": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    service = models.CharField(max_length=60, blank=True, default="")
    own_words = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    content = CanonicalJson()
    version = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_id", "service", "own_words", "valid_from"], name="directory_offer_once"
            ),
            models.CheckConstraint(
                condition=Q(service="") ^ Q(own_words=""), name="directory_offer_has_one_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="directory_offer_begins_first",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["service", "valid_from"], name="directory_offers_of_service"),
        ]
