"""What people decided about visits, and what they asked to be mended."""

from typing import ClassVar

from django.db import models

from bahtera.foundation.sealing.fields import SealedTextField
from bahtera.surveys.models.visits import Submission


class ReviewEntry(models.Model):
    """One move of a submission from one state to another, and who made it; ``reason`` codes why it was rejected."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "at": "L2",
        "actor_key": "L2",
        "actor_name": "L3",
        "move": "L2",
        "from_state": "L2",
        "to_state": "L2",
        "note": "L3",
        "reason": "L2",
    }

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=150, blank=True)
    move = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    note = SealedTextField(blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="", db_default="")


class ReviewComment(models.Model):
    """What a supervisor asks the kader to mend, at one question and, in a roster, one row."""

    SENSITIVITY: ClassVar = {"id": "L2", "entry": "L2", "question": "L2", "row": "L2", "text": "L3"}

    entry = models.ForeignKey(ReviewEntry, on_delete=models.PROTECT, related_name="comments")
    question = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(null=True)
    text = SealedTextField()
