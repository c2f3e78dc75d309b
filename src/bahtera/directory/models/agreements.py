"""Agreements between offices."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id


class AgreementRecord(models.Model):
    """One agreement; what it says in full stands in ``content``.

    ``warned_for``: the last day of which people were told that it is near.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "number": "L1",
        "valid_from": "L1",
        "valid_to": "L1",
        "content": "L1",
        "version": "L1",
        "agreed_at": "L1",
        "ended_on": "L1",
        "ended_why": "L2",
        "file_sha256": "L2",
        "file_name": "L2",
        "warned_for": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    content = CanonicalJson()
    version = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=150, blank=True, default="")
    warned_for = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | (Q(agreed_at__isnull=False) & ~Q(ended_why="")),
                name="directory_ended_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_to"], name="directory_agreements_end"),
        ]
