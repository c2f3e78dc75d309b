"""Village reports and every move they made. They name nobody: figures the public may see, and words about the work."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.reports.rules import LONGEST, SETTLED
from bahtera.reports.values import Move, State

_SETTLED = sorted(one.value for one in SETTLED)


class Report(models.Model):
    """One version of a numbered report of a village in a round; what it says never changes.

    Its id comes from the phone, so that sending it twice makes one. ``content`` holds figures after the small-cell
    rule for the public and lines of people, in which numbers of persons are refused and which a coordinator read.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "village_code": "L1",
        "sequence": "L1",
        "version": "L1",
        "state": "L1",
        "content": "L1",
        "words": "L1",
        "sha256": "L1",
        "made_at": "L1",
        "made_by": "L2",
        "received_at": "L1",
        "signature": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    sequence = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    content = CanonicalJson()
    words = CanonicalJson()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    received_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round_id", "village_code", "sequence", "version"], name="reports_number_once"
            ),
            models.UniqueConstraint(
                fields=["round_id", "village_code"],
                condition=~Q(state__in=_SETTLED),
                name="reports_one_underway",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(one.value for one in State)), name="reports_known_state"
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1) & Q(version__gte=1), name="reports_numbers_begin_at_one"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["village_code", "round_id"], name="reports_of_village")]


class ReportStep(models.Model):
    """One move of a report: as what somebody acted, when, and why it was sent back."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "report": "L1",
        "move": "L1",
        "state": "L1",
        "at": "L1",
        "actor_key": "L2",
        "role": "L1",
        "reason": "L1",
    }

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps", db_index=False)
    move = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Move])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    reason = models.CharField(max_length=LONGEST, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            # No move comes twice in the life of a version: the table has no way back.
            models.UniqueConstraint(fields=["report", "move"], name="reports_move_once"),
        ]
