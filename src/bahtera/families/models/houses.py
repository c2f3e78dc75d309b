"""Tables of where families live together, and of families on their way to another village."""

from django.db import models
from django.db.models import F, Q

from bahtera.families.models.events import FamilyEvent
from bahtera.families.models.versions import Family, Member, values_of
from bahtera.families.values.register import Manner, MoveState
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedTextField


class Household(models.Model):
    """One house, kept apart from the families that live in it."""

    SENSITIVITY = {"id": "L2", "village_code": "L2", "address": "L3", "created_at": "L2"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village_code = models.CharField(max_length=13)
    address = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField()


class HouseholdStay(models.Model):
    """A family in a house, from a day up to, not including, another."""

    SENSITIVITY = {
        "id": "L2",
        "household": "L2",
        "family": "L2",
        "valid_from": "L2",
        "valid_to": "L2",
        "actor_key": "L2",
        "recorded_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="stays")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    actor_key = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(valid_to__isnull=True), name="family_stays_in_one_house"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="household_stay_ends_after_it_begins",
            ),
        ]


class FamilyMove(models.Model):
    """A family that agreed to be named to the village it moves to, until that village takes it up or not.

    A family that did not agree has none: of it only the event ``move_out`` is kept, without where to.
    """

    SENSITIVITY = {
        "id": "L2",
        "family": "L2",
        "from_village": "L2",
        "to_village": "L2",
        "moved_on": "L2",
        "state": "L2",
        "consent_by": "L3",
        "consent_manner": "L2",
        "consent_witness": "L3",
        "consent_text": "L2",
        "asked_by": "L2",
        "asked_at": "L2",
        "decided_by": "L2",
        "decided_at": "L2",
        "reason": "L3",
        "out": "L2",
        "arrival": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="moves")
    from_village = models.CharField(max_length=13)
    to_village = models.CharField(max_length=13)
    moved_on = models.DateField()
    state = models.CharField(max_length=9, default=MoveState.WAITING.value)
    consent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    consent_manner = models.CharField(max_length=6)
    consent_witness = SealedTextField(blank=True, default="")
    consent_text = models.CharField(max_length=20)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    reason = SealedTextField(blank=True, default="")
    out = models.OneToOneField(FamilyEvent, on_delete=models.PROTECT, related_name="move")
    arrival = models.OneToOneField(FamilyEvent, on_delete=models.PROTECT, null=True, related_name="arrival")

    class Meta:
        indexes = [
            models.Index(
                fields=["to_village", "asked_at"], condition=Q(state="waiting"), name="family_move_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(state="waiting"), name="family_moves_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=values_of(MoveState)), name="family_move_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(consent_manner__in=values_of(Manner)), name="family_move_manner_is_known"
            ),
        ]
