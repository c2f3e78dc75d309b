"""The register of documents, scans of signed copies, and what is made every month. They name nobody."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.documents.rules import LAST_DAY, LONGEST_REASON
from bahtera.documents.values import Kind, State
from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id

_KINDS = [(one.value, one.value) for one in Kind]
_STATES = [(one.value, one.value) for one in State]


def new_token() -> str:
    """Return what stands behind a QR code: 128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


class Document(models.Model):
    """One document under one number; once issued, what it says and its file never change.

    ``sha256`` and ``twin`` name stored files. ``content`` is the hash of what it says without number and day, so that
    the same is not issued twice. ``replaces``: the one before it; for an unchanged one, the one it would repeat.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "token": "L1",
        "kind": "L1",
        "area_code": "L1",
        "round_id": "L1",
        "index_id": "L1",
        "year": "L1",
        "sequence": "L1",
        "number": "L1",
        "state": "L1",
        "ordered_at": "L1",
        "ordered_by": "L2",
        "done": "L1",
        "total": "L1",
        "attempts": "L1",
        "beat_at": "L1",
        "refusal": "L2",
        "issued_at": "L1",
        "content": "L1",
        "sha256": "L1",
        "file_kind": "L1",
        "size": "L1",
        "pages": "L1",
        "twin": "L1",
        "twin_kind": "L1",
        "definition_version": "L1",
        "definition_hash": "L1",
        "data_version": "L1",
        "data_digest": "L1",
        "is_provisional": "L1",
        "replaces": "L1",
        "ended_at": "L1",
        "ended_by": "L2",
        "ended_reason": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    kind = models.CharField(max_length=20, choices=_KINDS)
    area_code = models.CharField(max_length=13)
    round_id = models.BigIntegerField()
    index_id = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=10, choices=_STATES)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=80)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField()
    refusal = CanonicalJson()
    issued_at = models.DateTimeField(null=True)
    content = models.CharField(max_length=64, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file_kind = models.CharField(max_length=4, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    twin = models.CharField(max_length=64, blank=True, default="")
    twin_kind = models.CharField(max_length=4, blank=True, default="")
    definition_version = models.CharField(max_length=20, blank=True, default="")
    definition_hash = models.CharField(max_length=64, blank=True, default="")
    data_version = models.PositiveSmallIntegerField(default=0)
    data_digest = models.CharField(max_length=64, blank=True, default="")
    is_provisional = models.BooleanField(default=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followers", db_index=True
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_reason = models.CharField(max_length=LONGEST_REASON, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "area_code", "year", "sequence"], name="documents_number_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "area_code", "round_id", "index_id"],
                condition=Q(state=State.ISSUED.value),
                name="documents_one_latest",
            ),
            models.UniqueConstraint(
                fields=["kind", "area_code", "round_id", "index_id"],
                condition=Q(state=State.MAKING.value),
                name="documents_one_being_made",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(one.value for one in State)), name="documents_known_state"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(one.value for one in Kind)), name="documents_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ISSUED.value, State.REPLACED.value, State.WITHDRAWN.value])
                | (Q(issued_at__isnull=False) & ~Q(number="") & ~Q(sha256="")),
                name="documents_issued_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area_code", "id"], name="documents_of_area")]


class SignedCopy(models.Model):
    """A scan of the paper with signatures and stamp; the newest counts, earlier ones stay."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "document": "L1",
        "sha256": "L1",
        "kind": "L1",
        "size": "L1",
        "attached_at": "L1",
        "attached_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signed", db_index=False)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4)
    size = models.PositiveBigIntegerField()
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "sha256"], name="documents_scan_once"),
        ]


class Schedule(models.Model):
    """A kind of document that is made every month in an area, until somebody ends the entry."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "area_code": "L1",
        "kind": "L1",
        "index_id": "L1",
        "day": "L1",
        "made_at": "L1",
        "made_by": "L2",
        "last_month": "L1",
        "ended_at": "L1",
        "ended_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(max_length=13)
    kind = models.CharField(max_length=20, choices=_KINDS)
    index_id = models.CharField(max_length=40, blank=True, default="")
    day = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    last_month = models.CharField(max_length=7, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "index_id"],
                condition=Q(ended_at__isnull=True),
                name="documents_scheduled_once",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=1) & Q(day__lte=LAST_DAY), name="documents_day_of_every_month"
            ),
        ]
