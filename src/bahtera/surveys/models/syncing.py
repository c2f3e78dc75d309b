"""What phones sync by: feeds of what changed, files that come in pieces, sealed visits that wait for a person.

A feed's sequence is given by the worker, one at a time, in the order of commits: who has read up to a number has
missed nothing before it.
"""

from typing import ClassVar

from django.db import models

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField, SealedTextField
from bahtera.surveys.models.visits import Submission


class FamilyFeed(models.Model):
    """When something about a family last changed, for each village it was ever carried in."""

    SENSITIVITY: ClassVar = {"id": "L2", "family_id": "L2", "village_code": "L2", "sequence": "L1"}

    family_id = models.UUIDField()
    village_code = models.CharField(max_length=13)
    sequence = models.BigIntegerField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["family_id", "village_code"], name="surveys_familyfeed_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["village_code", "sequence"], name="surveys_familyfeed_here")
        ]


class VisitFeed(models.Model):
    """When a visit last changed its state, for its sender."""

    SENSITIVITY: ClassVar = {"submission": "L2", "actor_key": "L2", "sequence": "L1"}

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    actor_key = models.CharField(max_length=80)
    sequence = models.BigIntegerField(unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["actor_key", "sequence"], name="surveys_visitfeed_whose")]


class Upload(models.Model):
    """A file on its way from one person's phone: how much is here, and under which hash it was kept when whole."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person_id": "L2",
        "sha256": "L2",
        "size": "L2",
        "received": "L2",
        "kept_sha256": "L2",
        "started_at": "L2",
        "finished_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    kept_sha256 = models.CharField(max_length=64, blank=True, default="")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "sha256"], name="surveys_upload_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kept_sha256"], name="surveys_upload_kept"),
            models.Index(fields=["started_at"], name="surveys_upload_age"),
        ]


class UploadPiece(models.Model):
    """A piece of a file that is not whole yet, closed with a key of its own."""

    SENSITIVITY: ClassVar = {"id": "L2", "upload": "L2", "start": "L2", "key": "L1", "data": "L3"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    key = PartKeyField(bound_by="id")
    data = SealedPartField(key="key")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "start"], name="surveys_piece_once"),
        ]


class SealedVisit(models.Model):
    """A visit as a phone sealed it to this site, from an outbox or a backup: nobody's until a person has looked.

    ``area_code`` is where its sender belongs: who reviews there decides. ``sealed`` is as it came.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "device_id": "L3",
        "person_id": "L2",
        "area_code": "L2",
        "sender_areas": "L2",
        "sha256": "L2",
        "sealed": "L3",
        "came_at": "L2",
        "was_revoked": "L2",
        "state": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
        "note": "L3",
        "submission": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device_id = models.UUIDField()
    person_id = models.UUIDField()
    area_code = models.CharField(max_length=13, blank=True)
    sender_areas = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    came_at = models.DateTimeField()
    was_revoked = models.BooleanField()
    state = models.CharField(max_length=10, default="waiting")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    note = SealedTextField(blank=True, default="")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device_id", "sha256"], name="surveys_sealed_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "area_code", "id"], name="surveys_sealed_waiting")]
