"""Frames and draws. A frame never changes; a draw only moves on, and what it drew never changes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.samples.values import DrawState, Role, SeedFrom


class Frame(models.Model):
    """The villages that a round could be drawn from, as they were known when it was kept."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "source": "L1",
        "sha256": "L1",
        "villages": "L1",
        "families": "L1",
        "left_out": "L1",
        "lacking": "L1",
        "made_at": "L1",
        "made_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField(db_index=True)
    source = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    villages = models.PositiveIntegerField()
    families = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    lacking = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)


class FrameRow(models.Model):
    """A village of a frame."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "frame": "L1",
        "village_code": "L1",
        "families": "L1",
        "stratum": "L1",
    }

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="rows", db_index=False)
    village_code = models.CharField(max_length=13)
    families = models.PositiveIntegerField()
    stratum = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frame", "village_code"], name="samples_framerow_once"),
            models.CheckConstraint(condition=Q(families__gte=1), name="samples_framerow_families"),
        ]


class Draw(models.Model):
    """One draw of a round: seed and plan before, hash of the result after; set aside, it stays."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "frame": "L1",
        "state": "L1",
        "seed": "L1",
        "seed_from": "L1",
        "numbers": "L1",
        "take": "L1",
        "reserves": "L1",
        "chance": "L1",
        "allocation": "L1",
        "replace_for": "L1",
        "algorithm": "L1",
        "frame_sha256": "L1",
        "sha256": "L1",
        "planned_at": "L1",
        "planned_by": "L2",
        "drawn_at": "L1",
        "drawn_by": "L2",
        "confirmed_at": "L1",
        "confirmed_by": "L2",
        "set_aside_at": "L1",
        "set_aside_by": "L2",
        "set_aside_why": "L2",
        "revision": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_id = models.BigIntegerField(db_index=True)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="draws", db_index=False)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DrawState])
    seed = models.CharField(max_length=60)
    seed_from = models.CharField(max_length=4, choices=[(one.value, one.value) for one in SeedFrom])
    numbers = CanonicalJson()
    take = models.PositiveSmallIntegerField()
    reserves = models.PositiveSmallIntegerField()
    chance = models.CharField(max_length=5)
    allocation = models.CharField(max_length=12)
    replace_for = CanonicalJson()
    algorithm = models.CharField(max_length=40)
    frame_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.CharField(max_length=80, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True, default="")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.CharField(max_length=80, blank=True, default="")
    set_aside_why = models.CharField(max_length=300, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round_id"],
                condition=~Q(state=DrawState.SET_ASIDE.value),
                name="samples_one_draw_that_counts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(one.value for one in DrawState)), name="samples_draw_state"
            ),
        ]


class DrawnVillage(models.Model):
    """A village that was drawn, with its chance as an exact fraction, and the list its families were drawn from.

    ``listing`` holds references, RW and RT in the order of the list; no names.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "draw": "L1",
        "village_code": "L1",
        "stratum": "L1",
        "families": "L1",
        "chance_over": "L1",
        "chance_under": "L1",
        "is_certain": "L1",
        "population": "L1",
        "drawn": "L1",
        "listing": "L2",
        "listed": "L1",
        "listed_from": "L1",
        "listed_at": "L1",
        "listed_by": "L2",
        "sha256": "L1",
    }

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn_villages", db_index=False)
    village_code = models.CharField(max_length=13)
    stratum = models.CharField(max_length=80, blank=True)
    families = models.PositiveIntegerField()
    chance_over = models.BigIntegerField()
    chance_under = models.BigIntegerField()
    is_certain = models.BooleanField()
    population = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    listing = CanonicalJson(null=True)
    listed = models.PositiveIntegerField(null=True)
    listed_from = models.CharField(max_length=10, blank=True, default="")
    listed_at = models.DateTimeField(null=True)
    listed_by = models.CharField(max_length=80, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "village_code"], name="samples_drawnvillage_once"),
            models.CheckConstraint(
                condition=Q(chance_over__gte=1) & Q(chance_under__gte=models.F("chance_over")),
                name="samples_drawnvillage_chance",
            ),
        ]


class DrawnFamily(models.Model):
    """A family that was drawn: where it stands in the list, whether it stands by, and for whom it fills in."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "village": "L1",
        "position": "L2",
        "role": "L2",
        "rank": "L2",
        "reference": "L2",
        "family_id": "L2",
        "rw": "L2",
        "rt": "L2",
        "replaces": "L2",
        "why": "L2",
        "called_at": "L2",
        "called_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(
        DrawnVillage, on_delete=models.PROTECT, related_name="drawn_families", db_index=False
    )
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Role])
    rank = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=40)
    family_id = models.UUIDField(null=True)
    rw = models.CharField(max_length=10, blank=True)
    rt = models.CharField(max_length=10, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    why = models.CharField(max_length=40, blank=True, default="")
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "position"], name="samples_drawnfamily_once"),
            models.UniqueConstraint(fields=["village", "role", "rank"], name="samples_drawnfamily_rank"),
            models.UniqueConstraint(
                fields=["village", "family_id"],
                condition=Q(family_id__isnull=False),
                name="samples_drawnfamily_family",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["family_id"], name="samples_drawnfamily_who")]
