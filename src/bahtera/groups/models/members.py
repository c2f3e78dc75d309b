"""Who belongs, or belonged, to a group. Names and numbers are sealed; a keyed digest stands beside the NIK."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.families import api as families
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import DigestField, SealedTextField
from bahtera.groups.models.groups import Group

NIK_PURPOSE = "groups.nik"


class Member(models.Model):
    """One person's time in one group; whoever comes back is a new row. ``member_id``: in the register of families."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "group": "L2",
        "name": "L3",
        "nik": "L3",
        "nik_digest": "L3",
        "member_id": "L3",
        "sex": "L3",
        "born": "L3",
        "office": "L3",
        "trained": "L2",
        "joined_on": "L2",
        "left_on": "L2",
        "left_why": "L3",
        "version": "L2",
        "added_at": "L2",
        "added_by": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    name = SealedTextField(blank=True, default="")
    nik = SealedTextField(blank=True, default="")
    nik_digest = DigestField(of="nik", purpose=NIK_PURPOSE, normalise=families.usable_number)
    member_id = models.UUIDField(null=True, db_index=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    born = SealedTextField(blank=True, default="")
    office = models.CharField(max_length=20, blank=True, default="")
    trained = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    left_why = SealedTextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="groups_joined_first"
            ),
            models.UniqueConstraint(
                fields=["group", "nik_digest"],
                condition=Q(left_on__isnull=True, nik_digest__isnull=False),
                name="groups_member_once",
            ),
        ]
