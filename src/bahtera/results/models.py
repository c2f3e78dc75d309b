"""One row of additive sums for each round, village and index definition: all that figures are made of."""

from typing import ClassVar

from django.db import models


class VillageSums(models.Model):
    """The sums of one village's approved families by one definition.

    ``sums`` and the counts follow every visit and every decision; ``accepted``, ``flagged`` and ``returned``
    are the visits in these states, a second visit to a family among them, so that no page counts a million of
    them. ``released`` is what whoever may not read visits sees while the round is open: a copy, with its moment
    ("at"), that moves on only when enough families have come or gone, so that two looks at the page do not show
    one family's answers. ``released_by`` are its sums by the key that sent the visits: what a kader knows of it.
    ``revision`` grows with every change.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "village_code": "L1",
        "index_id": "L1",
        "index_version": "L1",
        "index_hash": "L1",
        "families": "L2",
        "sums": "L2",
        "visited": "L1",
        "interviewed": "L1",
        "approved": "L1",
        "accepted": "L1",
        "flagged": "L1",
        "returned": "L1",
        "other_definition": "L1",
        "released": "L2",
        "released_by": "L2",
        "revision": "L1",
        "refreshed_at": "L1",
    }

    round_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    index_id = models.CharField(max_length=40)
    index_version = models.CharField(max_length=40)
    index_hash = models.CharField(max_length=64)
    families = models.PositiveIntegerField(default=0)
    sums = models.JSONField(null=True)
    visited = models.PositiveIntegerField(default=0)
    interviewed = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    other_definition = models.PositiveIntegerField(default=0)
    released = models.JSONField(null=True)
    released_by = models.JSONField(null=True)
    revision = models.PositiveBigIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round_id", "index_id", "index_hash", "village_code"], name="results_village_once"
            ),
            models.CheckConstraint(
                condition=models.Q(families__lte=models.F("approved")), name="results_families_approved"
            ),
        ]
        # Every page asks whether anything has changed: answered from here, not from rows of long sums.
        indexes: ClassVar = [
            models.Index(fields=["round_id", "revision", "refreshed_at"], name="results_changed")
        ]


class DecidedPicture(models.Model):
    """What an audience may see of a large round, with the sums it was decided for: pages show it whole.

    Deciding takes seconds for a province, so the worker does it after a change and pages show the last one until then.
    ``released``: of the copies that move on in steps. ``stamp`` changes with anything the picture rests on, ``rules``
    with the code that decides; ``read_at`` is when its sums were read, so that of two workers the later one stands.
    It is made of `VillageSums` and can be made again at any time.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "round_id": "L1",
        "audience": "L1",
        "released": "L1",
        "stamp": "L1",
        "rules": "L1",
        "read_at": "L1",
        "decided_at": "L1",
        "body": "L2",
    }

    round_id = models.BigIntegerField()
    audience = models.CharField(max_length=10)
    released = models.BooleanField()
    stamp = models.CharField(max_length=64)
    rules = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round_id", "audience", "released"], name="results_picture_once")
        ]
