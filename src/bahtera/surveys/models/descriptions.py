"""What a person writes about a round for the statistics office, beside what Bahtera knows by itself."""

from typing import ClassVar

from django.db import models

from bahtera.surveys.models.rounds import Round


class RoundDescription(models.Model):
    """The entries of a round's metadata that somebody wrote, by the entry's id. They are meant for the public."""

    SENSITIVITY: ClassVar = {"id": "L1", "round": "L1", "entries": "L1", "revision": "L1"}

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    entries = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
