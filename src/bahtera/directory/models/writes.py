"""What was written about offers and agreements, and when: nothing is overwritten."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson


class Write(models.Model):
    """One write of an offer or agreement with all that it then said; its number is the version it made."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "subject_id": "L1",
        "number": "L1",
        "content": "L1",
        "reason": "L2",
        "at": "L1",
        "actor_key": "L2",
    }

    subject_id = models.UUIDField()
    number = models.PositiveIntegerField()
    content = CanonicalJson()
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_id", "number"], name="directory_write_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="directory_writes_begin_at_one"),
        ]
