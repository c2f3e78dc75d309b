"""What checks keep: a few closed numbers of each visit, the questions they led to, and when they ran."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.checks.values import FlagState
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedJSONField, SealedTextField


class VisitTraits(models.Model):
    """What checks need of one visit's answers, closed; it goes when the visit's content is erased."""

    SENSITIVITY: ClassVar = {
        "submission_id": "L2",
        "round_id": "L2",
        "traits": "L4",
        "answers_hash": "L1",
        "made_at": "L2",
    }

    submission_id = models.UUIDField(primary_key=True)
    round_id = models.BigIntegerField(db_index=True)
    traits = SealedJSONField(default=dict)
    answers_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class ChangedVillage(models.Model):
    """How often something changed in a village of a round, and up to which change it was looked at."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "village_code": "L1",
        "changes": "L1",
        "looked_at": "L1",
        "definition": "L1",
    }

    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    changes = models.PositiveBigIntegerField(default=0)
    looked_at = models.PositiveBigIntegerField(default=0)
    definition = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round_id", "village_code"], name="checks_village_once"),
        ]


class Flag(models.Model):
    """One question about how an interview was made, and what a person answered.

    ``key`` tells it from the others of its check and round. ``facts`` are numbers and codes that fill its words.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round_id": "L2",
        "check_id": "L1",
        "check_hash": "L1",
        "severity": "L1",
        "key": "L2",
        "province_code": "L2",
        "regency_code": "L2",
        "district_code": "L2",
        "village_code": "L2",
        "other_village": "L2",
        "submission_id": "L2",
        "other_id": "L2",
        "family_id": "L2",
        "other_family_id": "L2",
        "actor_key": "L2",
        "other_actor": "L2",
        "question": "L1",
        "value": "L2",
        "threshold": "L1",
        "facts": "L2",
        "state": "L2",
        "first_seen": "L2",
        "ended_at": "L2",
        "answered_at": "L2",
        "answered_by": "L2",
        "answered_name": "L3",
        "note": "L3",
        "revision": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    check_id = models.CharField(max_length=40)
    check_hash = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)
    key = models.CharField(max_length=160)
    province_code = models.CharField(max_length=2, blank=True)
    regency_code = models.CharField(max_length=5, blank=True)
    district_code = models.CharField(max_length=8, blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    other_village = models.CharField(max_length=13, blank=True, default="")
    submission_id = models.UUIDField(null=True, db_index=True)
    other_id = models.UUIDField(null=True, db_index=True)
    family_id = models.UUIDField(null=True)
    other_family_id = models.UUIDField(null=True)
    actor_key = models.CharField(max_length=80, blank=True, default="")
    other_actor = models.CharField(max_length=80, blank=True, default="")
    question = models.CharField(max_length=120, blank=True, default="")
    value = models.FloatField()
    threshold = models.FloatField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in FlagState])
    first_seen = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")
    answered_name = models.CharField(max_length=150, blank=True, default="")
    note = SealedTextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round_id", "check_id", "key"], name="checks_flag_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in FlagState]), name="checks_flag_state_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["round_id", "village_code", "check_id", "state"], name="checks_flag_village"
            ),
            models.Index(fields=["round_id", "state", "severity", "id"], name="checks_flag_state"),
        ]


class Reply(models.Model):
    """What a kader said to a question about the own visits, in own words; it goes with the visit's content.

    Each kader has one, which may be said anew; the question stays open until somebody else answers it.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "flag": "L2",
        "person_id": "L2",
        "said": "L3",
        "said_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="replies")
    person_id = models.UUIDField()
    said = SealedTextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["flag", "person_id"], name="checks_reply_once"),
        ]


class CheckRun(models.Model):
    """One run over a round."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "definition": "L1",
        "is_full": "L1",
        "started_at": "L1",
        "ended_at": "L1",
        "visits": "L1",
        "villages": "L1",
        "opened": "L1",
        "passed": "L1",
    }

    round_id = models.BigIntegerField(db_index=True)
    definition = models.CharField(max_length=40)
    is_full = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    visits = models.PositiveIntegerField()
    villages = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
