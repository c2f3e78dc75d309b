"""What a regency wrote instead of the shipped list of services: nothing is overwritten, the newest change holds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson


class MappingChange(models.Model):
    """One change of a regency's line for an indicator; ``content`` null puts the default back."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "regency_code": "L1",
        "index_id": "L1",
        "indicator": "L1",
        "number": "L1",
        "content": "L1",
        "reason": "L1",
        "at": "L1",
        "actor_key": "L2",
    }

    regency_code = models.CharField(max_length=5)
    index_id = models.CharField(max_length=40)
    indicator = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    content = CanonicalJson(null=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["regency_code", "index_id", "indicator", "number"], name="needs_change_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="needs_numbers_begin_at_one"),
        ]
