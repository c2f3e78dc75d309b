"""Agencies and their units. Kind, inbox, people and agreements belong to the unit, never to the agency:
one office may do the work of three.
"""

from typing import ClassVar

from django.db import models

from bahtera.access.models.people import Person
from bahtera.foundation.ids import new_id


class Agency(models.Model):
    """A public body or partner organisation of one area."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "name": "L1",
        "short_name": "L1",
        "area_code": "L1",
        "is_active": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True, default="")
    area_code = models.CharField(max_length=13, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "area_code"], name="access_agency_once"),
        ]


class Unit(models.Model):
    """A part of an agency that receives work. ``kind`` is a code of ``definitions/code-lists``.

    How anybody reaches its counter is public; where people are sheltered is never written here.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "agency": "L1",
        "name": "L1",
        "kind": "L1",
        "area_code": "L1",
        "inbox": "L2",
        "counter_phone": "L1",
        "counter_whatsapp": "L1",
        "counter_address": "L1",
        "is_active": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    area_code = models.CharField(max_length=13, blank=True, default="")
    inbox = models.SlugField(max_length=80, unique=True)
    counter_phone = models.CharField(max_length=30, blank=True, default="")
    counter_whatsapp = models.CharField(max_length=30, blank=True, default="")
    counter_address = models.CharField(max_length=160, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="access_unit_once"),
        ]


class Membership(models.Model):
    """A person's place in a unit, for a time; without an end it lasts."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "person": "L2",
        "unit": "L2",
        "title": "L2",
        "valid_from": "L2",
        "valid_to": "L2",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    title = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=models.Q(valid_to__isnull=True),
                name="access_membership_once",
            ),
        ]
