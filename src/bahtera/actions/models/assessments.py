"""Assessments of field visits."""

from typing import ClassVar

from django.db import models

from bahtera.actions.rules.assessing import LONGEST_TEAM
from bahtera.actions.rules.writing import LONGEST_DETAILS
from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id


class Assessment(models.Model):
    """What a team saw in a village: points by criterion of one form, which it names by version and hash.

    ``marks``: criterion -> [points, what was seen]. It names offices, nobody. Once finished it stays as it is.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "village_code": "L1",
        "round_id": "L1",
        "form_id": "L1",
        "version": "L1",
        "form_hash": "L1",
        "form": "L1",
        "visited_on": "L1",
        "team": "L1",
        "marks": "L1",
        "summary": "L1",
        "made_at": "L1",
        "made_by": "L2",
        "finished_at": "L1",
        "finished_by": "L2",
        "revision": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village_code = models.CharField(max_length=13)
    round_id = models.BigIntegerField()
    form_id = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    form_hash = models.CharField(max_length=64)
    form = CanonicalJson()
    visited_on = models.DateField()
    team = models.CharField(max_length=LONGEST_TEAM)
    marks = CanonicalJson()
    summary = models.CharField(max_length=LONGEST_DETAILS, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=80, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village_code", "-visited_on"], name="actions_assessed")]
