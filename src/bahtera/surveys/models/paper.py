"""Forms printed on paper: which sheet was handed out for which village or family, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.surveys.models.rounds import Round
from bahtera.surveys.rules import PaperStage, PaperState


class PaperBatch(models.Model):
    """Forms printed together: of one village, in one language, for one kader or for nobody yet.

    The file lies sealed among the stored files until it is forgotten; the list of its serials stays.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round": "L1",
        "form_id": "L1",
        "form_version": "L1",
        "language": "L1",
        "village_code": "L1",
        "prefilled": "L1",
        "members": "L1",
        "spare": "L1",
        "person_id": "L2",
        "stage": "L1",
        "pages": "L1",
        "sha256": "L2",
        "printed_at": "L2",
        "printed_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    form_id = models.CharField(max_length=200)
    form_version = models.CharField(max_length=200)
    language = models.CharField(max_length=80, blank=True)
    village_code = models.CharField(max_length=13)
    prefilled = models.BooleanField()
    members = models.PositiveSmallIntegerField()
    spare = models.PositiveSmallIntegerField(default=0)
    person_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PaperStage])
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    printed_at = models.DateTimeField(db_index=True)
    printed_by = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["village_code", "round", "id"], name="surveys_paperbatch_here"),
        ]


class PaperForm(models.Model):
    """One printed form, known by its serial: ``BHT-`` and ten signs of which the last notices a slip."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "serial": "L2",
        "batch": "L2",
        "place": "L1",
        "round": "L1",
        "village_code": "L1",
        "family_id": "L2",
        "state": "L1",
        "cancelled_at": "L2",
        "cancelled_by": "L2",
        "cancelled_why": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.CharField(max_length=14, unique=True)
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="forms", db_index=False)
    place = models.PositiveSmallIntegerField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    village_code = models.CharField(max_length=13)
    family_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PaperState])
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=80, blank=True, default="")
    cancelled_why = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="surveys_paperform_place"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(state="cancelled"),
                name="surveys_paperform_cancelled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["village_code", "round", "id"], name="surveys_paperform_here"),
            models.Index(
                fields=["family_id"],
                condition=Q(family_id__isnull=False),
                name="surveys_paperform_family",
            ),
        ]
