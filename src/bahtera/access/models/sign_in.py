"""What signing in remembers: wrong guesses, and passwords that were handed over."""

from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import models


class GuessCounter(models.Model):
    """Wrong guesses in a row of one account and network, one network, or one device; only digests are kept."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "key_digest": "L2",
        "failures": "L2",
        "last_at": "L2",
        "blocked_until": "L2",
    }

    key_digest = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    blocked_until = models.DateTimeField(null=True)


class HandedPassword(models.Model):
    """A password somebody else knows, because it was handed over: it opens only the page that replaces it."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "user": "L2",
        "handed_at": "L2",
        "handed_by": "L2",
        "expires_at": "L2",
    }

    user = models.OneToOneField(get_user_model(), on_delete=models.CASCADE, related_name="+")
    handed_at = models.DateTimeField()
    handed_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
