"""Notices, what waited at the last look, and where letters go. Counts and kinds: what they are about stands nowhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.notices.rules import LONGEST


class Notice(models.Model):
    """Word to one account that things of a kind wait or happened; of a kind one at most is unread."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "account": "L2",
        "kind": "L2",
        "count": "L2",
        "late": "L2",
        "at": "L2",
        "read_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    late = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(read_at__isnull=True), name="notices_one_unread"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="notices_of_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "at", "id"], name="notices_of_account")]


class Standing(models.Model):
    """How much of a kind waited for an account when it was last looked at."""

    SENSITIVITY: ClassVar = {"id": "L1", "account": "L2", "kind": "L2", "waiting": "L2", "overdue": "L2"}

    account = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    waiting = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind"], name="notices_standing_once"),
        ]


class Mailbox(models.Model):
    """Where the daily letter of an account goes; gone when its person wants none.

    ``due_at``: a letter waits to be sent, not before then; ``attempts``: how often in a row it failed.
    """

    SENSITIVITY: ClassVar = {
        "account": "L2",
        "address": "L3",
        "set_at": "L2",
        "last_letter_at": "L2",
        "due_at": "L2",
        "attempts": "L2",
    }

    account = models.CharField(max_length=80, primary_key=True)
    address = models.CharField(max_length=LONGEST)
    set_at = models.DateTimeField()
    last_letter_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notices_letters_due"),
        ]
