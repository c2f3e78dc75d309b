"""What a UPPKA group earns by: businesses, their turnover by month, trainings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedTextField
from bahtera.groups.models.groups import Group
from bahtera.groups.models.members import Member


class Business(models.Model):
    """A business of the group, or of one member. Its name may name somebody, so it is sealed."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "group": "L2",
        "name": "L3",
        "owner": "L3",
        "content": "L3",
        "version": "L2",
        "since": "L2",
        "ended_on": "L2",
        "kept_at": "L2",
        "kept_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="businesses")
    name = SealedTextField(blank=True, default="")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="businesses")
    content = CanonicalJson()
    version = models.PositiveIntegerField(default=1)
    since = models.DateField()
    ended_on = models.DateField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)


class Turnover(models.Model):
    """What a business took in a month, in rupiah."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "business": "L2",
        "month": "L2",
        "amount": "L3",
        "told_at": "L2",
        "told_by": "L2",
    }

    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="turnovers")
    month = models.DateField()
    amount = models.BigIntegerField()
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["business", "month"], name="groups_turnover_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="groups_turnover_not_negative"),
        ]


class Training(models.Model):
    """A training that members had."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "group": "L2",
        "held_on": "L2",
        "topic": "L2",
        "giver": "L2",
        "people": "L2",
        "kept_at": "L2",
        "kept_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="trainings")
    held_on = models.DateField()
    topic = models.CharField(max_length=160)
    giver = models.CharField(max_length=120, blank=True, default="")
    people = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
