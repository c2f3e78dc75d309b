"""Clocks of referrals: one row while it runs, with how far it has come, so that each step is told once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.referrals.models.referral import Referral


class RunningClock(models.Model):
    """A clock of a referral. ``steps``: instants and whom each tells; ``told``: how many of them were.

    ``next_at``: when somebody must look next; None when nothing is left or the clock has ended.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "referral": "L2",
        "clock": "L2",
        "started": "L2",
        "due": "L2",
        "reminder": "L2",
        "reminded": "L2",
        "steps": "L2",
        "told": "L2",
        "unlisted": "L2",
        "next_at": "L2",
        "ended": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="clocks")
    clock = models.CharField(max_length=40)
    started = models.DateTimeField()
    due = models.DateTimeField()
    reminder = models.DateTimeField(null=True)
    reminded = models.BooleanField(default=False)
    steps = CanonicalJson()
    told = models.PositiveSmallIntegerField(default=0)
    unlisted = CanonicalJson()
    next_at = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "clock"],
                condition=Q(ended__isnull=True),
                name="referrals_clock_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(next_at__isnull=True), name="referrals_ended_clock_rests"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="referrals_clocks_next"
            ),
        ]
