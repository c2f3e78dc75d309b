"""Who is to visit whom in a round: a whole village, one of its RT, or one family."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.surveys.models.rounds import Round


class Assignment(models.Model):
    """A kader's task in a round, from a first day on, until it is ended or handed over.

    Without ``family_id``, ``rt`` and ``rw`` it is the whole village. What was ended stays, with who and why.
    ``carried_from`` is the earlier round in which the family's visit was not finished.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round": "L1",
        "village_code": "L1",
        "rw": "L2",
        "rt": "L2",
        "family_id": "L2",
        "person_id": "L2",
        "first_day": "L2",
        "last_day": "L2",
        "assigned_at": "L2",
        "assigned_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "ended_why": "L2",
        "followed": "L2",
        "carried_from": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    village_code = models.CharField(max_length=13)
    rw = models.CharField(max_length=10, blank=True, default="")
    rt = models.CharField(max_length=10, blank=True, default="")
    family_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_why = models.CharField(max_length=20, blank=True, default="")
    followed = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="follower")
    carried_from = models.ForeignKey(
        Round, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "village_code", "rw", "rt"],
                condition=Q(ended_at__isnull=True, family_id__isnull=True),
                name="surveys_assignment_part",
            ),
            models.UniqueConstraint(
                fields=["round", "family_id"],
                condition=Q(ended_at__isnull=True, family_id__isnull=False),
                name="surveys_assignment_family",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
                name="surveys_assignment_days",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["village_code", "round"],
                condition=Q(ended_at__isnull=True),
                name="surveys_assignment_here",
            ),
            models.Index(
                fields=["person_id"], condition=Q(ended_at__isnull=True), name="surveys_assignment_who"
            ),
        ]
