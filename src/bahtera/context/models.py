"""Quoted figures, opinions, and the imports they came with. Public figures of areas: they name nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.context.values import DateQuality


class Import(models.Model):
    """One file that was kept; taken back, what came with it no longer counts, and stays."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "file_name": "L1",
        "file_sha256": "L1",
        "kept_at": "L1",
        "kept_by": "L2",
        "taken_back_at": "L1",
        "taken_back_by": "L2",
        "reason": "L1",
    }

    file_name = models.CharField(max_length=150)
    file_sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(reason="")),
                name="context_taken_back_with_reason",
            ),
        ]


class QuotedFigure(models.Model):
    """One figure of a series for an area and period, as one source quotes it: text, so that 23.10 stays 23.10."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "imported": "L1",
        "series": "L1",
        "area_code": "L1",
        "period": "L1",
        "starts": "L1",
        "ends": "L1",
        "value": "L1",
        "unit": "L1",
        "source": "L1",
        "source_key": "L1",
        "link": "L1",
        "quoted_on": "L1",
        "date_quality": "L1",
        "provisional": "L1",
        "note": "L1",
        "definition_sha256": "L1",
        "counts": "L1",
    }

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="figures")
    series = models.CharField(max_length=60)
    area_code = models.CharField(max_length=13)
    period = models.CharField(max_length=15)
    starts = models.DateField()
    ends = models.DateField()
    value = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    source_key = models.CharField(max_length=200)
    link = models.CharField(max_length=600, blank=True, default="")
    quoted_on = models.CharField(max_length=10, blank=True, default="")
    date_quality = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DateQuality])
    provisional = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, default="")
    definition_sha256 = models.CharField(max_length=64)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "area_code", "period", "source_key"],
                condition=Q(counts=True),
                name="context_figure_once_a_source",
            ),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="context_period_runs_forward"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area_code", "series"], name="context_figures_of_area"),
        ]


class QuotedOpinion(models.Model):
    """What an office said is the cause: an opinion with its speaker, beside a series and never in it."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "imported": "L1",
        "series": "L1",
        "area_code": "L1",
        "speaker": "L1",
        "said_on": "L1",
        "source": "L1",
        "link": "L1",
        "text": "L1",
        "counts": "L1",
    }

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="opinions")
    series = models.CharField(max_length=60)
    area_code = models.CharField(max_length=13)
    speaker = models.CharField(max_length=120)
    said_on = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    link = models.CharField(max_length=600, blank=True, default="")
    text = models.CharField(max_length=1000)
    counts = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_code", "series"], name="context_opinions_of_area"),
        ]
