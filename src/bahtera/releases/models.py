"""Data versions, the sealed lines they are made of, and corrections that two people agreed on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedJSONField, SealedPartField
from bahtera.releases.values import Change, Kind, Ordered, Standing


class Version(models.Model):
    """One signed version of a round's data; nothing of it ever changes.

    ``statement`` is what was signed, ``digest`` its SHA-256. Stored files: ``manifest``, the hash of every
    family's line; ``figures``, sums and figures; ``public``, what everybody may see ("" for a provisional version).
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "number": "L1",
        "kind": "L1",
        "made_at": "L1",
        "made_by": "L2",
        "families": "L1",
        "undecided": "L1",
        "statement": "L1",
        "digest": "L1",
        "signature": "L1",
        "manifest": "L1",
        "figures": "L1",
        "public": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    families = models.PositiveIntegerField()
    undecided = models.PositiveIntegerField(default=0)
    statement = CanonicalJson()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    manifest = models.CharField(max_length=64)
    figures = models.CharField(max_length=64)
    public = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round_id", "number"], name="releases_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="releases_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(one.value for one in Kind)), name="releases_known_kind"
            ),
        ]


class Line(models.Model):
    """What a data version says of one family, closed with a key of its own; versions name it by its hash.

    Erasing the family's visit destroys the key and the text; the hash stays, so that versions can still be verified.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round_id": "L1",
        "village_code": "L1",
        "submission_id": "L2",
        "sha256": "L2",
        "key": "L1",
        "body": "L3",
        "erased_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    submission_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    key = PartKeyField(bound_by="id")
    body = SealedPartField(key="key", null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round_id", "sha256"], name="releases_line_once"),
        ]


class Correction(models.Model):
    """What somebody asks to be changed in a round whose figures stand, and what a second person decided.

    ``answers``: question, row, new and old answer of each that is to be put right. ``revision`` is the visit as the
    first person saw it. ``version`` is the number of the data version it led to; 0 for none.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round_id": "L1",
        "village_code": "L1",
        "submission_id": "L2",
        "change": "L2",
        "answers": "L4",
        "revision": "L2",
        "reason": "L2",
        "asked_at": "L2",
        "asked_by": "L2",
        "asked_name": "L3",
        "standing": "L2",
        "answer": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
        "decided_name": "L3",
        "version": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    submission_id = models.UUIDField()
    change = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Change])
    answers = SealedJSONField(default=list)
    revision = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    asked_name = models.CharField(max_length=150, blank=True, default="")
    standing = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Standing])
    answer = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_name = models.CharField(max_length=150, blank=True, default="")
    version = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission_id"],
                condition=Q(standing=Standing.ASKED.value),
                name="releases_one_correction_open",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["round_id", "id"], name="releases_of_round")]


class MicroRequest(models.Model):
    """That somebody asks to give out a version's micro-data, and what the data-protection officer decided.

    ``report`` is what the rows came to when asked, ``sha256`` the hash of those rows. ``file`` names the stored zip
    with them: it is all that ever leaves, and is let go when the request is refused or one of its families is erased.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "number": "L1",
        "licence": "L1",
        "purpose": "L2",
        "report": "L1",
        "sha256": "L1",
        "file": "L1",
        "asked_at": "L2",
        "asked_by": "L2",
        "standing": "L1",
        "answer": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    licence = models.CharField(max_length=20)
    purpose = models.CharField(max_length=500)
    report = CanonicalJson()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    standing = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Standing])
    answer = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round_id", "number"],
                condition=Q(standing=Standing.ASKED.value),
                name="releases_one_micro_request_open",
            ),
        ]


class Order(models.Model):
    """What somebody asked the worker to do for a round: a large one takes longer than anybody waits for a page.

    ``wanted``: what exactly. ``done`` of ``total`` and ``beat_at`` tell how far it is; work whose beat stops is begun
    again. ``refusal``: why nothing came of it.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "what": "L1",
        "wanted": "L2",
        "asked_at": "L2",
        "asked_by": "L2",
        "standing": "L1",
        "done": "L1",
        "total": "L1",
        "attempts": "L1",
        "beat_at": "L1",
        "refusal": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField()
    what = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Ordered])
    wanted = CanonicalJson()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    standing = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Standing])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField()
    refusal = CanonicalJson()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round_id", "what"],
                condition=Q(standing=Standing.ASKED.value),
                name="releases_one_order_open",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["round_id", "what", "id"], name="releases_orders_of_round")]
