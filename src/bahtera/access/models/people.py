"""People who work with Bahtera."""

from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import models

from bahtera.foundation.ids import new_id


class Person(models.Model):
    """Somebody who works with Bahtera; a kader may have no account, only a phone.

    ``area_code`` is where they are looked after: whoever keeps the people of that area keeps them.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "user": "L2",
        "name": "L3",
        "search_name": "L3",
        "area_code": "L2",
        "is_active": "L2",
        "created_at": "L2",
        "left_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(
        get_user_model(), null=True, on_delete=models.PROTECT, related_name="bahtera_person"
    )
    name = models.CharField(max_length=150)
    search_name = models.CharField(max_length=150, blank=True, default="")
    area_code = models.CharField(max_length=13, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["search_name", "id"], name="access_person_name"),
            models.Index(fields=["area_code", "search_name", "id"], name="access_person_area"),
        ]


class Kin(models.Model):
    """A family that a person may never visit or read: their own, or declared relatives'."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "family_id": "L3",
        "relation": "L3",
        "declared_at": "L2",
        "declared_by": "L2",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kin")
    family_id = models.UUIDField()
    relation = models.CharField(max_length=20)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "family_id"], name="access_kin_once"),
        ]
