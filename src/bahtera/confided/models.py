"""Tables of what was confided: boxes, and of each nothing but that it came.

The two tables name nothing in common: who holds a call for help cannot follow it to a visit.
"""

import uuid
from typing import ClassVar

from django.db import models


class SealedAnswers(models.Model):
    """The private part of one visit: whether it was asked, and a box for figures alone, of the same size always."""

    SENSITIVITY: ClassVar = {
        "visit_id": "L2",
        "village_code": "L2",
        "asked": "L3",
        "key_id": "L1",
        "box": "L4",
    }

    visit_id = models.UUIDField(primary_key=True)
    village_code = models.CharField(max_length=13, blank=True)
    asked = models.CharField(max_length=20)
    key_id = models.CharField(max_length=16)
    box = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key_id"], name="confided_answers_key")]


class HelpBox(models.Model):
    """A box for UPTD PPA of one regency. One comes with every visit, and most say nothing.

    So that one is here tells nothing.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "regency_code": "L2",
        "came_on": "L2",
        "key_id": "L1",
        "box": "L4",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    regency_code = models.CharField(max_length=5, blank=True)
    came_on = models.DateField()
    key_id = models.CharField(max_length=16)
    box = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["regency_code", "came_on", "id"], name="confided_help_waiting"),
            models.Index(fields=["key_id"], name="confided_help_key"),
        ]
