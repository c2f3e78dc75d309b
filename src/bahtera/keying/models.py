"""Tables of keying: batches of sheets, what is being typed, what was typed a second time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField, SealedTextField
from bahtera.keying.rules import DEFAULT_SHARE, Again, Stage


class Sample(models.Model):
    """Which share of a round's sheets is typed again; the seed is made once, and nobody sees it."""

    SENSITIVITY: ClassVar = {"round_id": "L1", "seed": "L2", "per_mille": "L1"}

    round_id = models.BigIntegerField(primary_key=True)
    seed = models.CharField(max_length=64)
    per_mille = models.PositiveSmallIntegerField(default=DEFAULT_SHARE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(per_mille__lte=1000), name="keying_sample_share"),
        ]


class Batch(models.Model):
    """Sheets of one village that a kader handed in together; ``counted`` by hand, listed by serial."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round_id": "L1",
        "village_code": "L1",
        "person_id": "L2",
        "received_on": "L2",
        "counted": "L1",
        "opened_at": "L2",
        "opened_by": "L2",
        "closed_at": "L2",
        "closed_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    person_id = models.UUIDField()
    received_on = models.DateField()
    counted = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village_code", "id"], name="keying_batch_here")]


class Sheet(models.Model):
    """One sheet of a batch, by the serial printed on it, and what became of it."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "batch": "L2",
        "serial": "L2",
        "form_id": "L1",
        "form_version": "L1",
        "family_id": "L2",
        "stage": "L2",
        "reason": "L3",
        "submission_id": "L2",
        "keyed_by": "L2",
        "keyed_at": "L2",
        "again": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="sheets")
    serial = models.CharField(max_length=20, unique=True)
    form_id = models.CharField(max_length=200)
    form_version = models.CharField(max_length=200)
    family_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Stage])
    reason = SealedTextField(blank=True, default="")
    submission_id = models.UUIDField(null=True)
    keyed_by = models.CharField(max_length=80, blank=True, default="")
    keyed_at = models.DateTimeField(null=True)
    again = models.CharField(
        max_length=10, blank=True, default="", choices=[(one.value, one.value) for one in Again]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission_id"],
                condition=Q(submission_id__isnull=False),
                name="keying_sheet_submission",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.KEYED.value, submission_id__isnull=False)
                | ~Q(stage=Stage.KEYED.value) & Q(submission_id__isnull=True),
                name="keying_sheet_keyed",
            ),
        ]


class Draft(models.Model):
    """What one typist has typed of a sheet so far, closed with a key of its own; nobody else opens it.

    ``looked`` counts how often families like the one typed were shown.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "sheet": "L2",
        "typist": "L2",
        "begun_at": "L2",
        "saved_at": "L2",
        "looked": "L1",
        "key": "L1",
        "data": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.OneToOneField(Sheet, on_delete=models.CASCADE, related_name="draft")
    typist = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)
    looked = models.PositiveSmallIntegerField(default=0)
    key = PartKeyField(bound_by="id")
    data = SealedPartField(key="key", null=True)


class SecondTyping(models.Model):
    """A sheet of the sample typed again by another person: what it says otherwise, and what a third decided.

    Which questions differ stays for the report; the answers go with the key.
    """

    SENSITIVITY: ClassVar = {
        "sheet": "L2",
        "village_code": "L1",
        "round_id": "L1",
        "typist": "L2",
        "keyed_at": "L2",
        "compared": "L2",
        "differing": "L2",
        "questions": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
        "correction_id": "L2",
        "id": "L2",
        "key": "L1",
        "body": "L3",
        "differences": "L3",
        "erased_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="second")
    village_code = models.CharField(max_length=13)
    round_id = models.BigIntegerField()
    typist = models.CharField(max_length=80)
    keyed_at = models.DateTimeField(db_index=True)
    compared = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    correction_id = models.UUIDField(null=True)
    key = PartKeyField(bound_by="id")
    body = SealedPartField(key="key", null=True)
    differences = SealedPartField(key="key", null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village_code", "id"], name="keying_second_here")]
